"""`marketplace gaps`: check the measure of access with files of your own, or work it out now."""

# ruff: noqa: PLC0415, T201 - `access` needs no database, and so does not load one; and this prints

import asyncio
import csv
import sys
import time
from pathlib import Path

from marketplace.cli.databases import database_server, open_database
from marketplace.cli.progress import show_steps
from marketplace.cli.sentences import say
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.tasks import check_up_to_date
from marketplace.gaps.access import rules
from marketplace.gaps.access.schemas import MeasuredFiles
from marketplace.gaps.access.service import measure_files
from marketplace.kernel.errors import InvalidError, OperatorError
from marketplace.kernel.settings import Settings

_IDS_TOLD = 5


def run_access(need: Path, supply: Path, cost: Path, bands: str) -> None:
    """Print id and access as CSV; what was left out goes to standard error."""
    try:
        measured = measure_files(need, supply, cost, rules.parse_bands(bands))
    except InvalidError as error:
        for problem in error.problems[:-1]:
            say(f"{problem.field}: {problem.message}")
        raise InvalidError(error.problems[-1:]) from error
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("id", "access"))
    writer.writerows(zip(measured.ids, map(repr, measured.access), strict=True))
    _tell(measured)


def _tell(measured: MeasuredFiles) -> None:
    if measured.unknown_rows:
        rows = "1 row" if measured.unknown_rows == 1 else f"{measured.unknown_rows:,} rows"
        say(f"{rows} of the costs name ids that the other files do not have, as {measured.unknown_id[:40]}.")
    if measured.unreached_ids:
        some = ", ".join(name[:40] for name in measured.unreached_ids[:_IDS_TOLD])
        more = len(measured.unreached_ids) - _IDS_TOLD
        rest = f" and {more:,} more" if more > 0 else ""
        say(f"A capacity of {measured.unreached:g} reaches nobody and is in no figure: {some}{rest}.")


def run_compute(settings: Settings) -> None:
    """Work out access of all areas now, where anything has changed since the last time."""
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(_compute(settings, server.url))


async def _compute(settings: Settings, url: str) -> None:
    from marketplace.gaps.areas import service as areas
    from marketplace.gaps.runs import service as runs
    from marketplace.places.service import open_gazetteer

    await check_up_to_date(url)
    began = time.monotonic()
    async with open_database(url):
        with show_steps() as steps:
            with steps.step("Places") as advance:
                gazetteer = await asyncio.to_thread(open_gazetteer, settings.data_dir, advance)
            with steps.step("Small areas"):
                await areas.build_areas(gazetteer)
            with steps.step("Access"):
                run = await runs.compute_run()
        latest = run or await runs.find_run()
    if latest is None:
        raise OperatorError("There are no small areas yet.")
    words = "worked out" if run else "up to date"
    print(
        f"Access is {words}: {latest.areas:,} small areas, {latest.listings:,} listings with something free, "
        f"{latest.unsaid:,} that do not say, {latest.unreached:,} that reach no area. "
        f"{time.monotonic() - began:.1f} seconds."
    )
