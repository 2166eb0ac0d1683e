"""Brings in counts of people by area: all of a file, or nothing and a report by row."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.need import repository as kept
from marketplace.gaps.need.imports import repository, rules
from marketplace.gaps.need.imports.repository import FileError
from marketplace.gaps.need.imports.rules import Counted, CountReader
from marketplace.gaps.need.imports.schemas import CountRow, NeedImportAsked, NeedProblem, NeedReport
from marketplace.gaps.need.schemas import NewCount
from marketplace.gaps.need.service import find_figures
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.i18n import gettext as _
from marketplace.places.service import find_council, get_council

_COUNCIL_LETTERS = ("E06", "E07", "E08", "E09", "E10")
"""How codes of England's councils begin, of any year."""
_LARGER_LETTERS = ("E12", "E92", "K0", "W92", "S92", "N92")


class _Reading(Struct):
    """What is known of a file so far."""

    problems: list[NeedProblem]
    counted: list[Counted]
    ignored: tuple[str, ...] = ()
    passed_over: int = 0
    source: str = ""
    period: str = ""


async def import_need(path: Path, asked: NeedImportAsked, *, actor: str) -> NeedReport:
    """Read a file and keep its counts, unless something is wrong with it or it is a dry run.

    What was counted before of the same councils and measures is replaced.

    Raises:
        FileError: the file cannot be read at all, or does not say whose counts it holds.
    """
    columns = await areas.list_all_areas()
    reading = await asyncio.to_thread(_read, path, asked, columns)
    right = _right_ones(reading, asked)
    is_done = bool(right and not asked.is_dry_run)
    if is_done:
        await _keep(right, reading, path, actor)
    left_out = {problem.council_code for problem in reading.problems if problem.council_code}
    return NeedReport(
        source=reading.source,
        period=reading.period,
        areas=len({code for counted in right for code in counted.people}),
        measures=tuple(sorted({counted.measure for counted in right})),
        councils=tuple(get_council(code).name for code in sorted({each.council_code for each in right})),
        left_out=tuple(get_council(code).name for code in sorted(left_out) if find_council(code)),
        problems=tuple(reading.problems),
        passed_over=reading.passed_over,
        ignored_headings=reading.ignored,
        is_done=is_done,
        is_dry_run=asked.is_dry_run,
    )


async def end_counts(council_code: str, *, actor: str) -> int:
    """Take away all that was counted in a council, so that estimates count; how many measures that were."""
    async with transaction():
        ended = await kept.drop_counts(council_code)
        if ended:
            await audit.record("end_import", "gap_need", None, actor, council=council_code)
    return ended


async def _keep(right: list[Counted], reading: _Reading, path: Path, actor: str) -> None:
    import_id = uuid4()
    counts = [
        NewCount(
            council_code=each.council_code,
            measure=each.measure,
            area_codes=tuple(sorted(each.people)),
            people=tuple(each.people[code] for code in sorted(each.people)),
        )
        for each in right
    ]
    async with transaction():
        await kept.replace_counts(
            import_id,
            counts,
            source=reading.source,
            period=reading.period,
            file_name=path.name,
            imported_at=clock.now(),
            imported_by=actor,
        )
        for council_code in sorted({each.council_code for each in right}):
            measures = sorted(each.measure for each in right if each.council_code == council_code)
            await audit.record(
                "import",
                "gap_need",
                import_id,
                actor,
                after={"source": reading.source, "period": reading.period, "measures": measures},
                council=council_code,
            )


def _right_ones(reading: _Reading, asked: NeedImportAsked) -> list[Counted]:
    """What can be kept: all or nothing, or without the councils and measures that a problem spoils."""
    if not reading.problems:
        return reading.counted
    if not asked.leaves_out:
        return []
    spoiled = {(problem.council_code, problem.measure) for problem in reading.problems}
    return [
        each
        for each in reading.counted
        if not {(each.council_code, each.measure), (each.council_code, None)} & spoiled
    ]


def _read(path: Path, asked: NeedImportAsked, columns: AreaColumns) -> _Reading:
    reading = _Reading(problems=[], counted=[])
    rows = repository.read_counts(path)
    _find_source(path, asked, reading)
    headings = rules.find_headings(rows)
    if headings is None:
        raise FileError(
            _(
                "No headings were found in the first rows. One row has to name the area (“area code”) and "
                "what is counted (a care group, or a column of the census); headings over two rows do "
                "not do."
            )
        )
    reading.ignored = headings.ignored
    reader = CountReader(headings, asked.withheld)
    read = reader.read(rows)
    if not read and not reader.problems:
        raise FileError(_("There is no row with a count under the headings."))
    councils = _councils_of_areas(columns)
    placed = _place(read, asked, councils, reading)
    known = {row.area_code: council for row, council in placed}
    reading.problems += [
        replace(each, council_code=known.get(each.council_code or ""))
        for each in reader.problems
        if asked.council_code is None or each.council_code is None or each.council_code in known
    ]
    _count(placed, columns, reading)
    reading.problems.sort(key=lambda each: (each.row is None, each.row or 0))
    return reading


def _find_source(path: Path, asked: NeedImportAsked, reading: _Reading) -> None:
    said = repository.read_source(path) if not (asked.source and asked.period) else {}
    reading.source = asked.source or said.get("source", "")
    reading.period = asked.period or said.get("period", "") or said.get("date", "")
    if not reading.source or not reading.period:
        raise FileError(
            _(
                "Say whose counts these are and of when, with --source and --period, "
                "or in a sheet “source” of the workbook."
            )
        )


def _councils_of_areas(columns: AreaColumns) -> dict[str, str]:
    """By area: its council. A council stands for itself as a whole."""
    found = {code: code for code in columns.council_codes}
    for council_code in columns.council_codes:
        found |= dict.fromkeys(columns.codes[columns.rows_of(council_code)], council_code)
    return found


def _place(
    rows: list[CountRow], asked: NeedImportAsked, councils: Mapping[str, str], reading: _Reading
) -> list[tuple[CountRow, str]]:
    """Rows with their council; what has none is told."""
    placed = []
    for row in rows:
        whole = find_council(row.area_code)
        code = whole.code if whole and row.area_code not in councils else row.area_code
        council_code = councils.get(code)
        problem = _no_area(row) if council_code is None else _other_council(row, council_code)
        if problem and asked.council_code in {None, council_code}:
            message = NeedProblem(
                row=row.row, heading="", what=row.area_code, message=problem, council_code=council_code
            )
            reading.problems.append(message)
        elif council_code is None or asked.council_code not in {None, council_code}:
            reading.passed_over += 1
        else:
            placed.append((replace(row, area_code=code), council_code))
    return placed


def _no_area(row: CountRow) -> str:
    code = row.area_code
    if code.startswith(_LARGER_LETTERS):
        return _("This is a nation or a region: write figures of councils, or of smaller areas.")
    if code.startswith(_COUNCIL_LETTERS) and find_council(code) is None:
        return _("This council was split among several, or is not known: its figure fits none of today's.")
    return _("There is no such area in use. Import the areas first, or look at the code.")


def _other_council(row: CountRow, council_code: str) -> str:
    said = find_council(row.council_said) if row.council_said else None
    if said is None or said.code == council_code:
        return ""
    name = get_council(council_code).name
    return _("The row says %(said)s, but the area is in %(right)s.", said=said.name, right=name)


def _count(placed: list[tuple[CountRow, str]], columns: AreaColumns, reading: _Reading) -> None:
    """Put together what was counted, and see whether it is whole."""
    council_of = {row.area_code: council for row, council in placed}
    reading.counted, again = rules.gather(placed)
    for row, measure, other in again:
        reading.problems.append(
            NeedProblem(
                row=row.row,
                heading=measure,
                what=row.area_code,
                message=_("Row %(other)s counts the same.", other=other),
                council_code=council_of[row.area_code],
                measure=measure,
            )
        )
    spoiled = {(problem.council_code, problem.measure) for problem in reading.problems}
    for counted in reading.counted:
        if {(counted.council_code, counted.measure), (counted.council_code, None)} & spoiled:
            continue  # it is told already, and what is missing follows from that
        codes = columns.codes[columns.rows_of(counted.council_code)]
        population = find_figures(counted.council_code).get("population")
        problem = rules.check_whole(counted, codes) or rules.check_population(
            counted, population.value if population else None
        )
        if problem:
            reading.problems.append(
                NeedProblem(
                    row=None,
                    heading=counted.measure,
                    what=get_council(counted.council_code).name,
                    message=problem,
                    council_code=counted.council_code,
                    measure=counted.measure,
                )
            )
