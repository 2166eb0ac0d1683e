"""`marketplace import areas` and `marketplace import need`: what a council knows of its area."""

# ruff: noqa: T201 - this is the command line

import asyncio
from pathlib import Path

from msgspec.structs import replace

from marketplace.cli.databases import Server, database_server, open_database
from marketplace.cli.preparing import council_code
from marketplace.cli.progress import Steps, show_steps
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.tasks import check_up_to_date
from marketplace.gaps.areas.imports import service as area_imports
from marketplace.gaps.areas.imports.schemas import AreaImport, AreaProblem, AreaReport
from marketplace.gaps.areas.service import ENGLAND, build_areas, list_sets
from marketplace.gaps.need.imports import service as need_imports
from marketplace.gaps.need.imports.schemas import NeedImportAsked, NeedProblem, NeedReport
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from marketplace.places.service import Gazetteer, get_council, list_councils, open_gazetteer

ACTOR = "import"
MOST_SHOWN = 50
"""Problems that are printed; the others are counted."""


def run_import_areas(settings: Settings, path: Path | None, asked: AreaImport) -> None:
    """Import areas, or say which cannot be taken. Without a file go back to those that are built in."""
    asked = replace(asked, council_code=council_code(asked.council_code))
    _check_file(path, asked.council_code)
    with stopped_by_signals(), database_server(settings) as server:
        report = asyncio.run(_import_areas(settings, server, path, asked))
    if report is not None:
        _print_areas(report, leaves_out=asked.leaves_out)


def run_import_need(settings: Settings, path: Path | None, asked: NeedImportAsked) -> None:
    """Import counts, or say by row what has to be put right. Without a file take a council's counts away."""
    asked = replace(asked, council_code=council_code(asked.council_code))
    _check_file(path, asked.council_code)
    with stopped_by_signals(), database_server(settings) as server:
        report = asyncio.run(_import_need(settings, server, path, asked))
    if report is not None:
        _print_need(report, leaves_out=asked.leaves_out)


def _check_file(path: Path | None, council: str | None) -> None:
    if path is None and council is None:
        raise OperatorError("Say of which council, with --council.")
    if path is not None and not path.is_file():
        raise OperatorError(f"There is no file {path}.")


async def _import_areas(
    settings: Settings, server: Server, path: Path | None, asked: AreaImport
) -> AreaReport | None:
    await check_up_to_date(server.url)
    async with open_database(server.url):
        if path is None:
            code = asked.council_code or ""
            ended = await area_imports.end_import(code, actor=ACTOR)
            name = get_council(code).name
            print(f"{name} has its built-in areas again." if ended else f"{name} has no imported areas.")
            return None
        with show_steps() as steps:
            gazetteer = await _open_places(settings, steps)
            with steps.step("Areas"):
                return await area_imports.import_areas(path, asked, ground=gazetteer, actor=ACTOR)


async def _import_need(
    settings: Settings, server: Server, path: Path | None, asked: NeedImportAsked
) -> NeedReport | None:
    await check_up_to_date(server.url)
    async with open_database(server.url):
        if path is None:
            ended = await need_imports.end_counts(asked.council_code or "", actor=ACTOR)
            print(f"Taken away: {ended} measures of {get_council(asked.council_code or '').name}.")
            return None
        with show_steps() as steps:
            gazetteer = await _open_places(settings, steps)
            with steps.step("Built-in areas"):
                have_areas = {each.council_code for each in await list_sets()}
                english = {council.code for council in list_councils(ENGLAND)}
                await build_areas(gazetteer, councils=english - have_areas)
            with steps.step("Counts"):
                return await need_imports.import_need(path, asked, actor=ACTOR)


async def _open_places(settings: Settings, steps: Steps) -> Gazetteer:
    with steps.step("Postcodes and towns") as advance:
        return await asyncio.to_thread(open_gazetteer, settings.data_dir, advance)


def _print_areas(report: AreaReport, *, leaves_out: bool) -> None:
    _print_some([_area_line(problem) for problem in report.problems])
    if report.passed_over:
        print(f"{_count(report.passed_over, 'area')} of other councils passed over.")
    _print_end(
        f"{_count(report.areas, 'area')} of {_count(len(report.councils), 'council')}",
        problems=len(report.problems),
        is_right=bool(report.areas),
        is_dry_run=report.is_dry_run,
        leaves_out=leaves_out,
    )


def _print_need(report: NeedReport, *, leaves_out: bool) -> None:
    _print_some([_need_line(problem) for problem in report.problems])
    if report.ignored_headings:
        print(f"Columns that are not counts and were left out: {', '.join(report.ignored_headings)}.")
    if report.passed_over:
        print(f"{_count(report.passed_over, 'row')} of other councils passed over.")
    if report.problems and leaves_out and report.left_out:
        print(f"Something was left out of: {', '.join(report.left_out)}.")
    _print_end(
        f"{', '.join(report.measures)} in {_count(report.areas, 'area')} "
        f"of {_count(len(report.councils), 'council')} ({report.source}, {report.period})",
        problems=len(report.problems),
        is_right=bool(report.measures),
        is_dry_run=report.is_dry_run,
        leaves_out=leaves_out,
    )


def _print_end(what: str, *, problems: int, is_right: bool, is_dry_run: bool, leaves_out: bool) -> None:
    if not is_right:
        hint = "" if leaves_out else " Or take the rest with --leave-out-bad-rows."
        things = "1 thing has" if problems == 1 else f"{problems:,} things have"
        if not problems:
            raise OperatorError("Nothing was imported: the file has nothing of this council.")
        raise OperatorError(f"Nothing was imported: {things} to be put right first.{hint}")
    print(f"Dry run: {what} would go in." if is_dry_run else f"Imported: {what}.")


def _print_some(lines: list[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        print(line)
    if len(lines) > MOST_SHOWN:
        print(f"… and {len(lines) - MOST_SHOWN:,} more.")


def _area_line(problem: AreaProblem) -> str:
    where = problem.what if problem.row is None else f"area {problem.row} {problem.what}".rstrip()
    return f"{where}: {problem.message}"


def _need_line(problem: NeedProblem) -> str:
    if problem.row is None:
        return f"{problem.what}, {problem.heading}: {problem.message}"
    where = " ".join(filter(None, (f"row {problem.row}", problem.heading)))
    said = f" (it says: {problem.what})" if problem.what else ""
    return f"{where}: {problem.message}{said}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
