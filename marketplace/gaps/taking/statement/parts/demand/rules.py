"""Who needs support: people by care group, facts of the area, languages. Pure."""

from marketplace.gaps.need.schemas import NeedBasis
from marketplace.gaps.reading.choice import rules as choice
from marketplace.gaps.reading.drawing.rules import hundredths
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import NeedSource
from marketplace.gaps.taking.rules import total_people, total_words
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.parts.sources.rules import FACTS
from marketplace.gaps.taking.statement.schemas import Block, Column, Part, PartCode, Table
from marketplace.kernel.i18n import gettext as _

FEW_SPEAKERS = 100
"""A language of fewer people is left out."""
MOST_LANGUAGES = 10


def demand(market: Market) -> Part:
    """Who needs support: people by care group, facts of the council, languages."""
    blocks = []
    if market.hours.groups:
        blocks.append(Block(table=_people_table(market)))
    if facts := _facts_table(market):
        blocks.append(Block(table=facts))
    if spoken := _languages_table(market):
        blocks.append(Block(table=spoken))
    return Part(code=PartCode.DEMAND, title=_("Demand"), blocks=tuple(blocks))


def _people_table(market: Market) -> Table:
    views = market.hours.groups
    totals = [total_people(view) for view in views]
    most = max(total.people for total in totals)
    return Table(
        caption=_("People by care group"),
        columns=(
            Column(title=_("Care group")),
            Column(title=_("People")),
            Column(title=_("How it is known")),
        ),
        rows=tuple(
            (group_words(view.group), total_words(total, view.source), basis_words(market.bases[view.group]))
            for view, total in zip(views, totals, strict=True)
        ),
        bars=tuple(hundredths(total.people, most) for total in totals),
        source=_(
            "One person can be in several care groups: they are never added up. "
            "An estimate is people of each age, times how common it is at that age."
        ),
    )


def basis_words(basis: NeedBasis) -> str:
    """Where people of a care group are from: "Estimate: Census 2021 (ONS), 21 March 2021"."""
    kind = _("Count") if basis.source is NeedSource.COUNCIL else _("Estimate")
    period = f", {basis.period}" if basis.period else ""
    return f"{kind}: {basis.origin}{period}"


def _fact_words() -> tuple[str, ...]:
    """What FACTS are called."""
    return (
        _("People who live here"),
        _("Disabled people"),
        _("Unpaid carers"),
        _("With long-term support from the council, 18 to 64"),
        _("With long-term support from the council, 65 and over"),
        _("With a direct payment, 18 to 64"),
        _("With a direct payment, 65 and over"),
    )


def _facts_table(market: Market) -> Table | None:
    known = [
        (words, market.figures[name])
        for name, words in zip(FACTS, _fact_words(), strict=True)
        if name in market.figures
    ]
    if not known:
        return None
    return Table(
        caption=_("The council's area in numbers"),
        columns=(
            Column(title=_("Who")),
            Column(title=_("People"), is_number=True),
            Column(title=_("Source and date")),
        ),
        rows=tuple(
            (words, f"{round(figure.value):,}", f"{figure.source}, {figure.period}")
            for words, figure in known
        ),
        source=_("Each row names its source."),
    )


def _languages_table(market: Market) -> Table | None:
    people = {each.code: each.people for each in market.languages if each.code}
    names = {each.code: each.name for each in market.languages}
    found = [each for each in choice.languages(people, market.supply) if each.people >= FEW_SPEAKERS]
    if not found:
        return None
    return Table(
        caption=_("Main languages other than English, and options in them"),
        columns=(
            Column(title=_("Language")),
            Column(title=_("People, about"), is_number=True),
            Column(title=_("Options"), is_number=True),
        ),
        rows=tuple(
            (names[each.code], f"{wording.rounded(each.people):,}", str(each.options))
            for each in found[:MOST_LANGUAGES]
        ),
        source=_(
            "Source: Census 2021 (ONS), 21 March 2021; public listings on this website, %(day)s.",
            day=wording.day_words(market.made_at),
        ),
    )
