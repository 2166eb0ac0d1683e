"""Brings in what was decided, and takes it back: all of it or nothing, once however often it is asked for.

A few hundred rows are done at once, more in a job. Both hold the import's row, so that of two that press the
button one does it and the other is told.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import list_council_settings
from marketplace.jobs.service import enqueue
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import service as listings
from marketplace.listings.history.service import get_version
from marketplace.listings.imports.carrying import repository
from marketplace.listings.imports.carrying.repository import Held, Touched
from marketplace.listings.imports.duplicates import repository as alike
from marketplace.listings.imports.kept import repository as kept
from marketplace.listings.imports.kept import rules
from marketplace.listings.imports.kept.schemas import (
    Choice,
    Done,
    Import,
    ImportStatus,
    Outcome,
    WaitingRow,
)
from marketplace.listings.imports.kept.service import get_import, record, scope_of
from marketplace.listings.imports.merging.rules import fill, restore
from marketplace.listings.imports.nearness import repository as nearness
from marketplace.listings.imports.nearness.rules import subject_of
from marketplace.listings.imports.nearness.schemas import Why
from marketplace.listings.records.service import PlaceFinder, settle
from marketplace.listings.schemas import ListingDraft, ListingStatus

MOST_AT_ONCE = 500
"""With more rows than this it is done by a job: a page answers within seconds."""
JOB = "listing import"
UNDONE, LEFT = "undone", "left"


async def start_import(
    import_id: UUID, expected_version: int, viewer: Viewer, *, gazetteer: PlaceFinder
) -> ImportStatus:
    """Bring in the rows as chosen; return `imported`, or `importing` where a job does it.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it is decided already, somebody chose otherwise meanwhile, or no row is to come in.
    """
    async with transaction():
        found = await get_import(import_id, viewer, hold=True)
        rules.check_open(found, expected_version)
        counts = await kept.count_rows(import_id)
        number = counts.new + counts.merge
        if not number:
            raise ConflictError(_("There is no row to bring in."))
        by = {"imported_by": UUID(viewer.actor)}
        if number > MOST_AT_ONCE:
            await kept.update_import(import_id, ImportStatus.IMPORTING, **by)
            await _enqueue(import_id)
            return ImportStatus.IMPORTING
        await _bring_in(found, viewer.actor, gazetteer)
        await kept.update_import(import_id, ImportStatus.IMPORTED, imported_at=clock.now(), **by)
    return ImportStatus.IMPORTED


async def start_undo(
    import_id: UUID, expected_version: int, viewer: Viewer, *, gazetteer: PlaceFinder
) -> ImportStatus:
    """Take back what an import did; return `undone`, or `undoing` where a job does it.

    What it added is taken down and what it merged is as before, but for listings that somebody changed,
    confirmed, hid or took on since: those stay as they are, and the rows say so.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it was never brought in, or was undone already.
    """
    async with transaction():
        found = await get_import(import_id, viewer, hold=True)
        if found.status is not ImportStatus.IMPORTED or found.version != expected_version:
            words = rules.closed_words(found.status)
            raise ConflictError(words or _("These rows were not brought in yet."))
        by = {"undone_by": UUID(viewer.actor)}
        counts = await kept.count_rows(import_id)
        if counts.added + counts.merged > MOST_AT_ONCE:
            await kept.update_import(import_id, ImportStatus.UNDOING, **by)
            await _enqueue(import_id)
            return ImportStatus.UNDOING
        await _take_back(found, viewer.actor, gazetteer)
        await kept.update_import(import_id, ImportStatus.UNDONE, undone_at=clock.now(), **by)
    return ImportStatus.UNDONE


async def _enqueue(import_id: UUID) -> None:
    await enqueue(JOB, {"import": str(import_id)}, key=f"{JOB} {import_id}")


async def carry_out(import_id: UUID, *, gazetteer: PlaceFinder) -> None:
    """What a job does: bring in or take back what waits for it. A second time nothing waits any more."""
    async with transaction():
        found = await kept.find_import(import_id, hold=True)
        if found is None:
            return
        if found.status is ImportStatus.IMPORTING:
            await _bring_in(found, str(found.imported_by), gazetteer)
            await kept.update_import(import_id, ImportStatus.IMPORTED, imported_at=clock.now())
        elif found.status is ImportStatus.UNDOING:
            await _take_back(found, str(found.undone_by), gazetteer)
            await kept.update_import(import_id, ImportStatus.UNDONE, undone_at=clock.now())


async def give_up(import_id: UUID) -> None:
    """What a job does whose last try failed: the import is as it was, so that a steward can try again."""
    before = {ImportStatus.IMPORTING: ImportStatus.OPEN, ImportStatus.UNDOING: ImportStatus.IMPORTED}
    async with transaction():
        found = await kept.find_import(import_id, hold=True)
        if found is not None and found.status in before:
            await kept.update_import(import_id, before[found.status])


async def _bring_in(found: Import, actor: str, gazetteer: PlaceFinder) -> None:
    await alike.take_turn()
    rows = await kept.list_waiting(found.id)
    done = [Done(row.number, Outcome.LEFT) for row in rows if row.choice is Choice.LEAVE]
    merging = [row for row in rows if row.choice is Choice.MERGE]
    held = await repository.hold([row.target for row in merging if row.target])
    new, left = await _choose_new(found, [row for row in rows if row.choice is Choice.NEW], gazetteer)
    drafts = await _with_known_organizations(rows, new)
    done += left
    done += await _merge(found, merging, held, actor, gazetteer)
    await listings.load_listings(drafts.values(), gazetteer=gazetteer, actor=actor)
    done += [Done(number, Outcome.ADDED, draft.id, version_after=1) for number, draft in drafts.items()]
    await repository.set_outcomes(found.id, done)
    await kept.empty_rows(found.id, keep_problems=True)
    counted = [each.outcome for each in done]
    after = {outcome: counted.count(outcome) for outcome in (Outcome.ADDED, Outcome.MERGED, Outcome.LEFT)}
    await record("import", found, actor, after=after)


async def _choose_new(
    found: Import, rows: Sequence[WaitingRow], gazetteer: PlaceFinder
) -> tuple[dict[int, ListingDraft], list[Done]]:
    """Those that can be added now, each with the id it gets; and what became of the others."""
    since = await nearness.list_listed(await scope_of(found.council_code), since=found.created_at)
    listed = {each.subject[:3] for each in since if each.can_merge}
    codes: dict[int, str | None] = {}
    left = []
    for row in rows:
        try:
            codes[row.number] = settle(row.draft, gazetteer).council_code
        except InvalidError:
            left.append(Done(row.number, Outcome.PROBLEM))
    settings = await list_council_settings(codes.values())
    new = {}
    for row in rows:
        if row.number not in codes:
            continue
        council = settings[codes[row.number]]
        if (council.code if council.is_in_system else NATIONAL) != found.council_code:
            left.append(Done(row.number, Outcome.ELSEWHERE))
        elif subject_of(row.draft)[:3] in listed:
            left.append(Done(row.number, Outcome.LISTED))
        else:
            new[row.number] = replace(row.draft, id=uuid4())
    return new, left


async def _with_known_organizations(
    rows: Sequence[WaitingRow], new: Mapping[int, ListingDraft]
) -> dict[int, ListingDraft]:
    """The new ones, with the organisations of listed ones that other rows of the same provider are.

    A name alone does not tell that two organisations are one; a listing in common does.
    """
    common = {row.draft.organization.id: listing for row in rows if (listing := _same_listing(row))}
    organizations = await repository.find_organizations(common.values())
    known = {mine: organizations[listing] for mine, listing in common.items() if listing in organizations}
    return {
        number: replace(
            draft,
            organization=replace(
                draft.organization, id=known.get(draft.organization.id, draft.organization.id)
            ),
        )
        for number, draft in new.items()
    }


def _same_listing(row: WaitingRow) -> UUID | None:
    if row.choice is Choice.MERGE:
        return row.target
    same = (each.listing for each in row.alike if each.why is Why.SAME and each.can_merge)
    return next(same, None) if row.choice is Choice.LEAVE else None


async def _merge(
    found: Import,
    rows: Sequence[WaitingRow],
    held: Mapping[UUID, Held],
    actor: str,
    gazetteer: PlaceFinder,
) -> list[Done]:
    scope = await scope_of(found.council_code)
    ours = await nearness.find_words(scope, list(held)) if held else {}
    done: list[Done] = []
    taken: set[UUID] = set()
    for row in rows:
        target = row.target
        assert target is not None
        if target not in ours or held[target].status is ListingStatus.WITHDRAWN:
            done.append(Done(row.number, Outcome.GONE))
        elif UUID(actor) in held[target].people:
            done.append(Done(row.number, Outcome.OWN))
        elif target in taken:
            done.append(Done(row.number, Outcome.TWICE))
        else:
            taken.add(target)
            done.append(await _merge_one(row, target, held[target].version, actor, gazetteer))
    return done


async def _merge_one(row: WaitingRow, target: UUID, version: int, actor: str, gazetteer: PlaceFinder) -> Done:
    before = (await listings.get_stored(target)).draft
    after = fill(before, row.draft)
    if after == before:
        return Done(row.number, Outcome.NOTHING)
    try:
        settle(after, gazetteer, target)
    except InvalidError:
        return Done(row.number, Outcome.PROBLEM)
    new_version = await listings.update_listing(target, after, version, gazetteer=gazetteer, actor=actor)
    return Done(row.number, Outcome.MERGED, target, version, new_version)


async def _take_back(found: Import, actor: str, gazetteer: PlaceFinder) -> None:
    rows = await repository.list_touched(found.id)
    held = await repository.hold([row.listing for row in rows])
    undone = {row.number: UNDONE if _is_untouched(row, held.get(row.listing)) else LEFT for row in rows}
    for row in rows:
        if undone[row.number] == LEFT:
            continue
        if row.outcome is Outcome.ADDED:
            await listings.withdraw_listing(row.listing, actor=actor)
        elif not await _restore(row, actor, gazetteer):
            undone[row.number] = LEFT
    await repository.set_undone(found.id, undone)
    said = list(undone.values())
    await record("undo_import", found, actor, after={name: said.count(name) for name in (UNDONE, LEFT)})


def _is_untouched(row: Touched, held: Held | None) -> bool:
    """Nobody changed it since, in any way that counts as a version, nor took it on."""
    if held is None or held.version != row.version_after or held.status is ListingStatus.WITHDRAWN:
        return False
    return row.outcome is Outcome.MERGED or not held.people


async def _restore(row: Touched, actor: str, gazetteer: PlaceFinder) -> bool:
    """Whether it could be. Past versions keep no private base: it stays, as all that a row never fills."""
    assert row.version_before is not None
    before = (await get_version(row.listing, row.version_before)).content.draft
    restored = restore((await listings.get_stored(row.listing)).draft, before)
    try:
        settle(restored, gazetteer, row.listing)
    except InvalidError:
        return False
    await listings.update_listing(row.listing, restored, row.version_after, gazetteer=gazetteer, actor=actor)
    return True
