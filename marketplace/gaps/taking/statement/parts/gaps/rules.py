"""What is missing, as blocks of a document. Pure."""

from collections.abc import Iterator, Sequence

from marketplace.gaps.reading.drawing.rules import hundredths
from marketplace.gaps.reading.rules import rank
from marketplace.gaps.reading.schemas import Picture
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import Unit
from marketplace.gaps.taking.rules import is_known, share_short, total_people, total_words
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.schemas import Block, Column, MapDrawing, Table
from marketplace.gaps.unmet.schemas import Unmet, UnmetKind
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

MOST_GAPS = 10
MOST_PLACE_GAPS = 5
MOST_HEARD = 10


def gap_blocks(market: Market, drawing: MapDrawing | None) -> Iterator[Block]:
    """For whom there is too little, a map, the biggest gaps, others beside, what people looked for."""
    if not is_known(market.hours):
        yield Block(words=_("What is missing has not been worked out for this council yet."))
    else:
        yield Block(table=_short_table(market))
        if drawing:
            yield Block(map=drawing, words=_map_words(market))
        for picture, most in ((market.hours, MOST_GAPS), (market.places, MOST_PLACE_GAPS)):
            if table := _gaps_table(market, picture, most):
                yield Block(table=table)
        yield Block(table=_beside_table(market))
    yield from _heard_blocks(market)


def _map_words(market: Market) -> str:
    return _(
        "The darker an area, the more of the nine care groups have less than half of the free hours that are "
        "usual in England. Hatched: seven or more. %(source)s Names of towns: GeoNames.",
        source=_computed(market),
    )


def _short_table(market: Market) -> Table:
    views = market.hours.groups
    shares = [share_short(view) for view in views]
    return Table(
        caption=_("People with less than half of the free hours that are usual in England"),
        columns=(
            Column(title=_("Care group")),
            Column(title=_("People")),
            Column(title=_("Share of the care group"), is_number=True),
        ),
        rows=tuple(
            (
                group_words(view.group),
                total_words(total_people(view, only_short=True), view.source),
                _("%(share)s%%", share=share),
            )
            for view, share in zip(views, shares, strict=True)
        ),
        bars=tuple(shares),
        source=_computed(market),
    )


def _computed(market: Market) -> str:
    computed = market.hours.computed_at or market.made_at
    return _(
        "Source: people and public listings as below, worked out on %(day)s at %(time)s.",
        day=wording.day_words(computed),
        time=wording.time_words(computed),
    )


def _gaps_table(market: Market, picture: Picture, most: int) -> Table | None:
    found = rank(picture)[:most]
    if not found:
        return None
    titles = {
        Unit.HOURS: _("The biggest gaps: hours of somebody who comes"),
        Unit.PLACES: _("The biggest gaps: places to go to"),
    }
    weight = found[0].short_people
    return Table(
        caption=titles[picture.unit],
        columns=(
            Column(title=_("Care group and area")),
            Column(title=_("What is known")),
            Column(title=_("How sure")),
        ),
        rows=tuple(
            (
                f"{group_words(gap.group)} · {gap.area.name}",
                wording.gap_words(gap, picture.unit),
                wording.sure_words(gap),
            )
            for gap in found
        ),
        bars=tuple(hundredths(gap.short_people, weight) for gap in found),
        source=_(
            "%(source)s The bar: people, each by what they lack of the usual.", source=_computed(market)
        ),
    )


def _beside_table(market: Market) -> Table:
    def shown(value: float | None) -> str:
        return _("not known") if value is None else wording.number(value)

    return Table(
        caption=_("What half of the people have at most: free hours a week for each 100 people"),
        columns=(
            Column(title=_("Care group")),
            Column(title=market.council.name, is_number=True),
            Column(title=_("Councils like it"), is_number=True),
            Column(title=market.council.region or _("Region"), is_number=True),
            Column(title=_("England"), is_number=True),
        ),
        rows=tuple(
            (
                group_words(view.group),
                shown(view.usual.here),
                shown(view.usual.alike),
                shown(view.usual.region),
                shown(view.usual.england),
            )
            for view in market.hours.groups
        ),
        source=_computed(market),
    )


def _heard_blocks(market: Market) -> Iterator[Block]:
    heard = market.heard
    if not heard.months:
        yield Block(words=_("What people looked for and did not find has not been counted here yet."))
        return
    for caption, lines in (
        (_("What people looked for and did not find, by kind of support"), heard.types),
        (_("The same people, counted by care group"), heard.groups),
    ):
        if lines:
            yield Block(table=_heard_table(market, caption, lines[:MOST_HEARD]))
    if not heard.types and not heard.groups:
        words = _("Fewer than 5 people looked for any one thing in any one place and did not find it.")
        yield Block(words=words)


def _heard_table(market: Market, caption: str, lines: Sequence[Unmet]) -> Table:
    most = max(line.at_least for line in lines)
    return Table(
        caption=caption,
        columns=(
            Column(title=_("What and where")),
            Column(title=_("What came of it")),
            Column(title=_("Asked, at least"), is_number=True),
        ),
        rows=tuple(
            (heard_title(line, market.council.name), kind_words(line.kind), f"{line.at_least:,}")
            for line in lines
        ),
        bars=tuple(hundredths(line.at_least, most) for line in lines),
        source=_(
            "Source: this website, %(months)s. Each person counts once a month for the same thing. Numbers "
            "under 5 are withheld, so sums are “at least”.",
            months=wording.span_words(market.heard.months),
        ),
    )


def heard_title(line: Unmet, council: str) -> str:
    """What was looked for and where: "Swimming · BA12"."""
    what = (
        group_words(line.group) if line.group else taxonomies.label(Taxonomy.SUPPORT_TYPE, line.support_type)
    )
    if line.is_rest:
        return _("%(what)s · other places in %(council)s", what=what, council=council)
    return f"{what} · {line.outcode or _('no place given')}"


def kind_words(kind: UnmetKind) -> str:
    """What came of asking."""
    return {
        UnmetKind.SEARCH: _("Searched and found nothing"),
        UnmetKind.ENQUIRY: _("Asked a provider in vain"),
        UnmetKind.REFERRAL: _("Were referred and declined"),
        UnmetKind.WANTED: _("Put up an advert in vain"),
        UnmetKind.POOL: _("Found nobody for a pool"),
    }[kind]
