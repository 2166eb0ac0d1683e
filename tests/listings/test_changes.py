"""What a change leaves behind, and that two changes at once have one right outcome."""

import asyncio
from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.kernel.database import DB, transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings import service
from marketplace.listings.indexing import repository as indexing
from marketplace.listings.indexing import service as indexing_service
from marketplace.listings.schemas import CqcStatus, ListingStatus, Schedule
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    create,
    make_activity,
    make_enterprise,
    make_organization,
    make_personal_assistant,
    publish,
    suspend,
)


async def update(listing_id, draft, version):
    return await service.update_listing(listing_id, draft, version, gazetteer=FEW_PLACES, actor=ACTOR)


async def test_each_change_raises_the_version_and_marks_the_listing_dirty(db):
    draft = make_activity()
    listing_id = await create(draft)
    assert await indexing.list_dirty("embedded") == {listing_id: 1}
    await service.submit_listing(listing_id, actor=ACTOR)
    await service.publish_listing(listing_id, actor=ACTOR)
    assert await indexing.list_dirty("embedded") == {listing_id: 3}
    assert await update(listing_id, replace(draft, title="Another title"), 3) == 4
    await service.confirm_listing(listing_id, actor=ACTOR)
    await suspend(listing_id)
    assert await indexing.list_dirty("embedded") == {listing_id: 6}
    assert (await service.get_stored(listing_id)).version == 6


async def test_each_change_is_on_record_with_before_and_after(db):
    draft = make_activity()
    listing_id = await publish(draft)
    await service.update_listing(
        listing_id, replace(draft, title="Another title"), 3, gazetteer=FEW_PLACES, actor="the owner"
    )
    history = await audit.list_history("listing", listing_id)
    assert [entry.action for entry in history] == ["create", "submit", "publish", "update"]
    assert history[-1].actor == "the owner"
    assert (history[-1].before, history[-1].after) == ({"title": draft.title}, {"title": "Another title"})


@pytest.mark.parametrize("make", [make_personal_assistant, make_activity, make_enterprise])
async def test_update_replaces_everything(db, make):
    first = make_activity() if make is make_enterprise else make_enterprise(workers=1)
    listing_id = await create(first)
    second = make(organization=first.organization)
    if second.kind.value == "personal_assistant":
        second = replace(second, organization=replace(first.organization, name="Amina K."))
    await update(listing_id, second, 1)
    stored = (await service.get_stored(listing_id)).draft
    assert stored == replace(second, id=listing_id, confirmed_on=stored.confirmed_on)


async def test_venue_that_is_given_up_leaves_no_location_behind(db):
    draft = make_activity()
    listing_id = await create(draft)
    await update(listing_id, make_enterprise(organization=draft.organization), 1)
    assert (await service.get_stored(listing_id)).draft.venue is None
    connection = DB.current_transaction.get().connection
    assert await connection.fetchval("SELECT count(*) FROM location") == 0


async def test_update_of_what_somebody_else_changed_is_a_conflict_told_plainly(db):
    draft = make_activity()
    listing_id = await create(draft)
    await update(listing_id, draft, 1)
    with pytest.raises(ConflictError, match="Somebody changed this listing"):
        await update(listing_id, draft, 1)


async def test_update_of_nothing_is_not_found(db):
    with pytest.raises(NotFoundError):
        await update(uuid4(), make_activity(), 1)


async def test_withdrawn_listing_cannot_be_updated(db):
    draft = make_activity()
    listing_id = await publish(draft)
    await service.withdraw_listing(listing_id, actor=ACTOR)
    with pytest.raises(ConflictError, match="taken down"):
        await update(listing_id, draft, 4)


async def test_listing_stays_with_its_organization(db):
    draft = make_activity()
    listing_id = await create(draft)
    with pytest.raises(InvalidError, match="stays with the organisation"):
        await update(listing_id, replace(draft, organization=make_organization("Other Makers")), 1)


async def test_wrong_update_changes_nothing(db):
    draft = make_activity()
    listing_id = await create(draft)
    with pytest.raises(InvalidError):
        await update(listing_id, replace(draft, title=""), 1)
    assert (await service.get_stored(listing_id)).version == 1


async def test_new_name_of_an_organization_reaches_all_its_listings(db):
    organization = make_organization("Old Name")
    first = await publish(make_activity(organization=organization))
    second = await publish(make_activity(organization=organization, title="Thursday art group"))
    await service.update_organization(replace(organization, name="New Name"), actor=ACTOR)
    cards = await service.list_cards([first, second])
    assert {card.provider for card in cards.values()} == {"New Name"}
    assert {card.version for card in cards.values()} == {4}
    assert await indexing.list_dirty("embedded") == {first: 4, second: 4}


async def test_update_of_one_listing_that_renames_its_organization_reaches_the_others(db):
    draft = make_activity(organization=make_organization("Old Name"))
    first = await publish(draft)
    second = await publish(replace(draft, title="Thursday art group"))
    renamed = replace(draft, organization=replace(draft.organization, name="New Name"))
    assert await update(first, renamed, 3) == 4
    assert await indexing.list_dirty("embedded") == {first: 4, second: 4}


async def test_second_listing_leaves_its_organization_as_it_is(db):
    organization = make_organization("First Name")
    first = await publish(make_activity(organization=organization))
    await publish(
        make_activity(organization=replace(organization, name="Somebody Else"), title="Other group")
    )
    assert (await service.get_listing(first)).provider == "First Name"


async def test_update_of_an_unknown_organization_is_not_found(db):
    with pytest.raises(NotFoundError):
        await service.update_organization(make_organization(), actor=ACTOR)


async def test_same_id_twice_is_a_conflict(committed_db):
    draft = make_activity(id=uuid4())
    await create(draft)
    with pytest.raises(ConflictError, match="already"):
        await create(draft)


async def test_of_two_updates_at_once_one_wins_and_the_other_is_told(committed_db):
    draft = make_activity()
    listing_id = await publish(draft)
    titles = [f"Title of writer {number}" for number in range(4)]
    outcomes = await asyncio.gather(
        *(update(listing_id, replace(draft, title=title), 3) for title in titles), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ConflictError"] * 3 + ["int"]
    won = titles[next(number for number, outcome in enumerate(outcomes) if outcome == 4)]
    listing = await service.get_listing(listing_id)
    assert (listing.title, listing.version) == (won, 4)
    assert len(await audit.list_history("listing", listing_id)) == 4


async def test_changes_of_listings_of_one_organization_at_once_do_not_block_each_other_for_ever(committed_db):
    organization = make_organization("Old Name")
    drafts = [make_activity(organization=organization, title=f"Group number {number}") for number in range(4)]
    ids = [await publish(draft) for draft in drafts]
    renamed = [
        replace(draft, organization=replace(organization, name=f"Name {number}"))
        for number, draft in enumerate(drafts)
    ]
    outcomes = await asyncio.wait_for(
        asyncio.gather(
            *(update(id_, draft, 3) for id_, draft in zip(ids, renamed, strict=True)), return_exceptions=True
        ),
        10,
    )
    assert all(outcome == 4 or isinstance(outcome, ConflictError) for outcome in outcomes)
    assert len({card.provider for card in (await service.list_cards(ids)).values()}) == 1


async def test_change_that_fails_leaves_no_trace(committed_db):
    draft = make_activity()
    listing_id = await create(draft)

    async def submit_and_fail():
        async with transaction():
            await service.submit_listing(listing_id, actor=ACTOR)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await submit_and_fail()
    assert (await service.get_stored(listing_id)).status is ListingStatus.DRAFT
    assert await indexing.list_dirty("embedded") == {listing_id: 1}
    assert len(await audit.list_history("listing", listing_id)) == 1


async def test_publisher_is_woken_when_a_change_is_committed(committed_db):
    heard = asyncio.Event()
    async with DB.pool.acquire() as listener:
        await listener.add_listener(indexing_service.CHANNEL, lambda *_: heard.set())
        await create(make_activity())
        await asyncio.wait_for(heard.wait(), 5)
        await listener.reset(timeout=5)


async def test_database_refuses_what_no_service_would_write(db):
    listing_id = await create(make_activity())
    connection = DB.current_transaction.get().connection
    for change in (
        "status = 'lost'",
        "kind = 'agency'",
        "price_pence = -1",
        "minimum_age = 9, maximum_age = 8",
        "cqc_status = 'registered', cqc_location_id = NULL",
        "status = 'published'",
        "places = -1",
    ):
        savepoint = connection.transaction()
        await savepoint.start()
        with pytest.raises(Exception, match="violates check constraint"):
            await connection.execute(f"UPDATE service SET {change} WHERE id = $1", listing_id)
        await savepoint.rollback()


async def test_cqc_registration_is_kept(db):
    draft = make_enterprise(
        support_types=("personal_care",), cqc_status=CqcStatus.REGISTERED, cqc_location_id="1-123456789"
    )
    listing = await service.get_listing(await publish(draft))
    assert (listing.cqc_status, listing.cqc_location_id) == (CqcStatus.REGISTERED, "1-123456789")


async def test_schedule_comes_back_in_the_order_of_the_week(db):
    from datetime import time

    times = [Schedule(day=day, opens_at=time(10), closes_at=time(12)) for day in ("sun", "wed", "mon")]
    listing = await service.get_listing(await publish(make_activity(schedule=(*times, times[0]))))
    assert [entry.day for entry in listing.schedule] == ["mon", "wed", "sun"]
