"""Towns and areas by name, by the beginning of a name, by a name nearly right, and by where they are."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from marketplace.places.councils.service import NATIONS, find_council, get_council
from marketplace.places.gazetteer.names import name_of_area, normalise_name, split_endings, tells
from marketplace.places.gazetteer.schemas import BIG_TOWN, AreaRecord, TownRecord

DOMINANCE = 20


def stands_out(first: TownRecord, second: TownRecord) -> bool:
    """Say whether the first town is what everybody means, beside the biggest other that answers to the name.

    Bristol (480,000 people) beside hamlets is; Newport in Wales (160,000) beside Newport on the Isle of Wight
    (25,000) is not: at least 20,000 and twenty times as many. A short name ("Newcastle") never stands out.
    """
    is_big = first.population >= BIG_TOWN and first.population >= DOMINANCE * max(second.population, 1)
    return is_big and normalise_name(first.name) == normalise_name(second.name)


class Towns:
    """Look-ups in the towns and areas of a pack; all of it is in memory (a few megabytes)."""

    def __init__(self, folder: Path) -> None:
        self.records = msgspec.json.decode((folder / "towns.json").read_bytes(), type=list[TownRecord])
        areas = msgspec.json.decode((folder / "areas.json").read_bytes(), type=list[AreaRecord])
        self._labels = {normalise_name(town.label): town for town in self.records}
        self._names: dict[str, list[TownRecord]] = defaultdict(list)
        self._other_names: dict[str, list[TownRecord]] = defaultdict(list)
        for town in self.records:
            self._names[normalise_name(town.name)].append(town)
            for other in town.other_names:
                self._other_names[other].append(town)
        self._areas = _index_areas(areas)
        self._sorted_names = sorted(self._names.keys() | self._other_names.keys())
        self._first_words = frozenset(
            name.partition(" ")[0] for name in (*self._sorted_names, *self._labels, *self._areas)
        )
        self._names_by_length: dict[int, list[str]] = defaultdict(list)
        for name in self._sorted_names:
            self._names_by_length[len(name)].append(name)
        self._latitudes = np.array([town.latitude for town in self.records])
        self._longitudes = np.array([town.longitude for town in self.records])

    def __len__(self) -> int:
        return len(self.records)

    def may_be_name(self, text: str) -> bool:
        """Say quickly whether any name begins with the first word of a text."""
        return normalise_name(text).partition(" ")[0] in self._first_words

    def find_label(self, text: str) -> TownRecord | None:
        """The town with exactly this label, whatever else has its name."""
        return self._labels.get(normalise_name(text))

    def find_named(self, text: str) -> list[TownRecord]:
        """Towns that answer to a name, alone or with words that tell where ("mere wilts"); biggest first."""
        for name, surroundings in split_endings(normalise_name(text)):
            found = self._named(name)
            if surroundings:
                found = [town for town in found if tells(surroundings, self._surroundings(town))]
            if found:
                return found
        return []

    def _named(self, name: str) -> list[TownRecord]:
        """Towns of this name; those it is a short or other name of only if bigger than all of them."""
        named = self._names.get(name, [])
        biggest = max((town.population for town in named), default=0)
        others = [town for town in self._other_names.get(name, ()) if not named or town.population > biggest]
        return sorted([*named, *others], key=lambda town: -town.population) if others else named

    @staticmethod
    def _surroundings(town: TownRecord) -> Iterable[str]:
        yield normalise_name(town.county)
        yield normalise_name(town.district)
        yield NATIONS[town.nation].lower()
        council = find_council(town.council) if town.council else None
        if council:
            yield normalise_name(council.name)
            yield normalise_name(council.region or "")

    def find_area(self, text: str) -> AreaRecord | None:
        """The council, county, region or nation of this name; the nation may stand behind ("kent, uk")."""
        name = normalise_name(text)
        found = self._areas.get(name) or self._areas.get(name_of_area(name))
        for head, ending in split_endings(name)[1:] if found is None else ():
            area = self._areas.get(head)
            if area and tells(ending, [_nation_name(area)]):
                return area
        return found

    def list_in_area(self, area: AreaRecord, limit: int) -> list[TownRecord]:
        """The biggest towns of an area."""
        councils = frozenset(area.councils)
        return list(islice((town for town in self.records if town.council in councils), limit))

    def list_beginning(self, text: str, limit: int) -> list[TownRecord]:
        """Towns of which a name begins with the text, biggest first."""
        beginning = normalise_name(text)
        if not beginning:
            return []
        first = bisect_left(self._sorted_names, beginning)
        last = bisect_left(self._sorted_names, beginning + "\x7f")
        names = self._sorted_names[first:last]
        found = {
            town.label: town for name in names for town in self._names.get(name) or self._other_names[name]
        }
        return sorted(found.values(), key=lambda town: (-town.population, town.label))[:limit]

    def list_similar(self, text: str, limit: int) -> list[TownRecord]:
        """Towns of a name nearly like the text, likeliest first: one slip from four letters, two from 7."""
        name = normalise_name(text)
        slips = 0 if len(name) < 4 else 1 if len(name) < 7 else 2  # noqa: PLR2004 - told in the docstring
        if not slips:
            return []
        found: list[tuple[float, int, TownRecord]] = []
        for length in range(len(name) - slips, len(name) + slips + 1):
            candidates = self._names_by_length.get(length, [])
            near = process.extract(name, candidates, scorer=OSA.distance, score_cutoff=slips, limit=limit)
            for similar, distance, _index in near:
                towns = self._names.get(similar) or self._other_names[similar]
                found += [(distance, -town.population, town) for town in towns]
        found.sort(key=lambda entry: entry[:2])
        return list({town.label: town for _distance, _population, town in found}.values())[:limit]

    def list_within(
        self, south: float, west: float, north: float, east: float, limit: int
    ) -> list[TownRecord]:
        """The biggest towns of a box."""
        inside = (self._latitudes >= south) & (self._latitudes <= north)
        inside &= (self._longitudes >= west) & (self._longitudes <= east)
        return [self.records[row] for row in np.flatnonzero(inside)[: max(limit, 0)].tolist()]

    def list_nearest(self, latitude: float, longitude: float, limit: int) -> list[TownRecord]:
        """The nearest towns, nearest first."""
        east = (self._longitudes - longitude) * np.cos(np.radians(latitude))
        squares = (self._latitudes - latitude) ** 2 + east**2
        return [self.records[row] for row in np.argsort(squares, kind="stable")[: max(limit, 0)].tolist()]


def _nation_name(area: AreaRecord) -> str:
    return NATIONS[get_council(area.councils[0]).nation_code].lower()


def _index_areas(areas: list[AreaRecord]) -> dict[str, AreaRecord]:
    """Areas by each of their names; an area's own name goes before another's short name or label."""
    index: dict[str, AreaRecord] = {}
    for area in areas:
        index.setdefault(normalise_name(area.name), area)
    for area in areas:
        for name in (*area.other_names, normalise_name(area.label)):
            index.setdefault(name, area)
    return index
