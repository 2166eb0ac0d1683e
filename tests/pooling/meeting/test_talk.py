from datetime import timedelta

import pytest

from marketplace.accounts.service import end_acting_for
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.pooling.joining import service as joining
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.meeting.holding.service import MeetingHolder
from marketplace.pooling.meeting.keeping import service as keeping
from marketplace.pooling.meeting.talk import rules, service
from marketplace.pooling.meeting.telling.service import tell_news
from tests.factories.pooling import make_asked, make_person, make_placed, make_pool, make_shown, make_welcome
from tests.pooling.test_acting import make_supporter

pytestmark = pytest.mark.usefixtures("db")
WORDS = "Shall we meet on Tuesday? Canary."


async def said(pool_id, about, viewer):
    """Who wrote what in a thread, the first one first."""
    talk = await service.get_talk(pool_id, about, viewer)
    return [(message.author, message.body) for message in talk.messages.items[::-1]]


@pytest.fixture
def at_noon():
    """A moment at which letters may be written, later than all that was made."""
    return (clock.now() + timedelta(days=1)).replace(hour=12, minute=0)


async def test_those_with_a_place_talk_by_the_names_they_chose():
    pool = await make_pool(others=1)
    await service.write(pool.id, None, WORDS, pool.lead.viewer)
    await service.write(pool.id, None, "Yes.", pool.others[0].viewer)
    for person in pool.everybody:
        assert await said(pool.id, None, person.viewer) == [("Ada", WORDS), ("Bo", "Yes.")]


async def test_who_only_asked_talks_to_nobody():
    pool = await make_shown()
    asker = await make_asked(pool.id)
    for about in (None, asker.member_id):
        for viewer in (asker.viewer, pool.lead.viewer) if about else (asker.viewer,):
            with pytest.raises(NotFoundError):
                await service.get_talk(pool.id, about, viewer)
            with pytest.raises(NotFoundError):
                await service.write(pool.id, about, WORDS, viewer)


async def test_who_is_welcome_talks_to_the_leads_and_to_nobody_else():
    pool = await make_pool(others=1)
    cleo = await make_welcome(pool.id, pool.lead, "Cleo")
    await service.write(pool.id, cleo.member_id, WORDS, cleo.viewer)
    await service.write(pool.id, cleo.member_id, "Hello.", pool.lead.viewer)
    expected = [("Cleo", WORDS), ("Ada", "Hello.")]
    assert await said(pool.id, cleo.member_id, cleo.viewer) == expected
    assert await said(pool.id, cleo.member_id, pool.lead.viewer) == expected
    (thread,) = (await service.get_talk(pool.id, None, pool.lead.viewer)).threads
    assert (thread.about_member, thread.name) == (cleo.member_id, "Cleo")
    assert (await service.get_talk(pool.id, None, pool.others[0].viewer)).threads == ()
    for viewer, about in ((pool.others[0].viewer, cleo.member_id), (cleo.viewer, None)):
        with pytest.raises(NotFoundError):
            await service.get_talk(pool.id, about, viewer)


async def test_two_who_are_welcome_know_nothing_of_each_other():
    pool = await make_pool()
    cleo, dot = [await make_welcome(pool.id, pool.lead, name) for name in ("Cleo", "Dot")]
    await service.write(pool.id, cleo.member_id, WORDS, cleo.viewer)
    with pytest.raises(NotFoundError):
        await service.get_talk(pool.id, cleo.member_id, dot.viewer)


async def test_who_comes_later_reads_nothing_of_before():
    pool = await make_pool(others=1)
    await service.write(pool.id, None, WORDS, pool.lead.viewer)
    cleo = await make_placed(pool.id, pool.lead)
    await service.write(pool.id, None, "Welcome.", pool.lead.viewer)
    assert await said(pool.id, None, cleo.viewer) == [("Ada", "Welcome.")]


async def test_who_left_reads_nothing_more():
    pool = await make_pool(others=1)
    gone = pool.others[0]
    await service.write(pool.id, None, "Bye.", gone.viewer)
    await joining.withdraw(gone.member_id, await gone.version(), gone.viewer)
    with pytest.raises(NotFoundError):
        await service.get_talk(pool.id, None, gone.viewer)
    assert await said(pool.id, None, pool.lead.viewer) == [("Bo", "Bye.")]


async def test_a_stranger_and_a_member_of_another_pool_read_nothing():
    pool, other = await make_pool(others=1), await make_pool()
    _account, stranger = await make_person()
    for viewer in (stranger, other.lead.viewer):
        with pytest.raises(NotFoundError):
            await service.get_talk(pool.id, None, viewer)
        with pytest.raises(NotFoundError):
            await service.write(pool.id, None, WORDS, viewer)
        with pytest.raises(NotFoundError):
            await service.set_muted(pool.id, viewer, is_muted=True)
        with pytest.raises(NotFoundError):
            await service.report(pool.id, None, WORDS, viewer, host="192.0.2.1")
    with pytest.raises(NotFoundError):
        await service.get_talk(pool.id, other.lead.member_id, pool.lead.viewer)


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 2_001, "bell \x07"])
async def test_a_message_is_words_and_not_too_many(words):
    pool = await make_pool()
    with pytest.raises(InvalidError):
        await service.write(pool.id, None, words, pool.lead.viewer)


async def test_others_are_told_once_a_day_without_a_word_of_it(letters, at_noon):
    pool = await make_pool(others=2)
    bo, cleo = pool.others
    await service.set_muted(pool.id, cleo.viewer, is_muted=True)
    with clock.stopped_at(at_noon + timedelta(minutes=1)):
        for _number in range(3):
            await service.write(pool.id, None, WORDS, pool.lead.viewer)
    with clock.stopped_at(at_noon + timedelta(minutes=2)):
        assert await tell_news() == 1
    with clock.stopped_at(at_noon + timedelta(minutes=3)):
        await service.write(pool.id, None, WORDS, pool.lead.viewer)
    with clock.stopped_at(at_noon + timedelta(hours=2)):
        assert await tell_news() == 0
    with clock.stopped_at(at_noon + timedelta(days=1)):
        assert await tell_news() == 1
    told = await letters("pool_news")
    assert {letter["recipient"] for letter in told} == {bo.account.address}
    assert "Canary" not in repr(told)


async def test_who_has_read_it_is_not_told(letters, at_noon):
    pool = await make_pool(others=1)
    with clock.stopped_at(at_noon + timedelta(minutes=1)):
        await service.write(pool.id, None, WORDS, pool.lead.viewer)
    with clock.stopped_at(at_noon + timedelta(minutes=2)):
        await service.get_talk(pool.id, None, pool.others[0].viewer)
        assert await tell_news() == 0
    assert await letters("pool_news") == []


async def test_who_saw_older_messages_only_is_told_of_the_newest(letters, at_noon):
    pool = await make_pool(others=1)
    with clock.stopped_at(at_noon + timedelta(minutes=1)):
        await service.write(pool.id, None, WORDS, pool.lead.viewer)
    with clock.stopped_at(at_noon + timedelta(minutes=2)):
        assert not (await service.get_talk(pool.id, None, pool.others[0].viewer, 2)).is_muted
        assert (await service.get_pool(pool.id, None, pool.others[0].viewer)).id == pool.id
        assert await tell_news() == 1
    assert len(await letters("pool_news")) == 1


async def test_nobody_is_told_of_what_they_may_not_read(letters, at_noon):
    pool = await make_pool(others=1)
    cleo = await make_welcome(pool.id, pool.lead)
    with clock.stopped_at(at_noon + timedelta(minutes=1)):
        await service.write(pool.id, cleo.member_id, WORDS, cleo.viewer)
    with clock.stopped_at(at_noon + timedelta(minutes=2)):
        assert await tell_news() == 1
    assert [letter["recipient"] for letter in await letters("pool_news")] == [pool.lead.account.address]


async def test_who_acts_no_more_for_a_member_hears_nothing_of_their_pool(letters, at_noon):
    pool = await make_pool()
    pat, supported = await make_supporter(pool.id, pool.lead.viewer)
    with clock.stopped_at(at_noon + timedelta(minutes=1)):
        await service.write(pool.id, None, WORDS, pool.lead.viewer)
    await end_acting_for(pat.account.id, supported)
    with clock.stopped_at(at_noon + timedelta(minutes=2)):
        assert await tell_news() == 0
    assert await letters("pool_news") == []


async def test_a_report_hands_over_messages_only_when_ticked():
    pool = await make_pool(others=1)
    await service.write(pool.id, None, WORDS, pool.lead.viewer)
    bo = pool.others[0]
    await service.report(pool.id, None, "They are rude.", bo.viewer, host="192.0.2.1")
    await service.report(pool.id, None, "Again.", bo.viewer, host="192.0.2.1", with_messages=True)
    async with connection() as raw:
        plain, full = await raw.fetch("SELECT * FROM concern ORDER BY created_at, id")
    assert (plain["is_pool"], plain["listing"], plain["council_code"]) == (True, pool.id, NATIONAL)
    assert "They are rude." in plain["words"]
    assert (plain["attached"], plain["reporter_contact"]) == ("", "")
    assert WORDS in full["attached"]
    assert bo.account.address not in repr((dict(plain), dict(full)))


async def test_a_worry_about_safety_reaches_the_council_and_nobody_of_the_pool(letters):
    pool = await make_pool(others=1)
    await service.report(pool.id, None, "Canary", pool.others[0].viewer, host="192.0.2.1", is_unsafe=True)
    own = {person.account.address for person in pool.everybody}
    assert not [letter for letter in await letters("concern_for_council") if letter["recipient"] in own]
    assert "Canary" not in repr(await letters())


async def test_messages_are_gone_after_a_year_and_soon_after_the_end():
    pool, over = await make_pool(others=1), await make_pool()
    for each in (pool, over):
        await service.write(each.id, None, WORDS, each.lead.viewer)
    now = clock.now()
    await leaving.end_pool(over.id, None, over.lead.viewer)
    with clock.stopped_at(now + rules.ENDED_KEPT + timedelta(hours=1)):
        assert await keeping.drop_old() == 1
    with clock.stopped_at(now + rules.KEPT + timedelta(hours=1)):
        assert await keeping.drop_old() == 1


async def test_an_account_takes_its_messages_with_it():
    pool = await make_pool(others=1)
    bo = pool.others[0]
    await service.write(pool.id, None, "Mine.", bo.viewer)
    await service.write(pool.id, None, WORDS, pool.lead.viewer)
    exported = repr(await MeetingHolder().export(bo.account.id))
    assert ("Mine." in exported, WORDS in exported) == (True, False)
    await MeetingHolder().erase(bo.account.id)
    assert await said(pool.id, None, pool.lead.viewer) == [("Ada", WORDS)]


async def test_a_thread_takes_a_fixed_number_of_statements(statements):
    pool = await make_pool(others=1)
    await service.write(pool.id, None, WORDS, pool.lead.viewer)
    async with statements() as run:
        await service.get_talk(pool.id, None, pool.lead.viewer)
    few = len(run)
    for _number in range(5):
        await service.write(pool.id, None, WORDS, pool.others[0].viewer)
    async with statements() as run:
        await service.get_talk(pool.id, None, pool.lead.viewer)
    assert (len(run), few) == (few, 6)


async def test_messages_are_paged():
    pool = await make_pool()
    for number in range(service.PER_PAGE + 1):
        await service.write(pool.id, None, f"Number {number}", pool.lead.viewer)
    first = await service.get_talk(pool.id, None, pool.lead.viewer)
    second = await service.get_talk(pool.id, None, pool.lead.viewer, 2)
    assert (len(first.messages.items), len(second.messages.items)) == (service.PER_PAGE, 1)
