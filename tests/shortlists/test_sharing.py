"""Shared lists: a copy behind a link that ends; and the list in a letter to its owner."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.limits.schemas import SHARED_LISTS
from marketplace.accounts.schemas import ANONYMOUS
from marketplace.accounts.service import delete_account
from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError, NotFoundError, TooManyError
from marketplace.links import service as links
from marketplace.links.tables import StoredLink
from marketplace.mail.service import LetterHolder
from marketplace.mail.tables import StoredLetter
from marketplace.shortlists import rules
from marketplace.shortlists.schemas import NOTHING, SHARED, BrowserList, SavedListing
from marketplace.shortlists.service import ShortlistHolder, list_saved, move_to_account
from marketplace.shortlists.sharing import service as sharing
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, make_personal_assistant, publish, suspend

HOST = "192.0.2.7"
SAVED = (SavedListing(listing_id=uuid4(), note="kind people"), SavedListing(listing_id=uuid4()))


async def make_viewer():
    return await viewer_of(await make_account("person"))


async def test_a_visitor_shares_a_copy_without_notes_and_without_a_name(db):
    token = await sharing.share_list(SAVED, ANONYMOUS, host=HOST, with_notes=True)
    shared = await sharing.get_shared(token)
    assert [one.listing_id for one in shared.saved] == [one.listing_id for one in SAVED]
    assert [one.note for one in shared.saved] == ["", ""]
    assert shared.account_id is None


@pytest.mark.parametrize("with_notes", [True, False])
async def test_an_account_chooses_whether_notes_go_along(db, with_notes):
    token = await sharing.share_list(SAVED, await make_viewer(), host=HOST, with_notes=with_notes)
    notes = [one.note for one in (await sharing.get_shared(token)).saved]
    assert notes == (["kind people", ""] if with_notes else ["", ""])


async def test_what_is_saved_later_is_not_in_the_copy(db):
    viewer = await make_viewer()
    await move_to_account(viewer, BrowserList((SAVED[0].listing_id,)))
    token = await sharing.share_list(await list_saved(viewer, NOTHING), viewer, host=HOST)
    await move_to_account(viewer, BrowserList((SAVED[1].listing_id,)))
    assert len((await sharing.get_shared(token)).saved) == 1


async def test_the_link_ends_by_itself_and_nothing_of_it_stays(db):
    token = await sharing.share_list(SAVED, ANONYMOUS, host=HOST)
    with clock.stopped_at(clock.now() + sharing.LASTS - timedelta(minutes=1)):
        assert await sharing.get_shared(token)
    with clock.stopped_at(clock.now() + sharing.LASTS + timedelta(minutes=1)):
        with pytest.raises(NotFoundError):
            await sharing.get_shared(token)
        await links.drop_expired_links()
    assert await StoredLink.count().where(StoredLink.purpose == SHARED) == 0


async def test_a_link_for_something_else_opens_no_list_and_the_other_way_round(db):
    other = await links.make_link(
        "still_correct", record_id=uuid4(), expires_at=clock.now() + timedelta(days=1)
    )
    token = await sharing.share_list(SAVED, ANONYMOUS, host=HOST)
    for each, purpose in ((other, SHARED), (token, "still_correct"), ("x", SHARED)):
        with pytest.raises(NotFoundError):
            await links.find_link(each, purpose)


async def test_its_maker_ends_it_by_the_account_and_nobody_else_can(db):
    viewer, stranger = await make_viewer(), await make_viewer()
    token = await sharing.share_list(SAVED, viewer, host=HOST)
    (shared,) = await sharing.list_shared(viewer)
    for who in (stranger, ANONYMOUS):
        with pytest.raises(NotFoundError):
            await sharing.end_by_token(token, who, [sharing.mark_of(token)])
        with pytest.raises(NotFoundError):
            await sharing.end_shared(shared.id, who)
    await sharing.end_shared(shared.id, viewer)
    assert await sharing.list_shared(viewer) == []
    with pytest.raises(NotFoundError):
        await sharing.get_shared(token)


async def test_a_visitor_ends_it_in_the_browser_that_made_it(db):
    token = await sharing.share_list(SAVED, ANONYMOUS, host=HOST)
    for made in ([], ["0" * 32], [token[:32]], [""]):
        with pytest.raises(NotFoundError):
            await sharing.end_by_token(token, ANONYMOUS, made)
    await sharing.end_by_token(token, ANONYMOUS, ["0" * 32, sharing.mark_of(token)])
    with pytest.raises(NotFoundError):
        await sharing.get_shared(token)
    with pytest.raises(NotFoundError):
        await sharing.end_by_token(token, ANONYMOUS, [sharing.mark_of(token)])


async def test_a_mark_opens_nothing(db):
    token = await sharing.share_list(SAVED, ANONYMOUS, host=HOST)
    with pytest.raises(NotFoundError):
        await sharing.get_shared(sharing.mark_of(token))


def test_marks_of_a_browser_are_read_as_they_were_written():
    marks = [f"{number:032x}" for number in range(20)]
    assert rules.read_marks(rules.write_marks(marks)) == tuple(marks[: rules.MOST_MARKS])
    for forged in (None, "", "x" * 9000, "..", "A" * 32, f"{marks[0]}.zz.{marks[1]}"):
        assert set(rules.read_marks(forged)) <= set(marks)


async def test_an_empty_list_is_not_shared(db):
    for viewer in (ANONYMOUS, await make_viewer()):
        with pytest.raises(InvalidError):
            await sharing.share_list((), viewer, host=HOST)


async def test_an_account_shares_so_many_and_no_more(db, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_SHARED", 2)
    viewer = await make_viewer()
    for _ in range(2):
        await sharing.share_list(SAVED, viewer, host=HOST)
    with pytest.raises(InvalidError, match="End one"):
        await sharing.share_list(SAVED, viewer, host=HOST)


async def test_a_flood_from_one_client_stops_and_others_go_on(committed_db):
    for _ in range(SHARED_LISTS.most):
        await sharing.share_list(SAVED, ANONYMOUS, host="198.51.100.9")
    with pytest.raises(TooManyError):
        await sharing.share_list(SAVED, ANONYMOUS, host="198.51.100.9")
    assert await sharing.share_list(SAVED, ANONYMOUS, host="198.51.100.10")
    assert await sharing.share_list(SAVED, await make_viewer(), host="198.51.100.9")


async def test_a_very_long_list_is_shared_up_to_a_number(db):
    many = tuple(SavedListing(listing_id=uuid4()) for _ in range(rules.MOST_SHARED + 20))
    shared = await sharing.get_shared(await sharing.share_list(many, ANONYMOUS, host=HOST))
    assert len(shared.saved) == rules.MOST_SHARED


async def test_shared_lists_go_with_the_account(db):
    viewer = await make_viewer()
    token = await sharing.share_list(SAVED, viewer, host=HOST, with_notes=True)
    holder = links.LinkHolder()
    assert "kind people" in str(await holder.export(viewer.account_id))
    await holder.erase(viewer.account_id)
    with pytest.raises(NotFoundError):
        await sharing.get_shared(token)


async def test_of_two_who_end_a_link_at_once_one_is_told_it_is_gone(committed_db):
    token = await sharing.share_list(SAVED, ANONYMOUS, host=HOST)
    made = [sharing.mark_of(token)]
    done = await asyncio.gather(
        *(sharing.end_by_token(token, ANONYMOUS, made) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["NoneType", *["NotFoundError"] * 3]


async def test_what_is_shared_and_sent_while_the_account_goes_goes_with_it(committed_db):
    saved = (SavedListing(listing_id=await publish(make_activity()), note="private words"),)
    outcomes = set()
    for _ in range(8):
        account = await make_account("person")
        viewer = await viewer_of(account)

        async def share(viewer=viewer):
            await sharing.share_list(saved, viewer, host=HOST, with_notes=True)
            return "shared"

        async def send(viewer=viewer):
            await sharing.email_list(saved, viewer)

        leaving = delete_account(
            account.id, [links.LinkHolder(), LetterHolder(), ShortlistHolder()], actor="test"
        )
        done = await asyncio.gather(share(), leaving, send(), share(), return_exceptions=True)
        outcomes |= {type(each).__name__ for each in done}
        assert done[1] is None, done
        assert await StoredLink.count().where(StoredLink.account == account.id) == 0
        assert [row["kind"] for row in await letters_to(account.address)] == ["account_deleted"]
    assert outcomes <= {"str", "NoneType", "NotFoundError"}


async def letters_to(address):
    return await StoredLetter.select().where(StoredLetter.recipient == address)


async def test_a_letter_goes_to_the_owner_alone_with_public_facts_and_no_note(db):
    account = await make_account("person")
    viewer = await viewer_of(account)
    shown, hidden = await publish(make_activity()), await publish(make_personal_assistant())
    await suspend(hidden)
    await move_to_account(viewer, BrowserList((shown, hidden), {shown: "SECRET-NOTE"}))
    await sharing.email_list(await list_saved(viewer, NOTHING), viewer)
    (letter,) = await letters_to(account.address)
    words = str(letter["parts"])
    assert letter["kind"] == "saved_list"
    assert f"/listings/{shown}" in words
    assert str(hidden) not in words
    assert "SECRET-NOTE" not in words + letter["subject"]


async def test_no_letter_goes_where_nothing_can_be_seen_or_nobody_signed_in(db):
    viewer = await make_viewer()
    with pytest.raises(InvalidError):
        await sharing.email_list((SavedListing(listing_id=uuid4()),), viewer)
    with pytest.raises(NotFoundError):
        await sharing.email_list(SAVED, ANONYMOUS)


async def test_letters_to_oneself_are_not_a_flood(committed_db):
    viewer = await make_viewer()
    saved = (SavedListing(listing_id=await publish(make_activity())),)
    for _ in range(5):
        await sharing.email_list(saved, viewer)
    with pytest.raises(TooManyError):
        await sharing.email_list(saved, viewer)
