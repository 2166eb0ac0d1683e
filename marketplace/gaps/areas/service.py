"""The door of the small areas: a council's own if it imported some, else those that are built in."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from msgspec.structs import replace

from marketplace.gaps.areas import repository
from marketplace.gaps.areas.cells.rules import (
    RULES,
    Grouping,
    cell_name,
    group_postcodes,
    nearest_area,
    outline,
)
from marketplace.gaps.areas.drawing.rules import box_around, draw
from marketplace.gaps.areas.naming.rules import Spot, name_areas
from marketplace.gaps.areas.repository import NewSet
from marketplace.gaps.areas.schemas import (
    AreaColumns,
    AreaMap,
    AreaSet,
    AreaSetKind,
    Ground,
    NewArea,
    Ring,
    SmallArea,
)
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.places.schemas import PostcodeSample
from marketplace.places.service import list_councils, pack_name

ENGLAND = "E92000001"
MOST_TOWNS = 2_000
_EDGE = 0.02
"""Degrees that the middle of a town may lie outside of all postcodes."""
BUILT_IN_SOURCE = "H3 hexagons that hold postcodes (ONS Postcode Directory, by way of the list of places)"


async def list_areas(council_code: str) -> tuple[SmallArea, ...]:
    """The areas of a council in use, by code; none for one that has none (only councils of England have)."""
    return tuple(await repository.list_areas(council_code))


async def find_set(council_code: str) -> AreaSet | None:
    """Where a council's areas in use come from."""
    sets = await repository.list_sets([council_code])
    return sets[0] if sets else None


async def list_sets() -> tuple[AreaSet, ...]:
    """The sets in use of all councils, by code of the council."""
    return tuple(await repository.list_sets(None))


async def list_shapes(council_code: str) -> AreaMap | None:
    """The areas of a council to be drawn; None for one that has none."""
    rows = await repository.list_paths(council_code)
    if not rows:
        return None
    first = rows[0]
    return AreaMap(
        set_id=first["id"],
        width=first["width"],
        height=first["height"],
        south=first["south"],
        west=first["west"],
        north=first["north"],
        east=first["east"],
        paths={row["code"]: row["path"] for row in rows},
    )


async def list_polygons(council_code: str) -> dict[str, tuple[tuple[Ring, ...], ...]]:
    """By code: the ground of each area in degrees, as the coordinates of a MultiPolygon of GeoJSON."""
    return {
        code: _as_polygons(value) for code, value in (await repository.list_polygons(council_code)).items()
    }


def _as_polygons(value: Any) -> tuple[tuple[Ring, ...], ...]:
    return tuple(tuple(tuple((east, north) for east, north in ring) for ring in polygon) for polygon in value)


async def list_all_areas() -> AreaColumns:
    """All areas in use of all councils, as columns. One statement."""
    rows = await repository.list_rows()
    councils = list(dict.fromkeys(row[1] for row in rows))
    sets = dict.fromkeys(row[0] for row in rows)
    counts = Counter(row[1] for row in rows)
    return AreaColumns(
        codes=tuple(row[2] for row in rows),
        names=tuple(row[3] for row in rows),
        council_codes=tuple(councils),
        starts=np.cumsum([0, *(counts[code] for code in councils)]),
        latitudes=np.array([row[4] for row in rows], dtype=np.float64),
        longitudes=np.array([row[5] for row in rows], dtype=np.float64),
        postcodes=np.array([row[6] for row in rows], dtype=np.int64),
        set_ids=tuple(sets),
    )


async def build_areas(ground: Ground, *, councils: Collection[str] | None = None) -> int:
    """Make the built-in areas of England's councils, or of some, that are not there yet or out of date.

    Returns how many councils' areas were made. Doing it again makes none; two at once make each once.
    """
    wanted = [
        council.code for council in list_councils(ENGLAND) if councils is None or council.code in councils
    ]
    mark = f"{RULES} {pack_name()}"
    if not await _missing(wanted, mark):
        return 0
    async with transaction():
        await repository.lock_building()
        missing = await _missing(wanted, mark)
        sets = await asyncio.to_thread(_make_sets, ground, missing, mark)
        await repository.replace_sets(sets, clock.now())
    return len(sets)


async def _missing(wanted: Iterable[str], mark: str) -> list[str]:
    marks = await repository.list_marks()
    return [code for code in wanted if marks.get(code) != mark]


def _make_sets(ground: Ground, council_codes: list[str], mark: str) -> list[NewSet]:
    sample = ground.postcodes_of(council_codes[0] if len(council_codes) == 1 else None)
    by_council = np.argsort(sample.councils, kind="stable")
    numbers = sample.councils[by_council]
    made = []
    for code in council_codes:
        number = sample.council_codes.index(code)
        begin, end = np.searchsorted(numbers, [number, number + 1])
        areas = make_areas(code, sample, by_council[begin:end], ground)
        if areas:
            box = box_around(areas)
            made.append(
                NewSet(
                    council_code=code,
                    kind=AreaSetKind.BUILT_IN,
                    source=BUILT_IN_SOURCE,
                    period="",
                    mark=mark,
                    box=box,
                    areas=areas,
                    paths=draw(areas, box),
                )
            )
    return made


def make_areas(council_code: str, sample: PostcodeSample, rows: np.ndarray, ground: Ground) -> list[NewArea]:
    """The built-in areas of a council, whose postcodes stand in some `rows` of a sample."""
    if not len(rows):
        return []
    rows = distinct_points(sample, rows)
    latitudes = sample.latitudes[rows].astype(np.float64)
    longitudes = sample.longitudes[rows].astype(np.float64)
    grouping = group_postcodes(latitudes, longitudes)
    areas = []
    for number, cells in enumerate(grouping.cells):
        inside = np.flatnonzero(grouping.area_of == number)
        areas.append(
            NewArea(
                code=f"{council_code}-{cell_name(cells[0])}",
                name="",
                latitude=round(float(latitudes[inside].mean()), 5),
                longitude=round(float(longitudes[inside].mean()), 5),
                postcodes=len(inside),
                districts=districts_of(sample, rows[inside]),
                polygons=outline(cells),
            )
        )
    return _named(council_code, areas, grouping, ground, (latitudes, longitudes))


def distinct_points(sample: PostcodeSample, rows: np.ndarray) -> np.ndarray:
    """One row for each point: the hundreds of PO boxes of a sorting office are nobody's homes."""
    points = np.stack([sample.latitudes[rows], sample.longitudes[rows]], axis=1)
    together = np.ascontiguousarray(points).view(np.uint64).ravel()
    return np.asarray(rows[np.sort(np.unique(together, return_index=True)[1])])


def districts_of(sample: PostcodeSample, rows: np.ndarray) -> tuple[tuple[str, float], ...]:
    """Postcode districts of some postcodes with their share of them, the largest first."""
    numbers, counts = np.unique(sample.districts[rows], return_counts=True)
    found = [
        (sample.district_names[number], round(count / len(rows), 3))
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))


def _named(
    council_code: str,
    areas: list[NewArea],
    grouping: Grouping,
    ground: Ground,
    points: tuple[np.ndarray, np.ndarray],
) -> list[NewArea]:
    latitudes, longitudes = points
    south, north = float(latitudes.min()) - _EDGE, float(latitudes.max()) + _EDGE
    west, east = float(longitudes.min()) - _EDGE, float(longitudes.max()) + _EDGE
    towns = [
        town
        for town in ground.towns_within(south, west, north, east, MOST_TOWNS)
        if town.council_code == council_code
    ]
    names = name_areas(
        [Spot(area.latitude, area.longitude, area.districts[0][0]) for area in areas],
        towns,
        [nearest_area(town.latitude, town.longitude, points, grouping) for town in towns],
    )
    return [replace(area, name=name) for area, name in zip(areas, names, strict=True)]
