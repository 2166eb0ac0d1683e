"""What may be told, as pure functions: docs/reference/unmet-need.md says why it is enough.

The promise: **each number that is withheld may be anything from 0 to 4, whatever else is told.** It holds
because the numbers are independent: any asker could be taken out of a withheld number, or put into one,
without a change to any number that is told.

- No total is told, and nothing by two things at once. By kind of support and by group are two countings of
  the same askers; who named none counts in neither, and how many these are is never told. So one counting
  bounds nothing of the other.
- Words that name a kind of support or a group are no words of the table of words: they would be totals over
  places. That is decided when a search is kept.
- Of reasons, "another" and "none given" are never told: who gave them is in no number by reason.
- What was agreed is told by place and in no other table.
- "Other places" is told only where each of them may still be none, or four.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct, structs

from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet.schemas import Cell, Direction, LookedFor, Reach, Trend, Unmet, UnmetKind
from marketplace.places.rules import distance_miles
from marketplace.places.schemas import Place
from marketplace.signals.counts.rules import MET
from marketplace.signals.counts.schemas import EndingCount, MonthCounts, PlaceCount, WordCount
from marketplace.signals.rules import FEWEST_TOLD
from search.documents import Point

MOST_WITHHELD = FEWEST_TOLD - 1
"""What a withheld number may be at most."""
_UNTOLD_REASONS = frozenset({"", "other"})
_WITH_REASON = frozenset({"declined", "not_taken_up"})
"""Outcomes for which a reason is asked."""
_UNTOLD_ENDING = "nothing_there"
"""Of a pool; the one other way in which pools come to nothing is told."""


class Rest(Struct, frozen=True, kw_only=True):
    """Askers for one thing in all places together in which they are fewer than 5."""

    kind: str
    code: str
    askers: int


class Told(Struct, frozen=True, kw_only=True):
    """All that is told of a council and month: no number below 5."""

    types: tuple[PlaceCount, ...]
    type_rests: tuple[Rest, ...]
    groups: tuple[PlaceCount, ...]
    group_rests: tuple[Rest, ...]
    words: tuple[WordCount, ...]
    endings: tuple[EndingCount, ...]


def tell(counts: MonthCounts, districts: Collection[str]) -> Told:
    """What is told of a month.

    `districts` are the postcode districts of the council in which many live: "other places" stands for those
    of them that have no number of their own. Empty where that would say nothing, as for all of England.
    """
    return Told(
        types=_enough(counts.types),
        type_rests=_rests(counts.types, districts),
        groups=_enough(counts.groups),
        group_rests=_rests(counts.groups, districts),
        words=tuple(each for each in counts.words if each.askers >= FEWEST_TOLD and each.word),
        endings=tuple(each for each in counts.endings if each.askers >= FEWEST_TOLD and is_told(each)),
    )


def is_told(count: EndingCount) -> bool:
    """Whether a way of ending is one that numbers are told of."""
    if count.outcome in MET or count.outcome == _UNTOLD_ENDING:
        return False
    return not (count.outcome in _WITH_REASON and count.reason in _UNTOLD_REASONS)


def may_tell_rest(askers: int, places: int) -> bool:
    """Whether so many askers in so many places, of which each has fewer than 5, leave each of them open.

    One place may have none when the others can hold all of them, and may have four in any case.
    """
    return FEWEST_TOLD <= askers <= MOST_WITHHELD * (places - 1)


def _enough(counts: Iterable[PlaceCount]) -> tuple[PlaceCount, ...]:
    return tuple(each for each in counts if each.askers >= FEWEST_TOLD and each.code)


def _rests(counts: Iterable[PlaceCount], districts: Collection[str]) -> tuple[Rest, ...]:
    by_thing: dict[tuple[str, str], list[PlaceCount]] = defaultdict(list)
    for each in counts:
        if each.code and not each.is_met and each.outcode in districts:
            by_thing[each.kind, each.code].append(each)
    rests = []
    for (kind, code), places in sorted(by_thing.items()):
        withheld = [each for each in places if each.askers < FEWEST_TOLD]
        number = len(districts) - (len(places) - len(withheld))
        askers = sum(each.firsts for each in withheld)
        if may_tell_rest(askers, number):
            rests.append(Rest(kind=kind, code=code, askers=askers))
    return tuple(rests)


def direction_of(people: Sequence[int | None]) -> Direction:
    """Where a number goes, oldest first: later half against earlier, whatever the withheld ones are.

    Of an odd number of months the middle one is in neither half.
    """
    half = len(people) // 2
    if not half:
        return Direction.UNCLEAR
    least = [each or 0 for each in people]
    most = [MOST_WITHHELD if each is None else each for each in people]
    if sum(least[-half:]) > sum(most[:half]):
        return Direction.RISING
    if sum(most[-half:]) < sum(least[:half]):
        return Direction.FALLING
    return Direction.UNCLEAR


def trend_of(cells: Iterable[Cell], months: Sequence[date]) -> Trend:
    """The numbers of one place, thing and kind in the order of time; None where there is none."""
    people = {cell.month: cell.people for cell in cells}
    ordered = tuple(sorted(months))
    numbers = tuple(people.get(month) for month in ordered)
    return Trend(months=ordered, people=numbers, direction=direction_of(numbers))


def lines_of(cells: Iterable[Cell], months: Sequence[date]) -> tuple[Unmet, ...]:
    """A line for each place, thing and kind: what is told most of comes first."""
    lines: dict[tuple[UnmetKind, str, bool, str, GapGroup | None], list[Cell]] = defaultdict(list)
    for cell in cells:
        lines[cell.kind, cell.outcode, cell.is_rest, cell.support_type, cell.group].append(cell)
    found = []
    for (kind, outcode, is_rest, support_type, group), own in lines.items():
        trend = trend_of(own, months)
        found.append(
            Unmet(
                kind=kind,
                outcode=outcode,
                is_rest=is_rest,
                support_type=support_type,
                group=group,
                at_least=trend.at_least,
                since=min(cell.month for cell in own),
                # "Other places" are not the same ones each month.
                trend=structs.replace(trend, direction=Direction.UNCLEAR) if is_rest else trend,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda line: (
                -line.at_least, line.kind, line.is_rest, line.outcode, line.support_type, line.group or "",
            ),
        )
    )  # fmt: skip


def looked_for(cells: Iterable[Cell], most: int) -> tuple[LookedFor, ...]:
    """Kinds of support, most told first, with where and when."""
    by_type: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_type[cell.support_type].append(cell)
    found = []
    for support_type, own in by_type.items():
        places: Counter[str] = Counter()
        for cell in own:
            places[cell.outcode] += cell.people
        found.append(
            LookedFor(
                support_type=support_type,
                at_least=places.total(),
                outcodes=tuple(sorted(places, key=lambda outcode: (-places[outcode], outcode))),
                months=tuple(sorted({cell.month for cell in own})),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.at_least, each.support_type))[:most])


def reaches(reach: Reach, outcode: str, middle: Place) -> bool:
    """Whether a provider goes to a district: it names it or its council, or goes as far as its middle."""
    if outcode in reach.named or middle.areas & reach.named:
        return True
    if reach.latitude is None or reach.longitude is None:
        return False
    here, there = Point(reach.latitude, reach.longitude), Point(middle.latitude, middle.longitude)
    return distance_miles(here, there) <= reach.miles


def read_month(text: str, months: Sequence[date]) -> date | None:
    """The month that an address asks for ("2026-10"), the newest for an empty text; None for all else."""
    if not text:
        return months[0] if months else None
    return next((month for month in months if f"{month:%Y-%m}" == text), None)
