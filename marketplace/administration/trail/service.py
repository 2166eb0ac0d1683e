"""Reads the audit trail with the names of those who did it, for pages, the file and the command."""

from collections.abc import AsyncIterator, Iterable
from uuid import UUID

from msgspec import structs

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_names
from marketplace.administration.trail import rules
from marketplace.audit import service as audit
from marketplace.audit.schemas import Entry, EntryFilter
from marketplace.concerns.handling.service import own_concerns
from marketplace.councils import service as councils
from marketplace.kernel.spreadsheets import csv_lines

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheet programs on Windows take the file for another encoding."""


async def filter_for(council_code: str, asked: rules.Asked, viewer: Viewer | None) -> EntryFilter:
    """The filter for one council's entries.

    A viewer who is a provider too sees nothing of concerns about their own listings; None = the operator.
    """
    in_system = tuple(council.code for council in await councils.list_councils_in_system())
    own = await own_concerns(viewer) if viewer else None
    return structs.replace(rules.filter_of(asked, council_code, in_system), without=own)


async def names_of(entries: Iterable[Entry]) -> dict[UUID, str]:
    """Names of the accounts that did something; one statement."""
    ids = {UUID(entry.actor) for entry in entries if rules.is_account(entry.actor)}
    return await list_names(ids) if ids else {}


async def export_lines(wanted: EntryFilter) -> AsyncIterator[str]:
    """The entries of a filter as CSV, newest first, in pieces: a row for each field that changed.

    No cell can be taken for a formula. Times are UTC, as ISO 8601.
    """
    yield BYTE_ORDER_MARK + csv_lines([rules.COLUMNS])
    async for entries in audit.stream_entries(wanted):
        names = await names_of(entries)
        yield csv_lines(row for entry in entries for row in rules.file_rows(entry, names))


async def record_export(council_code: str | None, asked: rules.Asked, *, actor: str) -> None:
    """Record that somebody took the file away, and by which filter; None = the file of all councils."""
    record_id = councils.council_id(council_code) if council_code else None
    await audit.record("export", "audit", record_id, actor, after=asked, council=council_code)
