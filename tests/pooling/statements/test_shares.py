"""A statement is shown to one worker, who has two answers; the member decides how long and how much."""

from datetime import date, timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from marketplace.accounts.roles.service import end_role, grant_role
from marketplace.accounts.schemas import Role
from marketplace.audit.service import list_history
from marketplace.councils import service as councils
from marketplace.councils.schemas import PackPart, PoolSettings
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.pooling import repository as pools
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.holding.service import StatementHolder
from marketplace.pooling.statements.shares import repository, rules
from marketplace.pooling.statements.shares import service as shares
from marketplace.pooling.statements.shares.schemas import SHARE, Answer, NewShare
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.pool_money import pay_in
from tests.factories.pool_statements import (
    PARTS,
    last_month,
    make_agreed,
    make_opened,
    make_share,
    make_used,
    make_worker,
)
from tests.factories.pooling import make_person

pytestmark = pytest.mark.usefixtures("db")
OTHER_COUNCIL = "E06000023"


def after(**time):
    return clock.stopped_at(clock.now() + timedelta(**time))


async def set_pooling(**changes):
    settings = await councils.get_council_settings(COUNCIL)
    changed = {"pooling": replace(settings.pooling, **changes)}
    await councils.update_council_settings(COUNCIL, changed, settings.version, actor="test")


async def test_the_first_worker_who_opens_it_reads_it_and_nobody_else():
    pool = await make_used()
    share, token = await make_share(pool)
    (_one, worker), (_two, colleague) = await make_worker(), await make_worker()
    share_id = await shares.open_share(token, worker)
    assert share_id == share.id == await shares.open_share(token, worker)
    with pytest.raises(ConflictError):
        await shares.open_share(token, colleague)
    shared = await shares.read_shared(share_id, worker)
    assert shared.statement.name == "Kit"
    assert shared.statement.outcome is not None
    assert [item.share.id for item in (await shares.list_shared(worker)).items] == [share_id]
    for who in (colleague, pool.lead.viewer, pool.everybody[-1].viewer):
        with pytest.raises(NotFoundError):
            await shares.read_shared(share_id, who)
        with pytest.raises(NotFoundError):
            await shares.answer(share_id, Answer.LOOKS_FINE, who)
    assert (await shares.list_shared(colleague)).items == ()


async def test_nobody_but_a_practitioner_of_the_council_opens_it():
    pool = await make_used()
    _share, token = await make_share(pool)
    others = [
        await make_account("practitioner", OTHER_COUNCIL),
        await make_account("steward"),
        await make_account("administrator"),
        await make_account("commissioner"),
        await make_account("person"),
    ]
    for account in others:
        with pytest.raises(NotFoundError):
            await shares.open_share(token, await viewer_of(account))
    assert (await shares.find_offered(token))[0].opened_at is None


async def test_who_is_in_the_pool_does_not_look_at_it_for_the_council():
    pool = await make_used()
    _share, token = await make_share(pool)
    for person in pool.everybody:
        await grant_role(person.account.id, Role.PRACTITIONER, COUNCIL, actor="test")
        with pytest.raises(ConflictError):
            await shares.open_share(token, await viewer_of(person.account, second_factor=True))


async def test_who_is_no_practitioner_any_more_reads_nothing_any_more():
    pool = await make_used()
    share_id, account, _worker = await make_opened(pool)
    await end_role(account.id, Role.PRACTITIONER, COUNCIL, actor="test")
    viewer = await viewer_of(account, second_factor=True)
    with pytest.raises(NotFoundError):
        await shares.read_shared(share_id, viewer)
    assert (await shares.list_shared(viewer)).items == ()


async def test_it_can_be_read_for_thirty_days():
    pool = await make_used()
    share_id, _account, worker = await make_opened(pool)
    _share, token = await make_share(pool)
    with after(days=29):
        await shares.read_shared(share_id, worker)
    with after(days=31):
        for refused in (
            shares.read_shared(share_id, worker),
            shares.answer(share_id, Answer.LOOKS_FINE, worker),
            shares.find_offered(token),
            shares.open_share(token, worker),
        ):
            with pytest.raises(NotFoundError):
                await refused
        assert (await shares.list_shared(worker)).items == ()


async def test_what_was_taken_back_is_seen_no_more_at_once():
    pool = await make_used()
    person = pool.everybody[-1]
    share_id, _account, worker = await make_opened(pool)
    _share, token = await make_share(pool)
    for share in await shares.list_own(pool.id, person.viewer):
        with pytest.raises(NotFoundError):
            await shares.withdraw(share.id, pool.lead.viewer)
        await shares.withdraw(share.id, person.viewer)
        await shares.withdraw(share.id, person.viewer)
    for refused in (
        shares.read_shared(share_id, worker),
        shares.answer(share_id, Answer.LOOKS_FINE, worker),
        shares.open_share(token, worker),
    ):
        with pytest.raises(NotFoundError):
            await refused


async def test_the_council_sees_what_its_setting_and_the_member_allow_and_no_more():
    pool = await make_used()
    share_id, _account, worker = await make_opened(pool, parts=(PackPart.SPENDING, PackPart.OUTCOMES))
    assert (await shares.read_shared(share_id, worker)).statement.parts == {
        PackPart.SPENDING,
        PackPart.OUTCOMES,
    }
    await set_pooling(sees=(PackPart.SPENDING, PackPart.BALANCE))
    statement = (await shares.read_shared(share_id, worker)).statement
    assert statement.parts == {PackPart.SPENDING}
    assert (statement.outcome, statement.sums, statement.paid) == (None, None, ())
    with pytest.raises(InvalidError):
        await make_share(pool, parts=(PackPart.OUTCOMES,))
    await set_pooling(sees=())
    assert (await shares.read_shared(share_id, worker)).statement.parts == frozenset()


async def test_there_are_two_answers_and_looks_fine_is_the_last(letters):
    pool = await make_used()
    share_id, _account, worker = await make_opened(pool)
    await shares.answer(share_id, Answer.LET_US_TALK, worker)
    await shares.answer(share_id, Answer.LET_US_TALK, worker)
    await shares.answer(share_id, Answer.LOOKS_FINE, worker)
    await shares.answer(share_id, Answer.LOOKS_FINE, worker)
    with pytest.raises(ConflictError):
        await shares.answer(share_id, Answer.LET_US_TALK, worker)
    assert {answer.value for answer in Answer} == {"looks_fine", "let_us_talk"}
    (talk,), (fine,) = await letters("pool_statement_talk"), await letters("pool_statement_fine")
    assert talk["subject"] == fine["subject"]
    assert "does not mean that anything is wrong" in str(talk)
    for word in ("Kit", "Robin", "art group", "£", "Sam"):
        assert word not in str(talk["parts"]) + str(fine["parts"])
    (own,) = await shares.list_own(pool.id, pool.everybody[-1].viewer)
    assert own.answer is Answer.LOOKS_FINE


async def test_who_gets_no_letters_gets_none(letters):
    pool = await make_used()
    person = pool.everybody[-1]
    share_id, _account, worker = await make_opened(pool)
    await pools.put_member(person.member_id, gets_letters=False)
    await shares.answer(share_id, Answer.LOOKS_FINE, worker)
    assert await letters("pool_statement_fine") == []


async def test_the_councils_address_gets_the_link_where_there_is_one(letters):
    pool = await make_used()
    with pytest.raises(InvalidError):
        await make_share(pool, by_letter=True)
    await set_pooling(contact_email="pools@wiltshire.example")
    _share, token = await make_share(pool, by_letter=True)
    (letter,) = await letters("pool_statement_shared")
    assert letter["recipient"] == "pools@wiltshire.example"
    assert token in str(letter["parts"])
    for word in ("Kit", "Robin", "art group", "£"):
        assert word not in str(letter["parts"]) + letter["subject"]


async def test_what_cannot_be_shared_is_said(monkeypatch):
    pool = await make_used()
    viewer, today = pool.lead.viewer, clock.today()
    good = NewShare(period=last_month(), parts=PARTS, council_code=COUNCIL, by_letter=False)
    for wrong, field in (
        (replace(good, council_code=OTHER_COUNCIL), "council"),
        (replace(good, council_code="nowhere"), "council"),
        (replace(good, parts=()), "parts"),
        (replace(good, parts=(PackPart.RECEIPTS,)), "parts"),
        (replace(good, period=Period(since=today, until=today + timedelta(days=1))), "parts"),
        (replace(good, period=Period(since=date(2001, 1, 1), until=today)), "parts"),
    ):
        with pytest.raises(InvalidError) as caught:
            await shares.share(pool.id, wrong, viewer)
        assert {problem.field for problem in caught.value.problems} == {field}
    _account, stranger = await make_person()
    with pytest.raises(NotFoundError):
        await shares.share(pool.id, good, stranger)
    monkeypatch.setattr(rules, "MOST_OPEN", 1)
    await shares.share(pool.id, good, viewer)
    with pytest.raises(InvalidError):
        await shares.share(pool.id, good, viewer)


async def test_nobody_writes_to_a_council_without_end():
    pool = await make_agreed(2)
    good = NewShare(period=last_month(), parts=PARTS, council_code=COUNCIL, by_letter=False)
    for _number in range(20):
        await shares.share(pool.id, good, pool.lead.viewer)
    for share in await shares.list_own(pool.id, pool.lead.viewer):
        await shares.withdraw(share.id, pool.lead.viewer)
    with pytest.raises(TooManyError):
        await shares.share(pool.id, good, pool.lead.viewer)


async def test_what_was_recorded_after_the_answer_is_said():
    pool = await make_used()
    share_id, _account, worker = await make_opened(pool)
    await shares.answer(share_id, Answer.LOOKS_FINE, worker)
    assert not (await shares.read_shared(share_id, worker)).has_newer
    with after(hours=1):
        await pay_in(pool, pool.everybody[-1], 5_00)
        shared = await shares.read_shared(share_id, worker)
    assert shared.has_newer
    assert shared.statement.paid[-1].change_pence == 5_00


async def test_each_step_is_on_record_without_words_days_or_answers():
    pool = await make_used()
    share_id, _account, worker = await make_opened(pool)
    await shares.read_shared(share_id, worker)
    await shares.answer(share_id, Answer.LET_US_TALK, worker)
    await shares.withdraw(share_id, pool.everybody[-1].viewer)
    found = await list_history("statement_share", share_id)
    assert sorted(entry.action for entry in found) == ["answer", "open", "read", "share", "withdraw"]
    assert all(entry.before is None and entry.after is None for entry in found)


async def test_old_ones_go_those_with_an_answer_with_the_record_of_money():
    pool = await make_used()
    answered, _account, worker = await make_opened(pool)
    await shares.answer(answered, Answer.LOOKS_FINE, worker)
    waiting, _token = await make_share(pool)
    back, _token = await make_share(pool)
    person = pool.everybody[-1]
    await shares.withdraw(back.id, person.viewer)

    async def left():
        return {share.id for share in await shares.list_own(pool.id, person.viewer)}

    assert await shares.drop_old_shares() == 0
    with after(days=31):
        assert await shares.drop_old_shares() == 1
        assert await left() == {answered, waiting.id}
    with after(days=61):
        assert await shares.drop_old_shares() == 1
        assert await left() == {answered}
    with after(days=6 * 365):
        assert await shares.drop_old_shares() == 0
    with after(days=8 * 365):
        assert await shares.drop_old_shares() == 1


async def test_an_account_that_goes_takes_with_it_what_it_showed():
    pool = await make_used()
    person = pool.everybody[-1]
    share_id, account, worker = await make_opened(pool)
    exported = await StatementHolder().export(person.account.id)
    assert [row["is_own"] for row in exported] == [True]
    assert [row["is_own"] for row in await StatementHolder().export(account.id)] == [False]
    await StatementHolder().erase(person.account.id)
    with pytest.raises(NotFoundError):
        await shares.read_shared(share_id, worker)
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM statement_share") == 0
        assert await raw.fetchval("SELECT count(*) FROM link WHERE purpose = $1", SHARE) == 0


async def test_when_the_reader_goes_the_statement_opens_for_nobody_else():
    pool = await make_used()
    share, token = await make_share(pool)
    (_one, worker), (_two, colleague) = await make_worker(), await make_worker()
    await shares.open_share(token, worker)
    await StatementHolder().erase(worker.account_id)
    with pytest.raises(ConflictError):
        await shares.open_share(token, colleague)
    kept = await repository.find(share.id)
    assert kept.reader_id is None
    assert kept.opened_at is not None


@pytest.mark.parametrize(
    "change",
    [
        "reader = (SELECT id FROM account WHERE id <> reader LIMIT 1)",
        "opened_at = NULL, reader = NULL",
        "answer = ''",
        "answer = 'let_us_talk'",
        "answer = 'needs_papers'",
        "parts = '{balance,outcomes,agreement}'",
        "expires_at = expires_at + interval '1 year'",
        "since = since - 1",
        "answered_at = NULL",
    ],
)
async def test_the_database_itself_refuses_other_steps(change):
    pool = await make_used()
    share_id, _account, worker = await make_opened(pool)
    await shares.answer(share_id, Answer.LOOKS_FINE, worker)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with connection() as raw, raw.transaction():
            await raw.execute(f"UPDATE statement_share SET {change} WHERE id = $1", share_id)


async def test_settings_by_default_show_no_receipts():
    assert PackPart.RECEIPTS not in PoolSettings().sees
