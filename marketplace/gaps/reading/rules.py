"""Which gaps there are and which come first; what is usual. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from marketplace.gaps.reading.schemas import Filters, Gap, GroupView, Picture, Reach, Sure
from marketplace.gaps.schemas import GapGroup

FEWEST_PEOPLE = 5.0
"""An area with fewer people of a care group is no gap of its own: the estimate says nothing there."""

LEAST_SHARE = 0.1
"""A postcode district counts for a small area that has at least this share of its postcodes in it."""


def lack(value: float, usual: float) -> float:
    """The part of the usual that is missing, 0 to 1. Where nothing is usual, nothing can be compared: 0."""
    return max(0.0, 1.0 - value / usual) if usual > 0 else 0.0


def how_sure(reach: Reach, usual: float) -> Sure:
    """Whether there is less than usual by every count, or only by some."""
    return Sure.SURE if lack(reach.high, usual) > 0 else Sure.UNSURE


def rank(picture: Picture, filters: Filters | None = None) -> list[Gap]:
    """The gaps of a council, those that most people feel most first. Ties go by area and group."""
    views = [view for view in picture.groups if filters is None or fits(view, filters)]
    gaps = [gap for view in views for gap in _gaps_of(picture, view)]
    return sorted(gaps, key=lambda gap: (-gap.short_people, gap.area.code, gap.group))


def fits(view: GroupView, filters: Filters) -> bool:
    """Whether a care group is among those asked for."""
    return filters.group in {None, view.group} and filters.source in {None, view.source}


def without_usual(picture: Picture, filters: Filters) -> list[GapGroup]:
    """Care groups for which half of England has nothing, so that nothing is called a gap."""
    return [view.group for view in picture.groups if fits(view, filters) and view.usual.england == 0]


def _gaps_of(picture: Picture, view: GroupView) -> Iterable[Gap]:
    usual = view.usual.england
    if usual is None:
        return
    for area, people, reach in zip(picture.areas, view.people, view.reach, strict=True):
        missing = lack(reach.value, usual)
        if missing > 0 and people >= FEWEST_PEOPLE:
            yield Gap(
                group=view.group,
                area=area,
                people=people,
                source=view.source,
                reach=reach,
                usual=usual,
                short_people=people * missing,
                sure=how_sure(reach, usual),
            )


def short_groups(picture: Picture) -> tuple[int, ...]:
    """In how many care groups each area has less than half of what is usual in England."""
    counts = [0] * len(picture.areas)
    for view in picture.groups:
        if view.usual.england is None:
            continue
        for position, reach in enumerate(view.reach):
            counts[position] += lack(reach.value, view.usual.england) > 0.5  # noqa: PLR2004 - half, as it says
    return tuple(counts)


def short_people(picture: Picture) -> dict[GapGroup, float]:
    """People of each care group who live where there is less than half of what is usual in England."""
    return {
        view.group: sum(
            people
            for people, reach in zip(view.people, view.reach, strict=True)
            if view.usual.england is not None and lack(reach.value, view.usual.england) > 0.5  # noqa: PLR2004 - half, as it says
        )
        for view in picture.groups
    }


def worst_group(gaps: Sequence[Gap]) -> GapGroup | None:
    """The care group whose gaps together weigh most; None without gaps."""
    weights = Counter[GapGroup]()
    for gap in gaps:
        weights[gap.group] += round(gap.short_people * 1000)
    return min(weights, key=lambda group: (-weights[group], group)) if weights else None


def middle(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """What half of the people have: the weighted median, the lower one of two; None without anybody."""
    pairs = sorted(zip(values, weights, strict=True))
    total = sum(weights)
    if total <= 0:
        return None
    seen = 0.0
    for value, weight in pairs:
        seen += weight
        if seen * 2 >= total:
            return value
    return pairs[-1][0]


def changes(before: Mapping[str, float], after: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """Areas whose value changed between two months, the largest change first: (code, before, after)."""
    both = [(code, before[code], after[code]) for code in after if code in before]
    moved = [(code, old, new) for code, old, new in both if abs(new - old) > 1e-9]  # noqa: PLR2004 - a rounding error is no change
    return sorted(moved, key=lambda each: (-abs(each[2] - each[1]), each[0]))
