"""A council's market in words for everybody. Pure."""

from collections import Counter

from marketplace.gaps.reading.rules import rank
from marketplace.gaps.reading.schemas import Gap
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.parts.gaps.rules import heard_title, kind_words
from marketplace.gaps.words.rules import paragraphs, points
from marketplace.gaps.words.schemas import MarketWords
from marketplace.pages.market.council.schemas import MarketPage, ShortLine
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

MOST_SHORT = 6
MOST_HEARD = 6


def market_page(market: Market) -> MarketPage:
    """What everybody may read of a market."""
    words = market.words.published or MarketWords()
    months = market.heard.months
    support = market.support
    computed = market.hours.computed_at
    return MarketPage(
        code=market.council.code,
        name=market.council.name,
        areas=len(market.hours.areas),
        options=len(market.supply),
        kinds=_kinds(market),
        short=tuple(_short(market)),
        heard=tuple(
            (heard_title(line, market.council.name), kind_words(line.kind), line.at_least)
            for line in market.heard.types[:MOST_HEARD]
        ),
        heard_months=wording.span_words(months),
        looking_for=points(words.looking_for),
        ambitions=paragraphs(words.ambitions),
        working_with_us=paragraphs(words.working_with_us),
        contact_name=words.contact_name,
        contact_email=words.contact_email,
        contact_phone=words.contact_phone,
        contact_url=words.contact_url,
        has_words=market.words.published is not None,
        support_name=support.name,
        support_phone=support.phone or "",
        support_url=support.url or "",
        support_source=f"{support.source}, {wording.date_words(support.as_of)}",
        day=wording.day_words(market.made_at),
        computed=wording.day_words(computed) if computed else "",
    )


def _kinds(market: Market) -> tuple[tuple[str, str, int], ...]:
    counted = Counter(option.kind for option in market.supply)
    found = [(term.code, term.label, counted[term.code]) for term in taxonomies.terms(Taxonomy.KIND)]
    return tuple(sorted((each for each in found if each[2]), key=lambda each: -each[2]))


def _short(market: Market) -> list[ShortLine]:
    """For each care group its biggest gap: one place that everybody names is no picture of a county."""
    first: dict[GapGroup, Gap] = {}
    for gap in rank(market.hours):
        first.setdefault(gap.group, gap)
    return [
        ShortLine(
            title=f"{group_words(gap.group)} · {gap.area.name}",
            words=wording.gap_words(gap, market.hours.unit),
        )
        for gap in list(first.values())[:MOST_SHORT]
    ]
