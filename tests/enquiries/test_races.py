"""Two at once: one of them wins, the other is told, nothing hangs and nothing is half done."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.accounts import service as accounts
from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndReason, NewEnquiry, Side, Status
from marketplace.enquiries.waiting import service as waiting
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection, own_connection
from marketplace.kernel.errors import DomainError, NotFoundError
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import WORDS, add_colleague, make_answered, make_offer, make_talk


async def attempt(work):
    """What it returned; its error when somebody was quicker. Any other error is the test's."""
    try:
        return await work
    except DomainError as error:
        return error


async def at_once(*works):
    return await asyncio.wait_for(asyncio.gather(*(attempt(work) for work in works)), 30)


def done(outcomes):
    return [not isinstance(each, DomainError) for each in outcomes]


async def count(table):
    async with connection() as raw:
        return await raw.fetchval(f"SELECT count(*) FROM {table}")


async def delete(account_id):
    await accounts.delete_account(account_id, DATA_HOLDERS.all, actor="test")


async def test_a_form_sent_four_times_at_once_asks_once(committed_db):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    outcomes = await at_once(
        *(service.ask([offer.listing], NewEnquiry(words=WORDS), viewer) for _ in range(4))
    )
    assert sorted(done(outcomes)) == [False, False, False, True]
    assert (await count("conversation"), await count("message")) == (1, 1)


async def test_of_colleagues_who_answer_at_once_one_does(committed_db):
    talk = await make_talk()
    people = [talk.offer.viewer, *[await add_colleague(talk.offer) for _ in range(3)]]
    outcomes = await at_once(
        *(service.reply(talk.id, f"Answer {n}.", 1, who) for n, who in enumerate(people))
    )
    assert sum(done(outcomes)) == 1
    seen = await talk.seen_by()
    assert (seen.messages.total, seen.conversation.version) == (2, 2)
    assert seen.messages.items[-1].words == f"Answer {done(outcomes).index(True)}."


async def test_agreeing_and_ending_at_once_ends_in_one_of_them(committed_db):
    for _ in range(5):
        talk = await make_answered()
        outcomes = await at_once(
            service.agree(talk.id, 2, talk.person),
            service.end(talk.id, EndReason.NO_CAPACITY, 2, talk.offer.viewer),
        )
        assert sorted(done(outcomes)) == [False, True]
        status = (await talk.seen_by()).conversation.status
        assert status is (Status.AGREED if done(outcomes)[0] else Status.NOT_TAKEN_UP)
    assert await count("outcome_signal") == 5


async def test_a_person_who_goes_while_the_provider_types_leaves_nothing(committed_db):
    for _ in range(5):
        talk = await make_talk()
        await at_once(
            service.reply(talk.id, "Yes.", 1, talk.offer.viewer),
            delete(talk.person.account_id),
            service.reply(talk.id, "Hello?", 1, talk.person),
        )
        assert await attempt(service.get_conversation(talk.id, talk.offer.viewer)) is not None
    for table in ("enquiry", "conversation", "message"):
        assert await count(table) == 0


async def test_a_person_who_goes_while_asking_leaves_nothing(committed_db):
    offers = [await make_offer() for _ in range(3)]
    for _ in range(5):
        account = await make_account("person")
        viewer = await viewer_of(account)
        outcomes = await at_once(
            *(service.ask([each.listing], NewEnquiry(words=WORDS), viewer) for each in offers),
            delete(account.id),
        )
        assert not isinstance(outcomes[-1], DomainError)
    for table in ("enquiry", "conversation", "message"):
        assert await count(table) == 0


async def test_a_provider_who_goes_while_answering_leaves_no_words(committed_db):
    for _ in range(5):
        talk = await make_talk()
        outcomes = await at_once(
            service.reply(talk.id, "Zqwords.", 1, talk.offer.viewer),
            delete(talk.offer.viewer.account_id),
            service.reply(talk.id, "And?", 1, talk.person),
        )
        assert not isinstance(outcomes[1], DomainError)
        seen = await talk.seen_by()
        assert "Zqwords." not in [message.words for message in seen.messages.items]
        assert seen.conversation.is_closed


async def test_of_a_providers_last_two_who_go_at_once_no_words_are_left(committed_db):
    for _ in range(3):
        talk = await make_answered()
        colleague = await add_colleague(talk.offer)
        outcomes = await at_once(delete(talk.offer.viewer.account_id), delete(colleague.account_id))
        assert not any(isinstance(each, DomainError) for each in outcomes)
        seen = await talk.seen_by()
        assert [message.words for message in seen.messages.items] == [WORDS, ""]
        assert seen.conversation.is_closed


@pytest.mark.parametrize("what", ["reply", "ask"])
async def test_an_account_that_goes_in_the_very_moment_is_not_found(committed_db, what):
    talk = await make_talk()
    colleague, other = await add_colleague(talk.offer), await make_offer()
    leaving = colleague if what == "reply" else talk.person
    async with own_connection() as raw:
        deleting = raw.transaction()
        await deleting.start()
        await raw.execute("DELETE FROM account WHERE id = $1", leaving.account_id)
        work = (
            service.reply(talk.id, "Yes.", 1, colleague)
            if what == "reply"
            else service.ask([other.listing], NewEnquiry(words=WORDS), talk.person)
        )
        doing = asyncio.create_task(attempt(work))
        await asyncio.sleep(0.3)
        assert not doing.done()
        await deleting.commit()
    assert isinstance(await asyncio.wait_for(doing, 10), NotFoundError)


async def test_asking_while_being_blocked_leaves_nothing_open(committed_db):
    for _ in range(5):
        talk = await make_answered()
        await service.end(talk.id, EndReason.PRICE, 2, talk.person)
        outcomes = await at_once(
            service.ask([talk.offer.listing], NewEnquiry(words=WORDS), talk.person),
            service.block(talk.id, talk.offer.viewer),
        )
        assert not isinstance(outcomes[1], DomainError)
        assert (await service.list_conversations(talk.person, Side.PERSON)).total == 0


async def test_workers_at_once_do_each_thing_once(committed_db):
    offer = await make_offer()
    for _ in range(4):
        await make_talk(offer=offer)
    with clock.stopped_at(clock.now() + timedelta(days=30)):
        await at_once(*(waiting.take_steps() for _ in range(3)))
    async with connection() as raw:
        kinds = await raw.fetch("SELECT kind, count(*) AS n FROM letter GROUP BY kind")
    told = {row["kind"]: row["n"] for row in kinds}
    assert told["enquiry_ended"] == 4
    assert told["enquiry_no_answer"] == 4
    assert told["enquiry_waiting"] <= 3
    assert await count("outcome_signal") == 4


async def test_answering_while_it_ends_by_date_does_not_hang(committed_db):
    for _ in range(3):
        talk = await make_talk()
        with clock.stopped_at(clock.now() + timedelta(days=30)):
            await at_once(waiting.take_steps(), service.reply(talk.id, "Late.", 1, talk.offer.viewer))
        seen = (await talk.seen_by()).conversation
        assert seen.status in {Status.ANSWERED, Status.NOT_TAKEN_UP}
        assert isinstance(seen.id, UUID)
