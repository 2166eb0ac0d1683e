"""The door of imports on the web, up to the decision. One function = one use case = one transaction.

An import of a council whose steward the viewer is not is not there: NotFoundError.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import IMPORTS
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import council_name, list_council_settings, list_councils_in_system
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.listings.imports.kept import repository, rules
from marketplace.listings.imports.kept.schemas import (
    Counts,
    Import,
    ImportLine,
    ImportProblem,
    ImportStatus,
    NewRow,
    Origin,
    Row,
    RowState,
    Show,
    WaitingRow,
    Words,
)
from marketplace.listings.imports.merging.rules import fill
from marketplace.listings.imports.nearness import repository as nearness
from marketplace.listings.imports.nearness.rules import find_alike, subject_of
from marketplace.listings.imports.nearness.schemas import Alike
from marketplace.listings.imports.reading.schemas import ReadRow, Table
from marketplace.listings.imports.reading.service import problem_of, read_rows, read_table
from marketplace.listings.imports.repository import WEB_LIMITS, FileError
from marketplace.listings.imports.schemas import RowProblem
from marketplace.listings.overview.schemas import Scope
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.schemas import ListingDraft, ListingStatus

PER_PAGE = 25
_ONE_AT_A_TIME = asyncio.Lock()
"""A file may take seconds and a hundred megabytes to read: a process reads one at a time, in one thread, so
that there are threads for all else."""


async def add_import(
    content: bytes, name: str, council_code: str, viewer: Viewer, *, gazetteer: PlaceFinder
) -> UUID:
    """Read what a steward sent, compare it with what is listed, and keep it; nothing is listed by this.

    Raises:
        NotFoundError: the viewer is no steward of this council.
        InvalidError: the file cannot be read (field "file").
        TooManyError: the viewer sent very many just now.
    """
    _check_steward(viewer, council_code)
    await limits.check(IMPORTS, viewer.actor)
    name = rules.file_name(name)
    try:
        async with _ONE_AT_A_TIME:
            table, read = await asyncio.to_thread(_read, content, Path(name).suffix, gazetteer)
    except FileError as error:
        raise InvalidError([ImportProblem(field="file", message=str(error))]) from error
    scope = await scope_of(council_code)
    states = await _states(read, council_code)
    ready = {row.number: row for row in read if states[row.number] is RowState.READY}
    alike = await asyncio.to_thread(
        find_alike,
        {number: subject_of(row.draft) for number, row in ready.items()},
        {number: _base_of(row.draft) for number, row in ready.items()},
        await nearness.list_listed(scope),
    )
    rows = [_new_row(table, row, states[row.number], alike.get(row.number, ()), council_code) for row in read]
    head = Import(
        id=uuid4(),
        council_code=council_code,
        file_name=name,
        status=ImportStatus.OPEN,
        version=1,
        ignored=table.ignored,
        created_by=UUID(viewer.actor),
        created_at=clock.now(),
        imported_by=None,
        imported_at=None,
        undone_by=None,
        undone_at=None,
    )
    async with transaction():
        await repository.add_import(head, rows)
        await record("upload", head, viewer.actor, after={"rows": len(rows)})
    return head.id


def _read(content: bytes, suffix: str, gazetteer: PlaceFinder) -> tuple[Table, list[ReadRow]]:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / f"listings{suffix}"
        path.write_bytes(content)
        table = read_table(path, WEB_LIMITS)
        return table, read_rows(table, gazetteer)


async def _states(read: Sequence[ReadRow], council_code: str) -> dict[int, RowState]:
    settings = await list_council_settings({row.council_code for row in read})
    states = {}
    for row in read:
        found = settings[row.council_code]
        responsible = found.code if found.is_in_system else NATIONAL
        states[row.number] = RowState.READY if responsible == council_code else RowState.ELSEWHERE
        if row.problems:
            states[row.number] = RowState.PROBLEM
    return states


def _base_of(draft: ListingDraft) -> str:
    base = draft.area.base_postcode if draft.area else None
    return "".join((base or "").split()).upper()


def _new_row(
    table: Table, row: ReadRow, state: RowState, alike: tuple[Alike, ...], council_code: str
) -> NewRow:
    problems = row.problems
    if state is RowState.ELSEWHERE:
        cells = table.rows[row.number]
        key = next((key for key in ("venue_postcode", "base_postcode", "areas") if key in cells), "")
        message = _("This is not in %(council)s, so it is left out.", council=council_name(council_code))
        problems = (problem_of(table, row.number, key, message),)
    return NewRow(
        row.number,
        state,
        row.draft.organization.name.strip(),
        row.draft.title.strip(),
        row.draft,
        problems,
        alike,
        rules.first_choice(alike),
    )


async def list_imports(viewer: Viewer, page: int = 1) -> Page[ImportLine]:
    """Imports of the councils whose steward the viewer is, newest first."""
    codes = viewer.councils(Role.STEWARD)
    items, total = await repository.list_imports(codes, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def get_import(import_id: UUID, viewer: Viewer, *, hold: bool = False) -> Import:
    """An import.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    found = await repository.find_import(import_id, hold=hold)
    if found is None:
        raise _not_found()
    _check_steward(viewer, found.council_code)
    return found


async def count_rows(import_id: UUID) -> Counts:
    """How many rows of each sort; the caller has asked for the import itself."""
    return await repository.count_rows(import_id)


async def list_rows(found: Import, show: Show, page: int, total: int) -> Page[Row]:
    """A page of rows of a sort, of which there are `total`."""
    items = await repository.list_rows(found.id, show, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def words_of(found: Import, rows: Sequence[Row]) -> dict[UUID | int, Words]:
    """What listings and rows are called that rows may be the same as, or became.

    By id and by number; a listing that is no longer the council's is not among them.
    """
    ids = {each.listing for row in rows for each in row.alike if each.listing}
    ids |= {row.listing for row in rows if row.listing}
    numbers = {each.row for row in rows for each in row.alike if each.row}
    words: dict[UUID | int, Words] = {}
    if ids:
        listed = await nearness.find_words(await scope_of(found.council_code), ids)
        words |= {
            id_: Words(row["title"], row["provider"], row["place"], ListingStatus(row["status"]))
            for id_, row in listed.items()
        }
    if numbers:
        earlier = await repository.find_rows(found.id, sorted(numbers))
        words |= {number: Words(row.title, row.provider) for number, row in earlier.items()}
    return words


async def get_merge(
    import_id: UUID, number: int, listing_id: UUID | None, viewer: Viewer
) -> tuple[Import, WaitingRow, ListingDraft | None, ListingDraft]:
    """What merging a row into a listing would change: the import, the row, the listing before and after.

    Without a listing, or with one that the row is not like, it is the row as a new listing.

    Raises:
        NotFoundError: no such import, or no such row that is ready, for this viewer.
    """
    found = await get_import(import_id, viewer)
    row = await repository.find_waiting(import_id, number)
    if row is None:
        raise _not_found()
    offered = {each.listing for each in row.alike if each.can_merge}
    scope = await scope_of(found.council_code)
    if listing_id not in offered or not await nearness.find_words(scope, [listing_id] if listing_id else []):
        return found, row, None, row.draft
    assert listing_id is not None
    before = (await listings.get_stored(listing_id)).draft
    return found, row, before, fill(before, row.draft)


async def list_origins(listing_id: UUID, viewer: Viewer) -> tuple[Origin, ...]:
    """Imports that added a listing or added to it, of councils whose steward the viewer is, newest first."""
    return tuple(await repository.list_origins(listing_id, viewer.councils(Role.STEWARD)))


async def list_problems(import_id: UUID, viewer: Viewer) -> list[RowProblem]:
    """Everything that is wrong, in the order of rows.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    await get_import(import_id, viewer)
    return await repository.list_problems(import_id)


async def drop_old_rows() -> int:
    """Forget what old imports say; those that nobody finished are over. Returns how many it were."""
    async with transaction():
        due = await repository.list_due(clock.now() - rules.KEPT_FOR)
        for import_id, status in due:
            await repository.empty_rows(import_id, keep_problems=False)
            if status is ImportStatus.OPEN:
                await repository.update_import(import_id, ImportStatus.DISCARDED)
    return len(due)


async def scope_of(council_code: str) -> Scope:
    """Whose listings a council's are; NATIONAL stands for all places not in the system."""
    if council_code != NATIONAL:
        return Scope(codes=(council_code,))
    in_system = tuple(council.code for council in await list_councils_in_system())
    return Scope(codes=(), has_rest=True, in_system=in_system)


async def record(action: str, found: Import, actor: str, after: object = None) -> None:
    """Record what was done to an import, for the administrators of its council."""
    await audit.record(action, rules.RECORD_TYPE, found.id, actor, after=after, council=found.council_code)


class ImportHolder:
    """What this room keeps about an account: which spreadsheets it sent, brought in or undid."""

    name = "imports"

    async def export(self, account_id: UUID) -> object:
        """The imports, without their rows: those are about others."""
        return await repository.list_of_account(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Nothing here: an import is the council's and names the account by its id alone."""


def _check_steward(viewer: Viewer, council_code: str) -> None:
    if not viewer.may(Role.STEWARD, council_code):
        raise _not_found()


def _not_found() -> NotFoundError:
    return NotFoundError(_("This import is not here."))
