"""An account that is downloaded or deleted: the person's, a colleague's, and the last of a provider's."""

import pytest

from marketplace.accounts import service as accounts
from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndReason, Side, Status
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel.database import connection
from marketplace.kernel.errors import NotFoundError
from tests.factories.enquiries import add_colleague, make_agreed, make_answered, make_talk


async def delete(account_id):
    await accounts.delete_account(account_id, DATA_HOLDERS.all, actor=str(account_id))


async def test_a_person_gets_all_that_was_written_both_ways(db):
    talk = await make_answered(words="Zqwords", name="Zqname")
    data = (await accounts.download_data(talk.person.account_id, DATA_HOLDERS.all))["enquiries"]
    (asked,) = data["asked"]
    assert asked["name_shown"] == "Zqname"
    assert [(each["by"], each["words"]) for each in asked["messages"]] == [
        ("person", "Zqwords"),
        ("provider", "Yes, I can."),
    ]
    assert data["written_for_organizations"] == []


async def test_a_provider_gets_what_it_wrote_and_not_what_others_wrote_to_it(db):
    talk = await make_answered(words="Zqwords")
    colleague = await add_colleague(talk.offer)
    for viewer, count in ((talk.offer.viewer, 1), (colleague, 0)):
        data = (await accounts.download_data(viewer.account_id, DATA_HOLDERS.all))["enquiries"]
        assert data["asked"] == []
        assert len(data["written_for_organizations"]) == count
        assert "Zqwords" not in str(data)


async def test_a_person_who_goes_leaves_nothing_but_the_signal(db, signals):
    talk = await make_answered(words="Zqwords")
    agreed = await make_agreed(person=talk.person_account)
    await service.share_contact(agreed.id, "07700 900123", 3, agreed.person)
    await service.block(talk.id, talk.person)
    open_one = await make_talk(person=talk.person_account)
    await delete(talk.person.account_id)
    for each in (talk, agreed, open_one):
        with pytest.raises(NotFoundError):
            await service.get_conversation(each.id, each.offer.viewer)
    async with connection() as raw:
        for table in ("enquiry", "conversation", "message", "conversation_block"):
            assert await raw.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert sorted(await signals(), key=str) == [
        ("agreed", None),
        ("not_taken_up", "account_gone"),
        ("not_taken_up", "other"),
    ]


async def test_while_colleagues_go_on_what_somebody_wrote_stays_without_the_name(db):
    talk = await make_talk()
    colleague = await add_colleague(talk.offer, name="Kim Colleague")
    await service.reply(talk.id, "We can help.", 1, colleague)
    await delete(colleague.account_id)
    seen = await talk.seen_by(Side.PROVIDER)
    assert [(each.words, each.author, each.account_id) for each in seen.messages.items[1:]] == [
        ("We can help.", "", None)
    ]
    await talk.reply(Side.PERSON, "Thank you.")


async def test_the_last_of_a_provider_who_goes_ends_what_is_open_and_takes_their_words(db, letters, signals):
    talk, other = await make_answered(words="Zqwords"), await make_answered()
    agreed = await make_agreed(offer=talk.offer)
    await service.share_contact(agreed.id, "07700 900123", 3, talk.offer.viewer)
    await talk.seen_by()
    await delete(talk.offer.viewer.account_id)
    seen = await talk.seen_by()
    assert (seen.conversation.status, seen.conversation.reason) == (
        Status.NOT_TAKEN_UP,
        EndReason.LISTING_GONE,
    )
    assert [each.words for each in seen.messages.items] == ["Zqwords", ""]
    assert (seen.conversation.listing_title, seen.conversation.provider_name) == ("", "")
    closed = await agreed.seen_by()
    assert closed.conversation.status is Status.AGREED
    assert closed.conversation.is_closed
    assert closed.their_contact == ""
    told = {letter["recipient"] for letter in await letters("enquiry_ended")}
    assert told == {talk.person_account.address, agreed.person_account.address}
    assert (await other.seen_by()).messages.items[-1].words == "Yes, I can."
    assert sorted(await signals(), key=str) == [("agreed", None), ("not_taken_up", "listing_gone")]
    listed = (await service.list_agreed(agreed.person.account_id))[0]
    assert listed.listing_title == ""
