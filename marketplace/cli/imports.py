"""`marketplace import`: a council's own spreadsheet."""

# ruff: noqa: T201 - this is the command line

import asyncio
from pathlib import Path

from marketplace.cli.databases import Server, database_server, open_database
from marketplace.cli.progress import show_steps
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.tasks import check_up_to_date
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from marketplace.listings.imports import service as imports
from marketplace.listings.imports.schemas import ImportReport, RowProblem
from marketplace.places.service import open_gazetteer
from marketplace.worker import publish

ACTOR = "import"


def write_template(path: Path) -> None:
    """Write the spreadsheet to start from. One that is there already is not written over."""
    if path.exists():
        raise OperatorError(f"{path} is there already: choose another name for the template.")
    imports.write_template(path)
    print(f"The template is in {path}.")


def run_import(settings: Settings, path: Path, *, dry_run: bool) -> None:
    """Import a file, or say by row and column what has to be put right first."""
    if not path.is_file():
        raise OperatorError(f"There is no file {path}.")
    with stopped_by_signals(), database_server(settings) as server:
        report = asyncio.run(_import(settings, server, path, dry_run=dry_run))
    print_report(report)
    if report.problems_total:
        things = "1 thing has" if report.problems_total == 1 else f"{report.problems_total:,} things have"
        raise OperatorError(f"Nothing was imported: {things} to be put right first.")


async def _import(settings: Settings, server: Server, path: Path, *, dry_run: bool) -> ImportReport:
    await check_up_to_date(server.url)
    async with open_database(server.url):
        with show_steps() as steps:
            with steps.step("Postcodes and towns") as advance:
                gazetteer = await asyncio.to_thread(open_gazetteer, settings.data_dir, advance)
            with steps.step("Listings"):
                report = await imports.import_listings(
                    path, gazetteer=gazetteer, actor=ACTOR, dry_run=dry_run
                )
        if server.is_own:
            # No worker can be running: it would have the server.
            await publish(settings)
    return report


def print_report(report: ImportReport) -> None:
    """Print what was done, or what is wrong."""
    _print_some([_line(problem) for problem in report.problems], report.problems_total)
    _print_some([f"row {row.row}: {row.message}" for row in report.passed_over], report.passed_over_total)
    for note in report.notes:
        print(note)
    if report.ignored_headings:
        print(f"Columns that were not understood and were left out: {', '.join(report.ignored_headings)}.")
    if not report.problems_total:
        what = "1 listing" if report.listings == 1 else f"{report.listings:,} listings"
        print(f"Dry run: {what} would go in." if report.is_dry_run else f"Imported: {what}.")
    if report.passed_over_total:
        rows = "1 row was" if report.passed_over_total == 1 else f"{report.passed_over_total:,} rows were"
        print(f"{rows} passed over: what is listed stays as it is.")


def _print_some(lines: list[str], total: int) -> None:
    for line in lines:
        print(line)
    if total > len(lines):
        print(f"… and {total - len(lines):,} more.")


def _line(problem: RowProblem) -> str:
    where = " ".join(part for part in (problem.place, problem.heading) if part)
    said = f" (it says: {problem.value})" if problem.value else ""
    return f"{where}: {problem.message}{said}" if where else f"{problem.message}{said}"
