"""Councils, counties, regions and nations by name, for people who type "Devon" where a place is asked for.

A compact one (nine of ten of its postcodes within six miles of their middle: Bristol, Camden) is taken as a
place. A wide one cannot be near anything: the answer asks which of its towns is meant.
"""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from msgspec import structs

from marketplace.places.councils.service import NATIONS, get_council
from marketplace.places.gazetteer.names import name_of_area, normalise_name
from marketplace.places.gazetteer.postcodes import NO_COUNCIL, Postcodes
from marketplace.places.gazetteer.schemas import AreaRecord

_SHARED_COUNTIES = ("Yorkshire", "Sussex")
"""Names that several counties share a part of, and that people use without it."""
_MILES_PER_DEGREE = 69.093


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
