"""How numbers come about, and their sources. Pure."""

from collections import Counter
from collections.abc import Iterator

from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.schemas import Block, Column, Part, PartCode, Table
from marketplace.kernel.i18n import gettext as _

FACTS = (
    "population", "disabled", "unpaid_carers", "long_term_support_18_64", "long_term_support_65_plus",
    "direct_payments_18_64", "direct_payments_65_plus",
)  # fmt: skip
"""Facts of a council that are shown."""


def supply_source(market: Market) -> str:
    """Where what is said of options is from, and of when."""
    return _("Source: public listings on this website, %(day)s.", day=wording.day_words(market.made_at))


def method(market: Market, url: str) -> Part:
    """How numbers come about, what they cannot tell, and their sources."""
    words = _(
        "Gaps are found by the enhanced two-step floating catchment area (Luo and Qi, 2009): what is free is "
        "shared among the people whom it reaches, and each small area adds up the shares that reach it. "
        "Distances are as the crow flies. It is worked out again with half the distances and with half as "
        "much again: “sure” is what stays too little each time."
    )
    limits = (
        _("Estimates use national rates. They say who may need support, not who asks for it."),
        _("Only support on this website counts, and only what its providers say is free."),
        _("Numbers of people under 5, and whatever would give them away, are withheld."),
        _("“Usual” is what half of England has at most. It is no aim: there can be too little everywhere."),
    )
    table = Table(
        caption=_("Sources"),
        columns=(Column(title=_("What")), Column(title=_("Source")), Column(title=_("Of when"))),
        rows=tuple(source_rows(market)),
        source=_("How each number is worked out, with formulas: %(url)s", url=url),
    )
    blocks = (
        Block(words=words),
        Block(heading=_("What the numbers cannot tell"), points=limits),
        Block(table=table),
    )
    return Part(code=PartCode.METHOD, title=_("Method and sources"), blocks=blocks)


def source_rows(market: Market) -> Iterator[tuple[str, str, str]]:
    """Each source: what it is for, whose it is, of when."""
    by_origin = Counter((basis.origin, basis.period) for basis in market.bases.values())
    for origin, period in by_origin:
        groups = [
            group_words(group)
            for group, basis in market.bases.items()
            if (basis.origin, basis.period) == (origin, period)
        ]
        yield _("People: %(groups)s", groups=wording.join_words(groups)), origin, period
    rates = sorted({(rate.source, rate.year) for basis in market.bases.values() for rate in basis.rates})
    for source, year in rates:
        yield _("How common it is"), source, str(year)
    shown = (figure for name, figure in market.figures.items() if name in FACTS)
    figures = sorted({(figure.source, figure.period) for figure in shown})
    for source, period in figures:
        yield _("The council's area in numbers"), source, period
    if market.area_set:
        yield _("Small areas"), market.area_set.source, market.area_set.period
    when = wording.day_words(market.made_at)
    yield _("What there is, prices, times, checks"), _("Public listings on this website"), when
    if market.run:
        computed = market.run.computed_at
        yield (
            _("What is free for each 100 people"),
            _("Worked out from the above"),
            _("%(day)s, %(time)s", day=wording.day_words(computed), time=wording.time_words(computed)),
        )
    if market.heard.months:
        yield (
            _("What people looked for"),
            _("Searches, questions, referrals, adverts and pools on this website"),
            wording.span_words(market.heard.months),
        )
