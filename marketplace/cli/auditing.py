"""`marketplace audit-export`: what was done, as a file for the operator, who sees all of it."""

# ruff: noqa: T201 - this is the command line

import asyncio
import os
from pathlib import Path

from marketplace.administration.trail import service
from marketplace.administration.trail.rules import Asked
from marketplace.audit.schemas import EntryFilter
from marketplace.cli.databases import Server, database_server, open_database
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.tasks import check_up_to_date
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from marketplace.places.service import get_council

ACTOR = "audit-export"


def run_audit_export(settings: Settings, path: Path, council: str | None) -> None:
    """Write the audit trail to a file that only its owner may read; a file that is there already stays."""
    if council not in {None, NATIONAL}:
        get_council(council or "")
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(_export(server, path, council))
    print(f"What was done is in {path}.")


async def _export(server: Server, path: Path, council: str | None) -> None:
    await check_up_to_date(server.url)
    async with open_database(server.url):
        wanted = await service.filter_for(council, Asked(), None) if council else EntryFilter()
        try:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise OperatorError(f"{path} is there already: choose another name for the file.") from error
        except OSError as error:
            raise OperatorError(f"{path} cannot be written ({error.strerror}).") from error
        with os.fdopen(opened, "w", encoding="utf-8", newline="") as file:
            async for lines in service.export_lines(wanted):
                file.write(lines)
        await service.record_export(council, Asked(), actor=ACTOR)
