"""Who may do what in a conversation, and what becomes of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.audit import service as audit
from marketplace.enquiries import rules, service
from marketplace.enquiries.asking import rules as asking
from marketplace.enquiries.schemas import CannotWrite, EndReason, NewEnquiry, Show, Side, Status
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.listings.organizations.service import remove_member
from marketplace.listings.schemas import HiddenReason
from marketplace.listings.states.service import hide_listing
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import add_colleague, make_agreed, make_answered, make_offer, make_talk
from tests.factories.listings import show_again, suspend


async def test_reading_is_seen_by_who_wrote_and_changes_no_version(db):
    talk = await make_talk()
    assert (await talk.seen_by()).conversation.status is Status.SENT
    seen = await talk.seen_by(Side.PROVIDER)
    assert (seen.conversation.status, seen.conversation.version) == (Status.READ, 1)
    again = (await talk.seen_by()).conversation
    assert (again.status, again.version) == (Status.READ, 1)
    assert again.read_at is not None


async def test_the_first_answer_makes_it_answered_and_later_messages_leave_it_so(db):
    talk = await make_talk()
    await talk.reply(Side.PERSON, "And on Thursdays?")
    assert (await talk.seen_by()).conversation.status is Status.SENT
    await talk.reply(Side.PROVIDER)
    answered = (await talk.seen_by()).conversation.answered_at
    await talk.reply(Side.PERSON, "Good.")
    await talk.reply(Side.PROVIDER, "Good.")
    seen = await talk.seen_by()
    assert (seen.conversation.status, seen.conversation.answered_at) == (Status.ANSWERED, answered)
    assert [message.side for message in seen.messages.items] == [
        Side.PERSON, Side.PERSON, Side.PROVIDER, Side.PERSON, Side.PROVIDER,
    ]  # fmt: skip


async def test_nobody_agrees_before_the_provider_said_something_and_providers_never_do(db):
    talk = await make_talk()
    with pytest.raises(ConflictError):
        await service.agree(talk.id, 1, talk.person)
    await talk.reply(Side.PROVIDER)
    with pytest.raises(NotFoundError):
        await service.agree(talk.id, 2, talk.offer.viewer)
    await service.agree(talk.id, 2, talk.person)
    assert (await talk.seen_by()).conversation.status is Status.AGREED
    with pytest.raises(ConflictError):
        await service.agree(talk.id, 3, talk.person)


async def test_what_a_provider_writes_last_waits_for_the_person_and_nobody_says_that_it_cannot_help(
    db, letters
):
    talk = await make_agreed()
    version = await talk.version()
    await service.end(talk.id, None, version, talk.offer.viewer, words="I move away on Monday.")
    (item,) = (await service.list_conversations(talk.person, Side.PERSON, Show.ENDED)).items
    assert item.is_unread
    assert [need.code for need in await service.list_needs(talk.person)] == ["enquiries_to_read"]
    (letter,) = await letters("enquiry_ended")
    assert letter["subject"] == "Somebody has ended your messages with them"


async def test_an_answer_that_is_not_read_stays_so_when_its_provider_blocks_the_person(db):
    talk = await make_answered()
    await service.block(talk.id, talk.offer.viewer)
    assert [need.code for need in await service.list_needs(talk.person)] == ["enquiries_to_read"]


async def test_what_was_agreed_goes_on_until_it_is_ended_and_stays_agreed(db, signals):
    talk = await make_agreed()
    await talk.reply(Side.PROVIDER, "See you on Tuesday.")
    await service.end(talk.id, None, await talk.version(), talk.offer.viewer)
    seen = await talk.seen_by()
    assert (seen.conversation.status, seen.conversation.reason) == (Status.AGREED, None)
    assert seen.cannot_write is CannotWrite.CLOSED
    assert await service.has_agreed(talk.person.account_id, talk.offer.listing)
    (agreed,) = await service.list_agreed(talk.person.account_id)
    assert (agreed.conversation_id, agreed.provider_name) == (talk.id, "Amina K.")
    assert await signals() == [("agreed", None)]


@pytest.mark.parametrize("side", list(Side))
async def test_either_side_ends_it_with_a_reason_of_its_own(db, side, signals, letters):
    talk = await make_answered()
    viewer = talk.person if side is Side.PERSON else talk.offer.viewer
    reason = rules.REASONS[side][0]
    wrong = rules.REASONS[side.other][0]
    await talk.seen_by()  # Of what is unread there was a letter already.
    for none in (wrong, None, EndReason.BLOCKED):
        with pytest.raises(InvalidError):
            await service.end(talk.id, none, 2, viewer, side=side)
    await service.end(talk.id, reason, 2, viewer, side=side, words="Sorry.")
    seen = await talk.seen_by(side.other)
    assert (seen.conversation.status, seen.conversation.reason) == (Status.NOT_TAKEN_UP, reason)
    assert seen.messages.items[-1].words == "Sorry."
    assert await signals() == [("not_taken_up", reason.value)]
    assert len(await letters("enquiry_ended")) == (side is Side.PROVIDER)
    with pytest.raises(ConflictError):
        await service.end(talk.id, reason, seen.conversation.version, viewer, side=side)
    for each in (talk.person, talk.offer.viewer):
        with pytest.raises(ConflictError):
            await service.reply(talk.id, "Hello?", seen.conversation.version, each)


async def test_after_the_end_the_person_can_ask_again(db):
    talk = await make_answered()
    await service.end(talk.id, EndReason.CHANGED_MIND, 2, talk.person)
    again = await make_talk(offer=talk.offer, person=talk.person_account)
    assert again.id != talk.id


async def test_what_somebody_wrote_on_an_old_state_is_refused(db):
    talk = await make_answered()
    for work in (
        service.reply(talk.id, "Hello.", 1, talk.person),
        service.agree(talk.id, 1, talk.person),
        service.end(talk.id, EndReason.PRICE, 1, talk.person),
        service.share_contact(talk.id, "me@example.org", 1, talk.person),
    ):
        with pytest.raises(ConflictError):
            await work
    assert (await talk.seen_by()).messages.total == 2


async def test_a_colleague_answers_and_who_left_does_not_read_it_any_more(db):
    talk = await make_talk()
    colleague = await add_colleague(talk.offer, name="Kim Colleague")
    await service.reply(talk.id, "Kim here.", 1, colleague)
    seen = await talk.seen_by(Side.PROVIDER)
    assert [message.author for message in seen.messages.items] == ["", "Kim Colleague"]
    assert [message.author for message in (await talk.seen_by()).messages.items] == ["", ""]
    await remove_member(talk.offer.organization, colleague.account_id, talk.offer.viewer)
    for work in (
        service.get_conversation(talk.id, colleague),
        service.reply(talk.id, "Still here.", 2, colleague),
        service.end(talk.id, EndReason.OTHER, 2, colleague),
        service.share_contact(talk.id, "x", 2, colleague),
        service.block(talk.id, colleague),
        service.report(talk.id, "x", colleague, host="192.0.2.1"),
    ):
        with pytest.raises(NotFoundError):
            await work
    assert (await service.list_conversations(colleague, Side.PROVIDER)).total == 0
    assert await service.list_needs(colleague) == []


async def test_nobody_is_on_the_side_of_another(db):
    talk = await make_answered()
    for viewer, side in ((talk.person, Side.PROVIDER), (talk.offer.viewer, Side.PERSON)):
        with pytest.raises(NotFoundError):
            await service.get_conversation(talk.id, viewer, side=side)
        with pytest.raises(NotFoundError):
            await service.reply(talk.id, "Hello.", 2, viewer, side=side)


async def test_while_a_listing_is_suspended_nobody_writes_and_afterwards_they_do(db):
    talk = await make_answered()
    await suspend(talk.offer.listing)
    for viewer in (talk.person, talk.offer.viewer):
        with pytest.raises(ConflictError):
            await service.reply(talk.id, "Hello.", 2, viewer)
        with pytest.raises(ConflictError):
            await service.share_contact(talk.id, "07700 900123", 2, viewer)
    with pytest.raises(ConflictError):
        await service.agree(talk.id, 2, talk.person)
    assert (await talk.seen_by()).cannot_write is CannotWrite.LISTING_DOWN
    await show_again(talk.offer.listing)
    await service.reply(talk.id, "Hello.", 2, talk.person)


async def test_a_break_does_not_end_what_is_under_way(db):
    talk = await make_answered()
    await hide_listing(talk.offer.listing, HiddenReason.PAUSED, actor="test")
    await service.reply(talk.id, "Hello.", 2, talk.offer.viewer)
    assert not (await talk.seen_by()).conversation.listing_is_public


async def test_a_side_waits_after_five_messages_in_a_row(db):
    talk = await make_talk()
    for _ in range(rules.MOST_IN_A_ROW - 1):
        await talk.reply(Side.PERSON, "Hello?")
    with pytest.raises(ConflictError):
        await talk.reply(Side.PERSON, "Hello?")
    assert (await talk.seen_by()).cannot_write is CannotWrite.WAIT
    await talk.reply(Side.PROVIDER)
    await talk.reply(Side.PERSON, "Thank you.")


async def test_many_messages_make_one_letter_until_they_are_read(db, letters):
    talk = await make_talk()
    await service.reply(talk.id, "One.", 1, talk.offer.viewer)
    await service.reply(talk.id, "Two.", 2, talk.offer.viewer)
    assert len(await letters("enquiry_message")) == 1
    await talk.seen_by()
    await service.reply(talk.id, "Three.", 3, talk.offer.viewer)
    told = await letters("enquiry_message")
    assert [letter["recipient"] for letter in told] == [talk.person_account.address] * 2


async def test_all_of_an_organisation_are_told(db, letters):
    offer = await make_offer()
    await add_colleague(offer, address="kim@example.org")
    await make_talk(offer=offer)
    told = {letter["recipient"] for letter in await letters("enquiry_received")}
    assert told == {offer.account.address, "kim@example.org"}


async def test_one_account_asks_thirty_times_a_day_at_most(db):
    account = await viewer_of(await make_account("person"))
    offer = await make_offer()
    for _ in range(30):
        (made,) = await service.ask([offer.listing], NewEnquiry(words="Hello"), account)
        await service.end(made, EndReason.OTHER, 1, account)
    with pytest.raises(TooManyError):
        await service.ask([offer.listing], NewEnquiry(words="Hello"), account)


async def test_a_flood_of_askers_fills_no_mailbox_and_loses_no_message(db, letters):
    offer = await make_offer()
    for _ in range(14):
        await make_talk(offer=offer)
    assert len(await letters("enquiry_received")) == 10
    assert (await service.list_conversations(offer.viewer, Side.PROVIDER)).total == 14


async def test_what_waits_is_counted_for_each_side(db):
    talk = await make_talk()
    other = await make_talk(offer=talk.offer)
    (need,) = await service.list_needs(talk.offer.viewer)
    assert (need.code, need.count) == ("enquiries_to_answer", 2)
    assert await service.list_needs(talk.person) == []
    await talk.reply(Side.PROVIDER)
    (need,) = await service.list_needs(talk.offer.viewer)
    assert need.count == 1
    (need,) = await service.list_needs(talk.person)
    assert (need.code, need.count) == ("enquiries_to_read", 1)
    await talk.seen_by()
    assert await service.list_needs(talk.person) == []
    await service.end(other.id, EndReason.NO_CAPACITY, 1, other.offer.viewer)
    assert await service.list_needs(talk.offer.viewer) == []
    (need,) = await service.list_needs(other.person)
    assert (need.code, need.count) == ("enquiries_to_read", 1)


async def test_a_blocked_person_is_not_told_and_reaches_nobody_of_the_organisation(db, signals, letters):
    talk = await make_answered()
    await service.share_contact(talk.id, "07700 900123", 2, talk.offer.viewer)
    before = len(await letters())
    await service.block(talk.id, talk.offer.viewer)
    assert len(await letters()) == before
    seen = await talk.seen_by()
    assert seen.their_contact == ""
    assert rules.told_reason(seen.conversation.reason) is EndReason.OTHER
    assert await signals() == [("not_taken_up", "other")]
    with pytest.raises(InvalidError):
        await make_talk(offer=talk.offer, person=talk.person_account)
    assert await service.is_blocked(talk.person.account_id, talk.offer.organization)
    (block,) = (await service.list_blocks(talk.offer.viewer, Side.PROVIDER)).items
    assert block.name == "Robin"
    assert (await service.list_blocks(talk.person, Side.PERSON)).total == 0
    with pytest.raises(NotFoundError):
        await service.unblock(block.id, talk.person, Side.PERSON)
    await service.unblock(block.id, talk.offer.viewer, Side.PROVIDER)
    await make_talk(offer=talk.offer, person=talk.person_account)


async def test_a_provider_answers_an_advert_and_the_person_has_no_name_until_they_write(db, letters, signals):
    offer, account = await make_offer(), await make_account("person", name="Robin Example")
    person = await viewer_of(account)
    advert = account.id
    more = {"support_types": ("swimming",), "outcode": "SN12"}
    made = await service.start_from_advert(
        advert, account.id, offer.listing, "I am free.", offer.viewer, **more
    )
    seen = await service.get_conversation(made, offer.viewer)
    assert seen.person_name == "the person who wrote the advert"
    assert [letter["recipient"] for letter in await letters("enquiry_received")] == [account.address]
    (need,) = await service.list_needs(person)
    assert need.code == "enquiries_to_read"
    with pytest.raises(ConflictError):
        await service.start_from_advert(advert, account.id, offer.listing, "Again.", offer.viewer)
    await service.agree(made, 1, person)
    seen = await service.get_conversation(made, offer.viewer)
    assert (seen.person_name, seen.conversation.status) == ("Robin", Status.AGREED)
    assert await signals() == [], "the wanted room tells of the advert"


async def test_only_people_of_a_public_listing_answer_adverts_and_not_their_own(db):
    offer, stranger = await make_offer(), await make_offer()
    account = await make_account("person")
    words = "I am free."
    with pytest.raises(NotFoundError):
        await service.start_from_advert(account.id, account.id, offer.listing, words, stranger.viewer)
    with pytest.raises(ConflictError):
        await service.start_from_advert(account.id, offer.account.id, offer.listing, words, offer.viewer)
    await suspend(offer.listing)
    with pytest.raises(NotFoundError):
        await service.start_from_advert(account.id, account.id, offer.listing, words, offer.viewer)


async def test_what_is_done_is_on_record_for_no_council_and_without_words(db):
    talk = await make_agreed(words="Zqwords")
    entries = await audit.list_history("conversation", talk.id)
    assert [entry.action for entry in entries] == ["start", "reply", "agree"]
    assert {entry.council for entry in entries} == {None}
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM audit_detail WHERE after::text LIKE '%Zqwords%'") == 0


async def test_a_signal_says_where_and_what_and_not_who(db):
    talk = await make_talk(where="SN12 6AD", support_types=("swimming",), words="Zqwords")
    await talk.reply(Side.PROVIDER)
    await service.end(talk.id, EndReason.TOO_FAR, 2, talk.offer.viewer)
    async with connection() as raw:
        (row,) = await raw.fetch("SELECT * FROM outcome_signal")
    assert (row["outcode"], row["support_types"], row["reason"]) == ("SN12", ["swimming"], "too_far")
    assert row["council_code"] == "E06000054"
    assert not {str(talk.person.account_id), str(talk.id)} & set(map(str, row.values()))


async def test_messages_come_in_pages_of_fifty_the_latest_first(db):
    talk = await make_talk()
    for number in range(60):
        side = Side.PROVIDER if number % 2 else Side.PERSON
        await talk.reply(side, f"Message {number}.")
    latest = await service.get_conversation(talk.id, talk.person)
    older = await service.get_conversation(talk.id, talk.person, page=2)
    words = [message.words for message in (*older.messages.items, *latest.messages.items)]
    assert len(latest.messages.items) == 50
    assert words[1:] == [f"Message {number}." for number in range(60)]
    assert (await service.get_conversation(talk.id, talk.person, page=10**8)).messages.items == ()


_POSTCODES = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True)


@given(before=st.text("abc, ", max_size=8), postcode=_POSTCODES, after=st.text(", .", max_size=5))
def test_of_a_postcode_the_second_half_is_never_kept(before, postcode, after):
    text = f"{before} {postcode.lower()}{after}"
    kept = asking.area_words(text)
    assert postcode[-3:].lower() not in kept.lower().split()
    assert postcode.replace(" ", "").lower() not in kept.replace(" ", "").lower()
    assert (asking.find_outcode(text) or "") in kept


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_a_message_or_has_a_problem_and_none_breaks(text):
    problems = list(rules.check_message(text))
    assert bool(problems) >= (not text.strip())
    assert asking.area_words(asking.area_words(text)) == asking.area_words(text)
