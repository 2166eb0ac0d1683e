"""An attacker who knows all rules and all that is told, and tries to work out what is withheld.

A world is a list of kinds of askers, each with the numbers that it counts in. The attacker knows the world
and not how many askers of each kind there are: these are whole numbers that add up to what is told. For a
withheld number the solver (HiGHS) finds the least and the most that it can be.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from marketplace.gaps.unmet.rules import MOST_WITHHELD, Told
from marketplace.signals.counts.schemas import EndingCount, MonthCounts, PlaceCount, WordCount

MANY = 10_000


class Key(NamedTuple):
    """A number of a table: what it counts."""

    part: str
    """type, group, word or ending; "type first" and "group first" are those of which rests are made."""
    kind: str = "search"
    is_met: bool = False
    place: str = ""
    code: str = ""
    reason: str = ""


class Profile(NamedTuple):
    """Askers who are all alike. Of several places the first is where they count for rests."""

    kind: str = "search"
    is_met: bool = False
    places: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    word: str = ""
    outcome: str = ""
    reason: str = ""

    def numbers(self) -> Iterable[Key]:
        """The numbers that each of them counts in."""
        types = self.types if self.kind == "search" or len(self.types) <= 2 else ()
        parts = (("type", types or ("",)), ("group", self.groups or ("",)))
        for part, codes in parts:
            for code in codes:
                yield from (Key(part, self.kind, self.is_met, place, code) for place in self.places)
                yield Key(f"{part} first", self.kind, self.is_met, self.places[0], code)
        if self.word:
            yield Key("word", "search", self.is_met, code=self.word)
        if self.outcome:
            yield Key("ending", self.kind, code=self.outcome, reason=self.reason)


def count(askers: Iterable[Profile]) -> Counter[Key]:
    """All numbers, as they are."""
    return Counter(key for asker in askers for key in asker.numbers())


def month_of(numbers: Counter[Key]) -> MonthCounts:
    """The same as the counting of signals says it."""

    def places(part: str) -> tuple[PlaceCount, ...]:
        return tuple(
            PlaceCount(
                kind=key.kind,
                is_met=key.is_met,
                outcode=key.place,
                code=key.code,
                askers=number,
                firsts=numbers[key._replace(part=f"{part} first")],
            )
            for key, number in numbers.items()
            if key.part == part
        )

    return MonthCounts(
        types=places("type"),
        groups=places("group"),
        words=tuple(
            WordCount(is_met=key.is_met, word=key.code, askers=number)
            for key, number in numbers.items()
            if key.part == "word"
        ),
        endings=tuple(
            EndingCount(kind=key.kind, outcome=key.code, reason=key.reason, askers=number)
            for key, number in numbers.items()
            if key.part == "ending"
        ),
    )


@dataclass
class Attack:
    """What is told, as constraints on how many askers of each kind there are."""

    world: Sequence[Profile]
    tellable: Callable[[Key], bool]
    """Whether a number would be told if it reached 5: then one that is not told is at most 4."""
    rows: list[np.ndarray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    switches: int = 0
    """Of rests that are not told: too few askers, or too many for their places."""

    def __post_init__(self):
        self.keys = [Counter(profile.numbers()) for profile in self.world]
        self.withheld: list[Key] = []

    def row(self, keys: Iterable[Key]) -> np.ndarray:
        """How much each kind of asker adds to these numbers together."""
        wanted = set(keys)
        return np.array([float(sum(n for key, n in own.items() if key in wanted)) for own in self.keys])

    def learn(self, keys: Iterable[Key], low: float, high: float) -> None:
        """These numbers together are at least and at most so many."""
        self.rows.append(self.row(keys))
        self.low.append(low)
        self.high.append(high)

    def read(self, told: Told, districts: Sequence[str]) -> None:
        """Learn all that a month tells."""
        numbers = {
            **{Key("type", c.kind, c.is_met, c.outcode, c.code): c.askers for c in told.types},
            **{Key("group", c.kind, c.is_met, c.outcode, c.code): c.askers for c in told.groups},
            **{Key("word", "search", c.is_met, code=c.word): c.askers for c in told.words},
            **{Key("ending", c.kind, code=c.outcome, reason=c.reason): c.askers for c in told.endings},
        }
        for key, number in numbers.items():
            self.learn([key], number, number)
        possible = {key for own in self.keys for key in own if "first" not in key.part}
        self.withheld = sorted(key for key in possible - numbers.keys() if self.tellable(key))
        for key in self.withheld:
            self.learn([key], 0, MOST_WITHHELD)
        rests = {
            **{("type", each.kind, each.code): each.askers for each in told.type_rests},
            **{("group", each.kind, each.code): each.askers for each in told.group_rests},
        }
        things = {(k.part, k.kind, k.code) for k in possible if k.place and not k.is_met and self.tellable(k)}
        for part, kind, code in sorted(things):
            places = [
                key.place
                for key in self.withheld
                if (key.part, key.kind, key.code, key.is_met) == (part, kind, code, False)
                and key.place in districts
            ]
            self._read_rest(part, kind, code, places, rests.get((part, kind, code)))

    def _read_rest(self, part: str, kind: str, code: str, places: Sequence[str], told: int | None) -> None:
        keys = [Key(f"{part} first", kind, place=place, code=code) for place in places]
        if told is not None:
            self.learn(keys, told, told)
            return
        too_many = MOST_WITHHELD * (len(places) - 1) + 1
        row, switch = self.row(keys), self.switches
        self.switches += 1
        # With the switch at 0: at most four. With it at 1: too many.
        self.rows += [self._switched(row, switch, -MANY), self._switched(row, switch, -max(too_many, 5))]
        self.low += [-np.inf, 0]
        self.high += [MOST_WITHHELD, np.inf]

    def _switched(self, row: np.ndarray, switch: int, weight: float) -> np.ndarray:
        return np.concatenate([row, np.zeros(switch), [weight]])

    def can_be(self, key: Key, value: int) -> bool:
        """Whether there are numbers of askers, whole ones, with which it is so many."""
        return self.can_be_of(self.row([key]), value)

    def can_be_of(self, wanted: np.ndarray, value: int) -> bool:
        """The same of any sum of kinds of askers."""
        goal = np.pad(wanted, (0, self.switches))
        matrix = np.array([*(np.pad(row, (0, len(goal) - len(row))) for row in self.rows), goal])
        low, high = np.array([*self.low, value]), np.array([*self.high, value])
        constraint = LinearConstraint(matrix, low, high)
        people, switches = np.full(len(self.world), np.inf), np.ones(self.switches)
        # The quick way: fractions allowed, and what rest is not told has too few. Whole by chance will do.
        quick = milp(
            0 * goal, constraints=constraint, bounds=Bounds(0, np.concatenate([people, 0 * switches]))
        )
        if quick.success and np.allclose(quick.x, quick.x.round(), atol=1e-6):
            return True
        whole = milp(
            0 * goal,
            constraints=constraint,
            integrality=np.ones(len(goal)),
            bounds=Bounds(0, np.concatenate([people, switches])),
        )
        assert whole.status in {0, 2}, whole.message
        return bool(whole.success)

    def found_out(self) -> dict[Key, list[int]]:
        """Withheld numbers that cannot be all of 0 to 4, with what they can be."""
        ends = (0, MOST_WITHHELD)
        narrowed = [key for key in self.withheld if not all(self.can_be(key, end) for end in ends)]
        return {
            key: [value for value in range(MOST_WITHHELD + 1) if self.can_be(key, value)] for key in narrowed
        }
