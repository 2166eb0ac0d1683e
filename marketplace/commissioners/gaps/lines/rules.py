"""Gaps as lines of a ranked list: in words, with what was heard of them and what limits choice. Pure."""

from collections.abc import Sequence
from urllib.parse import urlencode

from marketplace.commissioners.gaps.rules import limit_words
from marketplace.commissioners.gaps.schemas import GapLine
from marketplace.gaps.reading.choice.rules import choices, serves
from marketplace.gaps.reading.drawing.rules import range_view
from marketplace.gaps.reading.schemas import Gap, Picture, Sure
from marketplace.gaps.reading.showing.rules import heard_words
from marketplace.gaps.reading.showing.schemas import Signals
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.supply.schemas import CouncilSupply
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


def limits_of(supply: CouncilSupply, picture: Picture, gaps: Sequence[Gap]) -> list[str]:
    """What limits choice for each gap, in words; "" where nothing does."""
    return [_limit(supply, picture, gap) for gap in gaps]


def _limit(supply: CouncilSupply, picture: Picture, gap: Gap) -> str:
    position = supply.area_codes.index(gap.area.code) if gap.area.code in supply.area_codes else None
    if position is None:
        return ""
    types = types_under(picture.support_type)
    rows = [
        row
        for row in supply.weights[:, position].nonzero()[0].tolist()
        if serves(supply.listings[row], gap.group, types)
    ]
    (found,) = choices(
        [supply.listings[row] for row in rows],
        supply.weights[rows][:, [position]],
        picture.unit,
        [term.code for term in taxonomies.terms(Taxonomy.KIND)],
    )
    return limit_words(found)


def types_under(heading: str) -> frozenset[str]:
    """Kinds of support under a heading; none for no heading."""
    terms = taxonomies.terms(Taxonomy.SUPPORT_TYPE)
    return frozenset(term.code for term in terms if heading and term.parent == heading)


def lines_of(
    gaps: Sequence[Gap],
    picture: Picture,
    signals: Signals,
    limits: Sequence[str],
    base: str,
    query: str,
    offset: int = 0,
) -> list[GapLine]:
    """Gaps in words, numbered from `offset` + 1; `base` and `query` are those of the links."""
    return [
        _line(offset + number, gap, picture, signals, limit, base, query)
        for number, (gap, limit) in enumerate(zip(gaps, limits, strict=True), 1)
    ]


def _line(
    number: int, gap: Gap, picture: Picture, signals: Signals, limit: str, base: str, query: str
) -> GapLine:
    heard = signals.of(gap.group, gap.area.districts)
    more = urlencode({"group": gap.group.value})
    return GapLine(
        number=number,
        title=f"{group_words(gap.group)} · {gap.area.name}",
        words=wording.gap_words(gap, picture.unit),
        sure=wording.sure_words(gap),
        is_sure=gap.sure is Sure.SURE,
        source=wording.source_words(gap.source),
        heard=heard_words(heard[0]) if heard else "",
        choice=limit,
        range=range_view(gap.reach, gap.usual),
        href=f"{base}/areas/{gap.area.code}{query}{'&' if query else '?'}{more}#how",
        gap=gap,
    )
