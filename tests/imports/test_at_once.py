"""Two at once: an import is brought in once and undone once, and nobody's change is lost."""

import asyncio

import pytest
from msgspec.structs import replace

from marketplace.councils import service as councils
from marketplace.jobs import service as jobs
from marketplace.jobs.schemas import Job
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.imports.carrying import service as carrying
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.imports.kept.schemas import ImportStatus, Outcome, Show
from marketplace.listings.schemas import ListingStatus
from marketplace.work import import_jobs
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.listings import FEW_PLACES
from tests.imports.conftest import GROUP, send


async def attempt(work):
    """Whether it was done; False when somebody was quicker."""
    try:
        await work
    except ConflictError:
        return False
    return True


async def stewards(number):
    await councils.add_council(COUNCIL, actor=ACTOR)
    return [await viewer_of(await make_account("steward")) for _ in range(number)]


async def rows_of(import_id, viewer):
    found = await imports.get_import(import_id, viewer)
    return (await imports.list_rows(found, Show.ALL, 1, 0)).items


def groups(number):
    """Rows that nobody takes for each other."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        {**GROUP, "Title": letters[each % 26] * 8 + letters[each // 26] * 9, "Provider": f"Group {each}"}
        for each in range(number)
    ]


async def start(import_id, version, viewer):
    await carrying.start_import(import_id, version, viewer, gazetteer=FEW_PLACES)


async def undo(import_id, version, viewer):
    await carrying.start_undo(import_id, version, viewer, gazetteer=FEW_PLACES)


async def test_of_many_who_bring_an_import_in_at_once_one_does(committed_db):
    people = await stewards(4)
    import_id = await send(people[0], *groups(5))
    done = await asyncio.gather(*(attempt(start(import_id, 1, person)) for person in people))
    assert sorted(done) == [False, False, False, True]
    assert (await listings.count_listings()).public == 5


async def test_of_many_who_undo_an_import_at_once_one_does(committed_db):
    people = await stewards(4)
    import_id = await send(people[0], *groups(5))
    await start(import_id, 1, people[0])
    done = await asyncio.gather(*(attempt(undo(import_id, 2, person)) for person in people))
    assert sorted(done) == [False, False, False, True]
    assert (await listings.count_listings()).public == 0


async def test_the_same_file_in_two_imports_at_once_is_listed_once(committed_db):
    people = await stewards(2)
    both = [await send(person, *groups(5)) for person in people]
    await asyncio.gather(*(start(id_, 1, person) for id_, person in zip(both, people, strict=True)))
    assert (await listings.count_listings()).public == 5
    outcomes = {row.outcome for id_ in both for row in await rows_of(id_, people[0])}
    assert outcomes == {Outcome.ADDED, Outcome.LISTED}


async def test_an_edit_beside_an_undo_is_never_lost(committed_db):
    (steward,) = await stewards(1)
    import_id = await send(steward, *groups(6))
    await start(import_id, 1, steward)
    rows = await rows_of(import_id, steward)
    drafts = {row.listing: (await listings.get_stored(row.listing)).draft for row in rows}

    async def edit(listing_id):
        draft = replace(drafts[listing_id], summary="We meet in the other hall from now on.")
        await listings.update_listing(listing_id, draft, 1, gazetteer=FEW_PLACES, actor=ACTOR)

    edits = [attempt(edit(row.listing)) for row in rows]
    done = await asyncio.gather(*edits[:3], undo(import_id, 2, steward), *edits[3:])
    was_edited = dict(zip(drafts, (*done[:3], *done[4:]), strict=True))
    for row in await rows_of(import_id, steward):
        stored = await listings.get_stored(row.listing)
        if was_edited[row.listing]:
            assert (stored.status, row.undone) == (ListingStatus.PUBLISHED, "left")
            assert stored.draft.summary == "We meet in the other hall from now on."
        else:
            assert (stored.status, row.undone) == (ListingStatus.WITHDRAWN, "undone")


def the_job(import_id, *, is_last_try=False):
    return Job(kind=carrying.JOB, payload={"import": str(import_id)}, tries=0, is_last_try=is_last_try)


async def test_many_rows_are_brought_in_and_taken_back_by_a_job_once(committed_db, data_dir, monkeypatch):
    monkeypatch.setattr(carrying, "MOST_AT_ONCE", 5)
    people = await stewards(3)
    import_id = await send(people[0], *groups(6))
    done = await asyncio.gather(*(attempt(start(import_id, 1, person)) for person in people))
    assert sorted(done) == [False, False, True]
    assert (await jobs.count_jobs()).waiting == 1
    kind = import_jobs(Settings(data_dir=data_dir))
    await asyncio.gather(*(kind.run(the_job(import_id)) for _ in range(3)))
    assert (await listings.count_listings()).public == 6
    found = await imports.get_import(import_id, people[0])
    assert found.status is ImportStatus.IMPORTED
    async with connection() as raw:
        await raw.execute("DELETE FROM pgqueuer")
    await undo(import_id, found.version, people[0])
    await asyncio.gather(*(kind.run(the_job(import_id)) for _ in range(3)))
    assert (await listings.count_listings()).public == 0
    assert (await imports.get_import(import_id, people[0])).status is ImportStatus.UNDONE


async def test_after_a_job_that_died_a_steward_can_try_again(committed_db, data_dir, monkeypatch):
    monkeypatch.setattr(carrying, "MOST_AT_ONCE", 5)
    (steward,) = await stewards(1)
    import_id = await send(steward, *groups(6))
    await start(import_id, 1, steward)

    async def fail(*_args, **_values):
        raise OSError("no memory")

    monkeypatch.setattr(carrying.listings, "load_listings", fail)
    kind = import_jobs(Settings(data_dir=data_dir))
    for is_last_try, status in ((False, ImportStatus.IMPORTING), (True, ImportStatus.OPEN)):
        with pytest.raises(OSError, match="no memory"):
            await kind.run(the_job(import_id, is_last_try=is_last_try))
        found = await imports.get_import(import_id, steward)
        assert found.status is status
