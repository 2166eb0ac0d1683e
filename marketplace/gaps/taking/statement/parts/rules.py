"""The parts of a market position statement. Pure."""

from marketplace.gaps.reading.drawing.rules import hundredths
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.parts.gaps.rules import gap_blocks
from marketplace.gaps.taking.statement.parts.sources.rules import supply_source
from marketplace.gaps.taking.statement.parts.words.rules import contact_words, own_blocks
from marketplace.gaps.taking.statement.schemas import Block, Column, MapDrawing, Part, PartCode, Table
from marketplace.gaps.words.rules import points
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

MOST_CHECKS = 10
"""Checks that most listings have."""


def quality(market: Market, words: MarketWords) -> Part:
    """What is on record of those who offer support, and how the council sees to it."""
    found = market.quality
    facts = [
        (_("Said to be right in the last %(days)s days", days=found.confirmed_days), found.confirmed),
        (_("Registered with the Care Quality Commission"), found.registered),
        *((taxonomies.label(Taxonomy.CHECK, code), number) for code, number in found.checks[:MOST_CHECKS]),
    ]
    blocks = [*own_blocks(words.quality)]
    if found.listings:
        table = Table(
            caption=_("What is on record of %(num)s options", num=found.listings),
            columns=(Column(title=_("On record and in date")), Column(title=_("Options"), is_number=True)),
            rows=tuple((name, f"{number:,}") for name, number in facts),
            bars=tuple(hundredths(number, found.listings) for _name, number in facts),
            source=supply_source(market),
        )
        note = _("Not every kind of option needs every check. Without a check nothing is said against it.")
        blocks.append(Block(table=table, words=note))
    to_write = "" if words.quality else _("How your council sees to quality.")
    return Part(code=PartCode.QUALITY, title=_("Quality"), blocks=tuple(blocks), to_write=to_write)


def gaps(market: Market, drawing: MapDrawing | None) -> Part:
    """What is missing: for whom, where, and what people looked for."""
    return Part(code=PartCode.GAPS, title=_("Gaps"), blocks=tuple(gap_blocks(market, drawing)))


def ambitions(words: MarketWords) -> Part:
    """What the council wants, in its own words."""
    blocks = [*own_blocks(words.ambitions)]
    if found := points(words.looking_for):
        blocks.append(Block(heading=_("We are looking for"), points=found, is_own=True))
    missing = [
        name
        for name, text in (
            (_("what you want to reach"), words.ambitions),
            (_("what you are looking for"), words.looking_for),
        )
        if not text
    ]
    to_write = _("Your ambitions: %(missing)s.", missing=wording.join_words(missing)) if missing else ""
    return Part(code=PartCode.AMBITIONS, title=_("Ambitions"), blocks=tuple(blocks), to_write=to_write)


def working_with_us(market: Market, words: MarketWords, address: str) -> Part:
    """How to begin, whom to ask."""
    blocks = [*own_blocks(words.working_with_us)]
    if said := contact_words(words):
        blocks.append(Block(heading=_("Whom to ask"), points=said, is_own=True))
    support = market.support
    steps = (
        _("See what is missing, and where: %(url)s", url=f"{address}/market/{market.council.code}"),
        _(
            "Put what you offer on this website. It is free, and the council checks it: %(url)s",
            url=f"{address}/provider",
        ),
        _(
            "If two or more of you give personal care, you must register with the Care Quality Commission "
            "first. Somebody whom one person employs need not."
        ),
        _("Say each month what you have free. Pages and statements count what is free, not who is there."),
    )
    blocks.append(Block(heading=_("How to start something"), points=steps))
    who = (
        support.name
        if not support.phone
        else _("%(name)s, %(phone)s", name=support.name, phone=support.phone)
    )
    blocks.append(
        Block(
            words=_(
                "Who helps people with direct payments here: %(who)s (%(source)s, %(day)s).",
                who=who,
                source=support.source,
                day=wording.date_words(support.as_of),
            )
        )
    )
    to_write = "" if words.working_with_us else _("How providers work with your council.")
    title = _("How to work with us")
    return Part(code=PartCode.WORKING_WITH_US, title=title, blocks=tuple(blocks), to_write=to_write)
