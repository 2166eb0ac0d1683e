"""How good a listing is for a search: what it should say of itself, and whether it can be had at the place.

A judgement is a rule over the facts that a provider gave (kinds of support, groups, languages, days …),
written by hand for each search; it never looks at what an engine found. Grades: 3 is just what was asked for,
2 would do well, 1 has to do with it, 0 has not. A planted listing may be judged by name instead.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from marketplace.listings.indexing.schemas import IndexRow
from marketplace.places.schemas import Place
from tests.search.judged.planted import planted_ids

Rule = Callable[[IndexRow], bool]

BEST, GOOD, FAIR = 3, 2, 1
_FAR_MILES = 5.0
"""A venue further away than this is a grade less good: somebody has to get there."""
_ENGLAND = "E92000001"
_EARTH_MILES = 6_371_008.8 / 1_609.344


def has(*, says: str = "", title: str = "", main: str = "", **fields: str) -> Rule:
    """A rule: for each field one of its codes ("older_people dementia") is there.

    `says` and `title` are patterns for all that a listing says and for its title; `main` is for the support
    that it puts first, which is what it is mainly about. `day` and `time` are for when it is there.
    """
    wanted = {_FIELDS[name]: frozenset(codes.split()) for name, codes in fields.items()}
    said, titled, first = (
        re.compile(says, re.IGNORECASE),
        re.compile(title, re.IGNORECASE),
        frozenset(main.split()),
    )

    def holds(row: IndexRow) -> bool:
        return (
            all(not codes.isdisjoint(_codes(row, name)) for name, codes in wanted.items())
            and (not first or row.support_types[0] in first)
            and (not title or titled.search(row.title) is not None)
            and (not says or said.search(_words(row)) is not None)
        )

    return holds


_FIELDS = {
    "kind": "kind", "support": "support_types", "group": "care_groups", "language": "languages",
    "culture": "cultures", "gender": "genders", "transport": "transport", "access": "access",
    "check": "checks_held", "funding": "funding", "day": "day", "time": "time",
}  # fmt: skip


def _codes(row: IndexRow, name: str) -> Sequence[str]:
    if name == "kind":
        return (row.kind,)
    if name in {"day", "time"}:
        return [code.split(".")[name == "time"] for code in row.times]
    codes: Sequence[str] = getattr(row, name)
    return codes


def _words(row: IndexRow) -> str:
    return "\n".join((row.title, row.provider, row.summary, row.description, *row.easy_read))


def named(provider: str) -> Rule:
    """A rule: it is offered by this provider, or has this in its title."""
    return lambda row: row.provider == provider or provider in row.title


class Judged(Struct, frozen=True, kw_only=True):
    """A search as a person types it, and what they should find."""

    text: str
    near: str = "Melksham"
    """What stands in the box for the place; "" for nothing."""
    meant: str | None = None
    """The place that is meant when it stands in the text instead."""
    within: float = 10.0
    group: str = ""
    best: tuple[Rule, ...] = ()
    good: tuple[Rule, ...] = ()
    fair: tuple[Rule, ...] = ()
    planted: dict[str, int] = {}
    """Grades of planted listings that are judged by name."""
    anywhere: bool = False
    """What is for all of England is as good as what is here: it is advice by telephone that is wanted."""

    @property
    def place(self) -> str:
        """Where it is wanted."""
        return self.near if self.meant is None else self.meant


class Corpus:
    """All listings, with where they are."""

    def __init__(self, rows: Sequence[IndexRow]) -> None:
        """Take the facts of all listings."""
        self.rows = rows
        nowhere = float("nan")
        self._latitudes = np.radians([nowhere if row.latitude is None else row.latitude for row in rows])
        self._longitudes = np.radians([nowhere if row.longitude is None else row.longitude for row in rows])
        self._venues = np.array([row.is_venue for row in rows])
        self._miles = np.array([row.miles or 0.0 for row in rows])
        self._named = [frozenset(row.named or ()) for row in rows]

    def judge(self, judged: Judged, place: Place | None) -> dict[str, int]:
        """The grade of every listing that can be had at the place and is worth anything, by id."""
        by_name = {planted_ids()[name]: grade for name, grade in judged.planted.items()}
        grades = {}
        for number, less in self._within_reach(place, judged).items():
            row = self.rows[number]
            grade = by_name.get(row.id)
            if grade is None:
                grade = _grade(judged, row)
                grade = max(grade - less, min(grade, FAIR))
            if grade:
                grades[str(row.id)] = grade
        return grades

    def _within_reach(self, place: Place | None, judged: Judged) -> dict[int, int]:
        """Listings that can be had at a place, and how many grades are lost by the way to it."""
        if place is None:
            return dict.fromkeys(range(len(self.rows)), 0)
        miles = self._miles_from(place)
        covers = (self._miles > 0) & (miles <= self._miles)
        at_hand = self._venues & (miles <= judged.within)
        reach = {
            int(number): int(miles[number] > _FAR_MILES and not covers[number])
            for number in np.flatnonzero(covers | at_hand)
        }
        for number, areas in enumerate(self._named):
            common = areas & place.areas
            if common and reach.get(number) != 0:
                reach[number] = int(common == {_ENGLAND} and not judged.anywhere)
        return reach

    def _miles_from(self, place: Place) -> np.ndarray:
        latitude, longitude = np.radians(place.latitude), np.radians(place.longitude)
        up, across = self._latitudes - latitude, self._longitudes - longitude
        h = np.sin(up / 2) ** 2 + np.cos(latitude) * np.cos(self._latitudes) * np.sin(across / 2) ** 2
        return 2 * _EARTH_MILES * np.arcsin(np.sqrt(h))


def _grade(judged: Judged, row: IndexRow) -> int:
    for grade, rules in ((BEST, judged.best), (GOOD, judged.good), (FAIR, judged.fair)):
        if any(rule(row) for rule in rules):
            return grade
    return 0
