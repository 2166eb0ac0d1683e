"""Saving listings: with an account and without, and what happens in between."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import ANONYMOUS
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.shortlists import repository, rules, service
from marketplace.shortlists.schemas import NOTHING, BrowserList
from marketplace.shortlists.tables import SavedListing as SavedTable
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import (
    create,
    make_activity,
    make_many,
    make_personal_assistant,
    publish,
    suspend,
)


async def make_viewer():
    return await viewer_of(await make_account("person"))


async def ids_of(viewer, kept=NOTHING):
    return [one.listing_id for one in await service.list_saved(viewer, kept)]


async def notes_of(viewer, kept=NOTHING):
    return {one.listing_id: one.note for one in await service.list_saved(viewer, kept)}


async def test_a_visitor_saves_into_the_browser_and_nothing_is_written(db):
    listing_id = await publish(make_activity())
    kept = await service.save_listing(listing_id, ANONYMOUS, NOTHING)
    assert kept.listing_ids == (listing_id,)
    assert await ids_of(ANONYMOUS, kept) == [listing_id]
    assert await SavedTable.count().where(SavedTable.listing == listing_id) == 0


async def test_an_account_saves_into_the_database_and_the_browser_keeps_nothing(db):
    viewer, listing_id = await make_viewer(), await publish(make_activity())
    assert await service.save_listing(listing_id, viewer, NOTHING) == NOTHING
    assert await ids_of(viewer) == [listing_id]
    assert await ids_of(await make_viewer()) == []


async def test_saving_twice_is_saving_once(db):
    viewer, listing_id = await make_viewer(), await publish(make_activity())
    for _ in range(2):
        await service.save_listing(listing_id, viewer, NOTHING)
    assert await ids_of(viewer) == [listing_id]


@pytest.mark.parametrize("who", ["visitor", "account"])
async def test_what_is_not_public_cannot_be_saved_and_is_not_told_from_what_is_not_there(db, who):
    viewer = ANONYMOUS if who == "visitor" else await make_viewer()
    draft, hidden = await create(make_activity()), await publish(make_personal_assistant())
    await suspend(hidden)
    words = set()
    for listing_id in (draft, hidden, uuid4()):
        with pytest.raises(NotFoundError) as refused:
            await service.save_listing(listing_id, viewer, NOTHING)
        words.add(str(refused.value))
    assert len(words) == 1


async def test_the_thirty_first_in_a_browser_is_refused_kindly_and_one_that_is_there_is_not(db):
    kept = BrowserList(tuple(uuid4() for _ in range(29)))
    first, second = [await publish(draft) for draft in make_many(2)]
    kept = await service.save_listing(first, ANONYMOUS, kept)
    with pytest.raises(InvalidError, match="sign in"):
        await service.save_listing(second, ANONYMOUS, kept)
    assert await service.save_listing(first, ANONYMOUS, kept) == kept


async def test_an_account_is_full_some_time_and_what_is_there_can_be_saved_again(db, monkeypatch):
    monkeypatch.setattr(rules, "MOST_IN_ACCOUNT", 2)
    viewer = await make_viewer()
    ids = [await publish(draft) for draft in make_many(3)]
    for listing_id in ids[:2]:
        await service.save_listing(listing_id, viewer, NOTHING)
    with pytest.raises(InvalidError):
        await service.save_listing(ids[2], viewer, NOTHING)
    await service.save_listing(ids[0], viewer, NOTHING)
    assert await ids_of(viewer) == [ids[1], ids[0]]


async def test_at_sign_in_the_browsers_list_moves_with_order_and_notes(db):
    viewer = await make_viewer()
    ids = [uuid4() for _ in range(5)]
    kept = BrowserList(tuple(ids), {ids[1]: "ring after 5"})
    assert await service.move_to_account(viewer, kept) == NOTHING
    assert await ids_of(viewer) == ids
    assert (await notes_of(viewer))[ids[1]] == "ring after 5"


async def test_moving_again_changes_nothing(db):
    viewer, one = await make_viewer(), uuid4()
    kept = BrowserList((one,), {one: "near the bus"})
    for _ in range(3):
        await service.move_to_account(viewer, kept)
    assert await notes_of(viewer) == {one: "near the bus"}


async def test_of_two_notes_both_stay(db):
    viewer, one = await make_viewer(), await publish(make_activity())
    await service.save_listing(one, viewer, NOTHING)
    await service.put_note(one, "at home: cheap", viewer, NOTHING)
    await service.move_to_account(viewer, BrowserList((one,), {one: "in the library: kind"}))
    await service.move_to_account(viewer, BrowserList((one,), {one: "in the library: kind"}))
    assert await notes_of(viewer) == {one: "at home: cheap\nin the library: kind"}


async def test_notes_that_are_put_together_again_and_again_stay_below_a_limit(db):
    viewer, one = await make_viewer(), uuid4()
    for number in range(12):
        await service.move_to_account(viewer, BrowserList((one,), {one: str(number) * rules.LONGEST_NOTE}))
    (note,) = (await notes_of(viewer)).values()
    assert len(note) == rules.LONGEST_MERGED_NOTE


async def test_who_has_still_to_give_the_second_factor_keeps_the_list_in_the_browser(db):
    account = await make_account("person")
    await accounts.set_second_factor(account.id, is_set=True)
    halfway = await viewer_of(account, second_factor=False)
    kept = BrowserList((uuid4(),))
    assert halfway.is_halfway
    assert await service.move_to_account(halfway, kept) == kept
    assert await repository.list_of_account(account.id) == ()


async def test_what_another_tab_left_in_the_browser_moves_with_the_next_change(db):
    viewer = await make_viewer()
    left, new = uuid4(), await publish(make_activity())
    kept = BrowserList((left,), {left: "mine"})
    assert await ids_of(viewer, kept) == [left]
    assert await service.save_listing(new, viewer, kept) == NOTHING
    assert set(await ids_of(viewer)) == {left, new}


async def test_what_is_removed_does_not_come_back_out_of_the_browser(db):
    viewer, one, other = await make_viewer(), uuid4(), uuid4()
    await service.move_to_account(viewer, BrowserList((one,)))
    await service.remove_listing(one, viewer, BrowserList((one, other)))
    assert await ids_of(viewer) == [other]


async def test_clearing_leaves_nothing_in_account_and_browser(db):
    viewer = await make_viewer()
    await service.move_to_account(viewer, BrowserList((uuid4(), uuid4())))
    assert await service.clear_list(viewer) == NOTHING
    assert await ids_of(viewer) == []
    assert await service.clear_list(ANONYMOUS) == NOTHING


@pytest.mark.parametrize("who", ["visitor", "account"])
async def test_a_note_is_for_a_saved_listing_only(db, who):
    viewer = ANONYMOUS if who == "visitor" else await make_viewer()
    with pytest.raises(NotFoundError):
        await service.put_note(uuid4(), "hello", viewer, NOTHING)


@pytest.mark.parametrize("who", ["visitor", "account"])
async def test_a_note_that_is_too_long_is_refused(db, who):
    viewer, one = ANONYMOUS if who == "visitor" else await make_viewer(), uuid4()
    with pytest.raises(InvalidError):
        await service.put_note(one, "x" * (rules.LONGEST_NOTE + 1), viewer, BrowserList((one,)))


async def test_notes_that_are_too_many_for_a_browser_are_refused_with_a_way_out(db):
    ids = tuple(uuid4() for _ in range(5))
    kept = BrowserList(ids)
    for one in ids[:2]:
        kept = await service.put_note(one, "x" * rules.LONGEST_NOTE, ANONYMOUS, kept)
    with pytest.raises(InvalidError, match="sign in"):
        await service.put_note(ids[2], "x" * rules.LONGEST_NOTE, ANONYMOUS, kept)


async def test_somebody_elses_list_is_out_of_reach(db):
    viewer, other, one = await make_viewer(), await make_viewer(), uuid4()
    await service.move_to_account(viewer, BrowserList((one,), {one: "mine"}))
    with pytest.raises(NotFoundError):
        await service.put_note(one, "changed", other, NOTHING)
    await service.remove_listing(one, other, NOTHING)
    await service.clear_list(other)
    assert await notes_of(viewer) == {one: "mine"}


async def test_a_page_learns_only_of_its_own_listings(db):
    viewer, one, other, left = await make_viewer(), uuid4(), uuid4(), uuid4()
    await service.move_to_account(viewer, BrowserList((one, other)))
    kept = BrowserList((left,))
    assert await service.find_saved(viewer, kept, [one, left, uuid4()]) == {one, left}
    assert await service.find_saved(ANONYMOUS, kept, [one, left]) == {left}
    assert await service.find_saved(viewer, kept, []) == frozenset()


async def test_what_is_kept_is_handed_over_and_erased(db):
    viewer, one = await make_viewer(), uuid4()
    await service.move_to_account(viewer, BrowserList((one,), {one: "kind"}))
    holder = service.ShortlistHolder()
    (handed,) = await holder.export(viewer.account_id)
    assert (handed.listing_id, handed.note) == (one, "kind")
    await accounts.delete_account(viewer.account_id, [holder], actor="test")
    assert await holder.export(viewer.account_id) == ()


async def test_two_tabs_that_sign_in_at_once_lose_nothing_and_write_nothing_twice(committed_db):
    viewer = await make_viewer()
    shared = [uuid4() for _ in range(10)]
    first, second = uuid4(), uuid4()
    lists = [
        BrowserList((first, *shared), {shared[0]: "a"}),
        BrowserList((*reversed(shared), second), {shared[0]: "b"}),
    ]
    for _ in range(5):
        await asyncio.gather(*(service.move_to_account(viewer, kept) for kept in lists * 3))
    saved = await notes_of(viewer)
    assert set(saved) == {first, second, *shared}
    assert sorted(saved[shared[0]].split("\n")) == ["a", "b"]


async def test_saving_while_the_account_goes_is_no_failure(committed_db):
    for _ in range(5):
        viewer, one = await make_viewer(), await publish(make_activity())
        kept = BrowserList((uuid4(),))

        async def save(viewer=viewer, one=one, kept=kept):
            with suppress(InvalidError):
                await service.save_listing(one, viewer, kept)

        leaving = accounts.delete_account(viewer.account_id, [service.ShortlistHolder()], actor="test")
        await asyncio.gather(save(), leaving, save())
        assert await repository.list_of_account(viewer.account_id) == ()
