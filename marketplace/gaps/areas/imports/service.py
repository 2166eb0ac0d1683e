"""Brings in official small areas, all or nothing: each council that the file covers has them from then on."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.gaps.areas import repository as kept
from marketplace.gaps.areas.drawing.rules import box_around, draw
from marketplace.gaps.areas.imports import repository, rules
from marketplace.gaps.areas.imports.schemas import AreaImport, AreaProblem, AreaReport, ReadArea
from marketplace.gaps.areas.repository import NewSet
from marketplace.gaps.areas.schemas import AreaColumns, AreaSetKind, Ground, NewArea
from marketplace.gaps.areas.service import ENGLAND, distinct_points, districts_of, list_all_areas
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.repository import FileError
from marketplace.places.schemas import PostcodeSample
from marketplace.places.service import find_council, get_council, list_councils

LEAST_COVERED = 0.8
"""Share of a council's postcodes that its areas must hold; simplified borders lose some."""
MOST_OVERLAP = 0.25
"""Share of an area's postcodes that may lie in areas before it; simplified borders overlap a little."""
LEAST_IN_COUNCIL = 0.05
"""Share of an area's postcodes that must be of the council that the file says."""


async def import_areas(path: Path, asked: AreaImport, *, ground: Ground, actor: str) -> AreaReport:
    """Read a file and keep its areas, unless something is wrong with it or it is a dry run.

    Raises:
        FileError: the file cannot be read at all.
    """
    reading = await asyncio.to_thread(_read, path, asked, ground)
    _check_others(reading, await list_all_areas())
    is_right = not reading.problems or asked.leaves_out
    is_done = bool(is_right and reading.areas and not asked.is_dry_run)
    if is_done:
        sets = await asyncio.to_thread(_make_sets, reading.areas, asked, path)
        async with transaction():
            await kept.lock_building()
            await kept.replace_sets(sets, clock.now())
            for each in sets:
                await audit.record(
                    "import",
                    "gap_areas",
                    None,
                    actor,
                    after={"areas": len(each.areas), "source": each.source},
                    council=each.council_code,
                )
    return AreaReport(
        areas=sum(map(len, reading.areas.values())) if is_right else 0,
        councils=tuple(get_council(code).name for code in reading.areas) if is_right else (),
        problems=tuple(reading.problems),
        passed_over=reading.passed_over,
        is_done=is_done,
        is_dry_run=asked.is_dry_run,
    )


async def end_import(council_code: str, *, actor: str) -> bool:
    """Go back to the areas that are built in; False if a council has no others."""
    async with transaction():
        await kept.lock_building()
        ended = await kept.delete_imported(council_code)
        if ended:
            await audit.record("end_import", "gap_areas", None, actor, council=council_code)
    return ended


class _Reading(Struct):
    """What is known of a file so far."""

    problems: list[AreaProblem]
    areas: dict[str, list[NewArea]]
    passed_over: int = 0

    def tell(self, row: int | None, what: str, message: str) -> None:
        self.problems.append(AreaProblem(row=row, what=what, message=message))


class _Points(Struct):
    """England's postcodes, from south to north, and the area that each was found in."""

    sample: PostcodeSample
    rows: np.ndarray
    latitudes: np.ndarray
    longitudes: np.ndarray
    councils: np.ndarray
    area: np.ndarray
    """Row of the area in the file; -1 where there is none."""

    def council(self, number: int) -> str:
        return self.sample.council_codes[number]


def _read(path: Path, asked: AreaImport, ground: Ground) -> _Reading:
    reading = _Reading(problems=[], areas={})
    areas = repository.read_areas(path)
    _check_property(areas, asked)
    right = _check_each(areas, asked, reading)
    points = _find_points(ground)
    found: dict[str, list[NewArea]] = defaultdict(list)
    for area, code in right:
        _place(area, code, asked, points, reading, found)
    for council_code in sorted(found):
        if _covers(council_code, points, reading):
            reading.areas[council_code] = _tell_apart(found[council_code])
    return reading


def _check_others(reading: _Reading, used: AreaColumns) -> None:
    """A code names one area of all England: another council may not have it already."""
    of_others = {
        code: council_code
        for council_code in used.council_codes
        if council_code not in reading.areas
        for code in used.codes[used.rows_of(council_code)]
    }
    for council_code, found in list(reading.areas.items()):
        taken = next((area.code for area in found if area.code in of_others), None)
        if taken is not None:
            name = get_council(of_others[taken]).name
            reading.tell(
                None,
                get_council(council_code).name,
                _("An area of %(name)s has the code %(code)s.", name=name, code=taken),
            )
            del reading.areas[council_code]


def _check_property(areas: list[ReadArea], asked: AreaImport) -> None:
    """Say it once if no area has a code, and not of each."""
    if any(rules.find_code(area.properties, asked.code_property) for area in areas):
        return
    names = ", ".join(sorted({name for area in areas for name in area.properties})[: rules.MOST_NAMED])
    raise FileError(
        _("No area has a code. Say with --code which property it is; there are: %(names)s.", names=names)
    )


def _check_each(areas: list[ReadArea], asked: AreaImport, reading: _Reading) -> list[tuple[ReadArea, str]]:
    """The areas that are right by themselves, with their codes."""
    rows: dict[str, int] = {}
    right = []
    for area in areas:
        code = rules.find_code(area.properties, asked.code_property)
        if asked.council_code is not None and _is_elsewhere(area, asked.council_code):
            reading.passed_over += 1
            continue
        problem = (
            rules.check_code(code, rows)
            or area.problem
            or rules.check_polygons(area.polygons, repository.MOST_CORNERS)
        )
        rows.setdefault(code, area.row)
        if problem:
            reading.tell(area.row, code[: rules.LONGEST_CODE], problem)
        else:
            right.append((area, code))
    return right


def _is_elsewhere(area: ReadArea, council_code: str) -> bool:
    """Whether an area says that it is another council's, so that what is wrong with it does not matter."""
    said = find_council(rules.find_council_code(area.properties))
    return said is not None and said.code != council_code


def _find_points(ground: Ground) -> _Points:
    sample = ground.postcodes_of(None)
    english = [
        sample.council_codes.index(council.code)
        for council in list_councils(ENGLAND)
        if council.code in sample.council_codes
    ]
    rows = distinct_points(sample, np.flatnonzero(np.isin(sample.councils, english)))
    rows = rows[np.argsort(sample.latitudes[rows], kind="stable")]
    return _Points(
        sample=sample,
        rows=rows,
        latitudes=sample.latitudes[rows].astype(np.float64),
        longitudes=sample.longitudes[rows].astype(np.float64),
        councils=sample.councils[rows],
        area=np.full(len(rows), -1, dtype=np.int32),
    )


def _inside(area: ReadArea, points: _Points) -> np.ndarray:
    """Places of the points that lie in an area."""
    corners = np.array([corner for polygon in area.polygons for corner in polygon[0]])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    begin, end = np.searchsorted(points.latitudes, [south, north])
    longitudes = points.longitudes[begin:end]
    near = begin + np.flatnonzero((longitudes >= west) & (longitudes <= east))
    return np.asarray(
        near[rules.points_inside(area.polygons, points.latitudes[near], points.longitudes[near])]
    )


def _place(
    area: ReadArea,
    code: str,
    asked: AreaImport,
    points: _Points,
    reading: _Reading,
    found: dict[str, list[NewArea]],
) -> None:
    """Find the postcodes and the council of an area."""
    inside = _inside(area, points)
    council_code, problem = _council_of(area, inside, points)
    if not problem and asked.council_code not in {None, council_code}:
        reading.passed_over += 1
        return
    problem = problem or _overlap(inside, points)
    if problem:
        reading.tell(area.row, code, problem)
        return
    free = inside[points.area[inside] < 0]
    points.area[free] = area.row
    number = points.sample.council_codes.index(council_code)
    own = free[points.councils[free] == number]
    found[council_code].append(
        NewArea(
            code=code,
            name=rules.find_name(area.properties, asked.name_property)[: rules.LONGEST_NAME] or code,
            latitude=round(float(points.latitudes[own].mean()), 5),
            longitude=round(float(points.longitudes[own].mean()), 5),
            postcodes=len(own),
            districts=districts_of(points.sample, points.rows[own]),
            polygons=area.polygons,
        )
    )


def _council_of(area: ReadArea, inside: np.ndarray, points: _Points) -> tuple[str, str]:
    """The council of an area, or what is wrong: that which the file says, or that of most postcodes in it."""
    if not len(inside):
        return "", _("No postcode of England lies in it.")
    counts = np.bincount(points.councils[inside], minlength=len(points.sample.council_codes))
    most = points.council(int(counts.argmax()))
    said = rules.find_council_code(area.properties)
    if not said:
        return most, ""
    council = find_council(said)
    if council is None:
        return "", _("There is no council with the code %(code)s.", code=said[: rules.LONGEST_CODE])
    in_said = (
        counts[points.sample.council_codes.index(council.code)]
        if council.code in points.sample.council_codes
        else 0
    )
    if in_said < max(LEAST_IN_COUNCIL * len(inside), 1):
        names = {"said": council.name, "most": get_council(most).name}
        return "", _("The file says %(said)s, but it lies in %(most)s.", **names)
    return council.code, ""


def _overlap(inside: np.ndarray, points: _Points) -> str:
    """What is wrong with where an area lies; borders that are simplified overlap a little."""
    before = points.area[inside]
    taken = before[before >= 0]
    if len(taken) <= MOST_OVERLAP * len(inside) and len(taken) < len(inside):
        return ""
    other = int(np.bincount(taken).argmax())
    return _(
        "It overlaps area %(other)s of the file: %(taken)s of its %(all)s postcodes lie in both.",
        other=other,
        taken=int((taken == other).sum()),
        all=len(inside),
    )


def _covers(council_code: str, points: _Points, reading: _Reading) -> bool:
    """Whether the areas of a council hold its postcodes."""
    number = points.sample.council_codes.index(council_code)
    own = points.area[points.councils == number]
    covered = float((own >= 0).mean())
    if covered >= LEAST_COVERED:
        return True
    reading.tell(
        None,
        get_council(council_code).name,
        _("The areas hold only %(share)s%% of its postcodes: some are missing.", share=round(covered * 100)),
    )
    return False


def _tell_apart(areas: list[NewArea]) -> list[NewArea]:
    """By code; a name that several have is followed by the code."""
    names = [area.name for area in areas]
    return sorted(
        (
            area if names.count(area.name) == 1 else replace(area, name=f"{area.name} ({area.code})")
            for area in areas
        ),
        key=lambda area: area.code,
    )


def _make_sets(areas: dict[str, list[NewArea]], asked: AreaImport, path: Path) -> Sequence[NewSet]:
    sets = []
    for council_code, of_council in areas.items():
        box = box_around(of_council)
        sets.append(
            NewSet(
                council_code=council_code,
                kind=AreaSetKind.IMPORTED,
                source=asked.source or path.name,
                period=asked.period,
                mark="",
                box=box,
                areas=of_council,
                paths=draw(of_council, box),
            )
        )
    return sets
