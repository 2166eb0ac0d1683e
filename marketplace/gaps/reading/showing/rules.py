"""Values, shades and words of every small area for what is to be shown. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from marketplace.gaps.reading import rules
from marketplace.gaps.reading.drawing.rules import (
    hundredths,
    scale_of_access,
    scale_of_counts,
    scale_of_groups,
    scale_of_people,
    scale_of_supply,
)
from marketplace.gaps.reading.drawing.schemas import Bar, HeatRow
from marketplace.gaps.reading.schemas import Area, Filters, GroupView, Picture, Show
from marketplace.gaps.reading.showing.schemas import Column, Heard, Signals
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet.schemas import Unmet, UnmetKind
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.signals.rules import FEWEST_TOLD


def gather(told: Iterable[Unmet], since: date | None) -> Signals:
    """Signals by care group and district; those of other places together belong to no small area."""
    found: dict[tuple[GapGroup, str], list[Heard]] = defaultdict(list)
    for each in told:
        if each.group is not None and each.outcode and not each.is_rest:
            heard = Heard(kind=each.kind, outcode=each.outcode, at_least=each.at_least, since=each.since)
            found[each.group, each.outcode].append(heard)
    return Signals(heard={key: tuple(several) for key, several in found.items()}, since=since)


def heard_words(heard: Heard) -> str:
    """One signal in a sentence: "At least 12 people searched in SN12 since June 2026 and found nothing."."""
    values = {"where": heard.outcode, "since": wording.month_words(heard.since)}
    people = heard.at_least
    return {
        UnmetKind.SEARCH: lambda: ngettext(
            "At least %(num)s search in %(where)s since %(since)s found nothing.",
            "At least %(num)s searches in %(where)s since %(since)s found nothing.",
            people,
            **values,
        ),
        UnmetKind.ENQUIRY: lambda: ngettext(
            "At least %(num)s question to a provider in %(where)s since %(since)s came to nothing.",
            "At least %(num)s questions to providers in %(where)s since %(since)s came to nothing.",
            people,
            **values,
        ),
        UnmetKind.REFERRAL: lambda: ngettext(
            "At least %(num)s referral in %(where)s since %(since)s was declined.",
            "At least %(num)s referrals in %(where)s since %(since)s were declined.",
            people,
            **values,
        ),
        UnmetKind.WANTED: lambda: ngettext(
            "At least %(num)s advert in %(where)s since %(since)s waited in vain.",
            "At least %(num)s adverts in %(where)s since %(since)s waited in vain.",
            people,
            **values,
        ),
        UnmetKind.POOL: lambda: ngettext(
            "At least %(num)s pool in %(where)s since %(since)s came to nothing.",
            "At least %(num)s pools in %(where)s since %(since)s came to nothing.",
            people,
            **values,
        ),
    }[heard.kind]()


def column(picture: Picture, filters: Filters, group: GapGroup | None, signals: Signals) -> Column:
    """What is shown of each area: of one care group, or in how many of the nine there is too little."""
    view = picture.view(group) if group else None
    if view is None:
        return _groups_column(picture)
    return _COLUMNS[filters.show](picture, view, signals)


def _groups_column(picture: Picture) -> Column:
    counts = rules.short_groups(picture)
    return Column(
        title=_("Care groups with too little"),
        unit=_("Care groups, of nine, with less than half of what is usual in England"),
        anchor="short",
        group=None,
        values=counts,
        words=(words := tuple(str(count) for count in counts)),
        cells=words,
        scale=scale_of_groups(),
        is_less_worse=False,
    )


def _access_column(picture: Picture, view: GroupView, _signals: Signals) -> Column:
    values = tuple(reach.value for reach in view.reach)
    return Column(
        title=wording.show_words(Show.ACCESS),
        unit=wording.per_hundred_words(picture.unit),
        anchor="access",
        group=view.group,
        values=values,
        words=tuple(wording.reach_words(reach) for reach in view.reach),
        cells=tuple(wording.number(value) for value in values),
        scale=scale_of_access(values, view.usual.england),
        is_less_worse=True,
    )


def _need_column(_picture: Picture, view: GroupView, _signals: Signals) -> Column:
    return Column(
        title=wording.show_words(Show.NEED),
        unit=f"{wording.show_words(Show.NEED)} ({wording.source_words(view.source).lower()})",
        anchor="need",
        group=view.group,
        values=view.people,
        words=(words := tuple(wording.people_number(people, view.source) for people in view.people)),
        cells=words,
        scale=scale_of_people(view.people),
        is_less_worse=False,
    )


def _supply_column(picture: Picture, view: GroupView, _signals: Signals) -> Column:
    return Column(
        title=wording.show_words(Show.SUPPLY),
        unit=wording.unit_words(picture.unit),
        anchor="supply",
        group=view.group,
        values=view.in_reach,
        words=(words := tuple(wording.number(value) for value in view.in_reach)),
        cells=words,
        scale=scale_of_supply(view.in_reach),
        is_less_worse=True,
    )


def _signals_column(picture: Picture, view: GroupView, signals: Signals) -> Column:
    counts = tuple(_searches(signals, view.group, area) for area in picture.areas)
    untold = _("under %(num)s", num=FEWEST_TOLD)
    return Column(
        title=wording.show_words(Show.SIGNALS),
        unit=_("Searches that found nothing, in the postcode districts of the area"),
        anchor="signals",
        group=view.group,
        values=counts,
        words=(words := tuple(str(count) if count else untold for count in counts)),
        cells=words,
        scale=scale_of_counts(),
        is_less_worse=False,
    )


def _searches(signals: Signals, group: GapGroup, area: Area) -> int:
    heard = signals.of(group, area.districts)
    return sum(each.at_least for each in heard if each.kind is UnmetKind.SEARCH)


_COLUMNS = {
    Show.ACCESS: _access_column,
    Show.NEED: _need_column,
    Show.SUPPLY: _supply_column,
    Show.SIGNALS: _signals_column,
}


def worst_first(picture: Picture, shown: Column) -> list[int]:
    """Positions of the areas, those with the worst values first, and of these where most people lack most.

    The unknown stand last.
    """
    sign = 1 if shown.is_less_worse else -1
    weights = Counter[str]()
    for gap in rules.rank(picture, Filters(group=shown.group)):
        weights[gap.area.code] += round(gap.short_people * 1000)

    def key(position: int) -> tuple[bool, float, int, str]:
        value, area = shown.values[position], picture.areas[position]
        return value is None, sign * (value or 0.0), -weights[area.code], area.name

    return sorted(range(len(picture.areas)), key=key)


def bars(picture: Picture, shown: Column, positions: Sequence[int], links: Sequence[str]) -> list[Bar]:
    """Rows of a table with bars, as long as the values."""
    most = max((value for value in shown.values if value is not None), default=0.0)
    shades = shown.shades
    return [
        Bar(
            label=picture.areas[position].name,
            href=link,
            shown=shown.words[position],
            length=hundredths(shown.values[position] or 0.0, most),
            shade=shades[position],
        )
        for position, link in zip(positions, links, strict=True)
    ]


def heat_rows(
    picture: Picture, columns: Sequence[Column], positions: Sequence[int], links: Sequence[str]
) -> list[HeatRow]:
    """Rows of a heat table: a cell for each care group."""
    shades = [shown.shades for shown in columns]
    return [
        HeatRow(
            label=picture.areas[position].name,
            href=link,
            cells=tuple((shades[at][position], shown.cells[position]) for at, shown in enumerate(columns)),
        )
        for position, link in zip(positions, links, strict=True)
    ]


def columns_of(picture: Picture, filters: Filters, signals: Signals) -> list[Column]:
    """A column for each care group that is asked for, in the usual order."""
    views = [view for view in picture.groups if rules.fits(view, filters)]
    return [_COLUMNS[filters.show](picture, view, signals) for view in views]


def describe(picture: Picture, shown: Column) -> str:
    """What a map shows, for those who do not see it: how many areas are of each shade, the worst first."""
    counts = [(band, sum(shade == band.shade for shade in shown.shades)) for band in shown.scale.legend]
    parts = [f"{band.words}: {number}" for band, number in counts if number]
    areas = ngettext("%(num)s small area", "%(num)s small areas", len(picture.areas))
    whose = group_words(shown.group) if shown.group else _("All care groups")
    return f"{whose}. {shown.unit}. {areas}; {', '.join(parts)}."
