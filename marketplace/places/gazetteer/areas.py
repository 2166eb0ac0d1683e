"""Councils, counties, regions and nations by name, for people who type "Devon" where a place is asked for.

A compact one (nine of ten of its postcodes within six miles of their middle: Bristol, Camden) is taken as a
place. A wide one cannot be near anything: the answer asks which of its towns is meant.
"""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from msgspec import Struct, structs

from marketplace.places.councils.service import get_council
from marketplace.places.gazetteer.names import name_of_area, normalise_name
from marketplace.places.gazetteer.postcodes import NO_COUNCIL, Postcodes
from marketplace.places.gazetteer.town_names import BIG_TOWN, NATIONS

COMPACT_MILES = 6.0
SMALL_TOWN = 5_000
_SHARED_COUNTIES = ("Yorkshire", "Sussex")
"""Names that several counties share a part of, and that people use without it."""
_MILES_PER_DEGREE = 69.093


class AreaRecord(Struct, frozen=True, kw_only=True, array_like=True):
    """An area as it lies in the pack's `areas.json`. `council` is set where the area is one council's."""

    name: str
    councils: tuple[str, ...]
    county: str
    latitude: float
    longitude: float
    radius_miles: float
    """Nine of ten postcodes lie no farther from the middle."""
    district: str
    other_names: tuple[str, ...] = ()

    @property
    def is_compact(self) -> bool:
        """It can be taken as a place."""
        return self.radius_miles <= COMPACT_MILES and len(self.councils) == 1

    def outweighs(self, population: int) -> bool:
        """Its name means the area, not a town of so many people: Wales, not the village in Yorkshire."""
        return population < (BIG_TOWN if len(self.councils) > 1 else SMALL_TOWN)

    @property
    def label(self) -> str:
        """Reads on its own: "Camden, Greater London"."""
        return self.name if self.name == self.county else f"{self.name}, {self.county}"


def build_areas(folder: Path, postcodes: Postcodes, codes: list[str]) -> None:
    """Write `areas.json`: councils first, then counties, regions and nations whose name no council has."""
    numbers = {code: number for number, code in enumerate(codes)}
    by_council = _rows_by_council(postcodes)
    records = []
    for (name, county), members in _group(codes).items():
        rows = np.concatenate([by_council[numbers[code]] for code in members])
        records.append(_measure(name, county, members, rows, postcodes))
    (folder / "areas.json").write_text(json.dumps([structs.astuple(record) for record in records]), "utf-8")


def _group(codes: list[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    councils = [get_council(code) for code in codes]
    groups = {(council.name, council.county or council.name): (council.code,) for council in councils}
    wider: dict[str, list[str]] = defaultdict(list)
    for council in councils:
        for name in {council.county, council.region, NATIONS[council.nation_code]} - {None, council.name}:
            wider[str(name)].append(council.code)
        for shared in _SHARED_COUNTIES:
            if str(council.county).endswith(f" {shared}"):
                wider[shared].append(council.code)
    taken = {name for name, _county in groups}
    return groups | {(name, name): tuple(members) for name, members in wider.items() if name not in taken}


def _rows_by_council(postcodes: Postcodes) -> dict[int, np.ndarray]:
    councils = np.asarray(postcodes.councils)
    order = np.argsort(councils, kind="stable")
    numbers, starts = np.unique(councils[order], return_index=True)
    parts = np.split(order, starts[1:])
    return {int(number): rows for number, rows in zip(numbers, parts, strict=True) if number != NO_COUNCIL}


def _measure(
    name: str, county: str, members: tuple[str, ...], rows: np.ndarray, postcodes: Postcodes
) -> AreaRecord:
    latitudes = postcodes.latitudes[rows].astype(np.float64)
    longitudes = postcodes.longitudes[rows].astype(np.float64)
    latitude, longitude = float(np.median(latitudes)), float(np.median(longitudes))
    degrees = np.hypot(latitudes - latitude, (longitudes - longitude) * np.cos(np.radians(latitude)))
    near = postcodes.find_nearest(latitude, longitude)
    others = {name_of_area(normalise_name(name))}
    if len(members) == 1:
        others |= {name_of_area(normalise_name(get_council(members[0]).official_name))}
    return AreaRecord(
        name=name,
        councils=members,
        county=county,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        radius_miles=round(float(np.quantile(degrees, 0.9)) * _MILES_PER_DEGREE, 2),
        district=near.district if near else "",
        other_names=tuple(sorted(others - {normalise_name(name), ""})),
    )
