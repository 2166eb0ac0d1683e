"""What is recorded adds up, stays as it was, and is seen by the members of the pool alone."""

from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.joining import service as joining
from marketplace.pooling.money import rules, service
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.schemas import EntryKind, Period, Sharing
from marketplace.pooling.money.sharing.schemas import Part
from tests.factories.pool_money import add_bill, make_facts, make_sharing, pay_in, spend
from tests.factories.pooling import activate, make_active, make_person, make_placed, make_pool

pytestmark = pytest.mark.usefixtures("db")

ALL_TIME = Period(since=date(2000, 1, 1), until=date(2100, 1, 1))


async def balances(pool, **more):
    found = await service.balances(pool.id, **more)
    assert rules.is_sound(found)
    return found


async def has(pool, **more):
    found = await balances(pool, **more)
    return [found.of(person.member_id) for person in pool.everybody]


async def test_who_is_not_in_the_pool_sees_and_records_nothing():
    pool, (_account, stranger) = await make_pool(others=1), await make_person()
    entry_id = await pay_in(pool, pool.lead)
    facts = make_facts()
    for asked in (
        service.get_balances(pool.id, stranger),
        service.list_entries(pool.id, stranger, None),
        service.get_entry(entry_id, stranger),
        service.get_own_statement(pool.id, stranger, ALL_TIME),
        entries.record_contribution(pool.id, pool.lead.member_id, facts, stranger),
        entries.record_spend(pool.id, facts, make_sharing(pool), stranger),
        entries.record_refund(entry_id, facts, stranger),
        entries.correct(entry_id, "", uuid4(), stranger),
    ):
        with pytest.raises(NotFoundError):
            await asked


async def test_who_has_not_agreed_yet_does_not_read_what_others_paid_in():
    pool = await make_active(others=1)
    entry = await pay_in(pool, pool.lead)
    new = await make_placed(pool.id, pool.lead, "Dot")
    for asked in (
        service.get_balances(pool.id, new.viewer),
        service.list_entries(pool.id, new.viewer, None),
        service.get_entry(entry, new.viewer),
    ):
        with pytest.raises(NotFoundError):
            await asked
    assert (await service.get_own_statement(pool.id, new.viewer, ALL_TIME))[2].lines == ()
    await activate(pool)
    assert (await service.get_balances(pool.id, new.viewer))[1].cash_pence == 40_00


async def test_what_is_anothers_and_what_is_not_there_are_not_told_apart():
    pool, (_account, stranger) = await make_pool(others=1), await make_person()
    entry = await pay_in(pool, pool.lead)
    said = set()
    for entry_id in (entry, uuid4()):
        for asked in (
            service.get_entry(entry_id, stranger),
            entries.record_refund(entry_id, make_facts(), stranger),
            entries.pay_bill(entry_id, make_facts(), stranger),
            entries.correct(entry_id, "", uuid4(), stranger),
        ):
            with pytest.raises(NotFoundError) as caught:
                await asked
            said.add(str(caught.value))
    assert len(said) == 1


async def test_a_member_reads_and_does_not_record():
    pool = await make_pool(others=1)
    member = pool.others[0].viewer
    entry_id = await pay_in(pool, pool.lead)
    assert (await service.get_balances(pool.id, member))[1].cash_pence == 40_00
    assert (await service.get_entry(entry_id, member))[1].number == 1
    with pytest.raises(ConflictError):
        await entries.record_contribution(pool.id, pool.lead.member_id, make_facts(), member)
    with pytest.raises(ConflictError):
        await entries.correct(entry_id, "", uuid4(), member)


async def test_what_members_have_is_cash_less_what_is_owed_after_each_entry():
    pool = await make_pool(others=2)
    lead, bo, cleo = pool.everybody
    viewer = lead.viewer
    amounts = {lead.member_id: 5_00, bo.member_id: 0, cleo.member_id: 2_50}
    await entries.record_opening(pool.id, amounts, make_facts(), viewer)
    assert await has(pool) == [5_00, 0, 2_50]
    for person in pool.everybody:
        await pay_in(pool, person, 40_00)
    assert await has(pool) == [45_00, 40_00, 42_50]
    bill = await add_bill(pool, 100_00)
    assert await has(pool) == [11_66, 6_67, 9_17]
    assert (await balances(pool)).owed_pence == 100_00
    await entries.pay_bill(bill, make_facts(60_00), viewer)
    await entries.pay_bill(bill, make_facts(40_00), viewer, member_id=bo.member_id)
    found = await balances(pool)
    assert (found.cash_pence, found.owed_pence) == (67_50, 0)
    assert await has(pool) == [11_66, 46_67, 9_17]
    await entries.record_refund(bill, make_facts(10_00), viewer)
    assert sum(await has(pool)) == 77_50
    await entries.record_refund_out(pool.id, bo.member_id, make_facts(40_00), viewer)
    await spend(pool, 10)
    left = (await has(pool))[2]
    await joining.withdraw(cleo.member_id, await cleo.version(), cleo.viewer)
    await entries.record_settlement(pool.id, cleo.member_id, make_facts(left), viewer)
    assert (await has(pool))[2] == 0
    numbers = [entry.number for entry in (await service.list_entries(pool.id, viewer, None)).items]
    assert numbers == list(range(11, 0, -1))


async def test_a_member_who_is_behind_settles_by_paying():
    pool = await make_pool(others=1)
    bo = pool.others[0]
    await pay_in(pool, pool.lead, 100_00)
    await spend(pool, 50_00)
    assert await has(pool) == [75_00, -25_00]
    with pytest.raises(InvalidError, match="They stay"):
        await entries.record_settlement(pool.id, bo.member_id, make_facts(25_00), pool.lead.viewer)
    await joining.withdraw(bo.member_id, await bo.version(), bo.viewer)
    with pytest.raises(InvalidError, match=r"at most £25\.00"):
        await entries.record_settlement(pool.id, bo.member_id, make_facts(25_01), pool.lead.viewer)
    await entries.record_settlement(pool.id, bo.member_id, make_facts(25_00), pool.lead.viewer)
    with pytest.raises(InvalidError, match="Nothing is left to settle"):
        await entries.record_settlement(pool.id, bo.member_id, make_facts(1), pool.lead.viewer)
    assert await has(pool) == [75_00, 0]
    assert (await balances(pool)).cash_pence == 75_00


async def test_shares_are_frozen_when_weights_change():
    pool = await make_pool(others=2)
    await spend(pool, 100_00, 1, 1, 2)
    assert await has(pool) == [-25_00, -25_00, -50_00]
    await spend(pool, 100_00, 2, 1, 1)
    entry = (await service.list_entries(pool.id, pool.lead.viewer, None)).items[1]
    assert [each.amount_pence for each in entry.shares] == [25_00, 25_00, 50_00]
    assert [each.weight for each in entry.shares] == [1, 1, 2]
    assert entry.share_rule is ShareRule.WEIGHT


async def test_the_odd_penny_goes_round_over_entries():
    pool = await make_pool(others=2)
    for _time in range(3):
        await spend(pool, 100_00)
    assert await has(pool) == [-100_00] * 3
    await spend(pool, 100_00)
    assert await has(pool) == [-133_34, -133_33, -133_33]


async def test_a_form_that_is_sent_twice_is_recorded_once():
    pool = await make_pool(others=1)
    facts = make_facts()
    viewer, member = pool.lead.viewer, pool.lead.member_id
    first = await entries.record_contribution(pool.id, member, facts, viewer)
    assert await entries.record_contribution(pool.id, member, facts, viewer) == first
    with pytest.raises(ConflictError, match="entry 1"):
        await entries.record_contribution(pool.id, member, make_facts(41_00, token=facts.token), viewer)
    with pytest.raises(ConflictError):
        await entries.record_contribution(pool.id, pool.others[0].member_id, facts, viewer)
    assert await has(pool) == [40_00, 0]
    token = uuid4()
    gone = await entries.correct(first, "Wrong", token, viewer)
    assert await entries.correct(first, "Wrong", token, viewer) == gone


async def test_a_correction_is_an_entry_and_what_was_known_before_can_still_be_asked():
    pool = await make_pool(others=1)
    day = clock.today() - timedelta(days=30)
    with clock.stopped_at(clock.now() - timedelta(days=20)):
        wrong = await pay_in(pool, pool.lead, 400_00, on=day)
    moment = clock.now() - timedelta(days=10)
    gone = await entries.correct(wrong, "A nought too many", uuid4(), pool.lead.viewer)
    await pay_in(pool, pool.lead, 40_00, on=day)
    assert await has(pool, on=day) == [40_00, 0]
    assert await has(pool, on=day, known_at=moment) == [400_00, 0]
    assert await has(pool, on=day - timedelta(days=1)) == [0, 0]
    _part, entry, _about = await service.get_entry(gone, pool.lead.viewer)
    assert (entry.kind, entry.about_number, entry.of_kind) == (
        EntryKind.REVERSAL,
        1,
        EntryKind.CONTRIBUTION,
    )
    with pytest.raises(ConflictError, match="already"):
        await entries.correct(wrong, "", uuid4(), pool.lead.viewer)
    with pytest.raises(ConflictError):
        await entries.correct(gone, "", uuid4(), pool.lead.viewer)


async def test_what_others_refer_to_is_taken_out_last():
    pool = await make_pool(others=1)
    bill = await add_bill(pool, 10_00)
    paid = await entries.pay_bill(bill, make_facts(10_00), pool.lead.viewer)
    with pytest.raises(ConflictError, match="entry 2"):
        await entries.correct(bill, "", uuid4(), pool.lead.viewer)
    await entries.correct(paid, "", uuid4(), pool.lead.viewer)
    await entries.correct(bill, "", uuid4(), pool.lead.viewer)
    found = await balances(pool)
    assert (found.cash_pence, found.owed_pence, sum(found.members.values())) == (0, 0, 0)
    with pytest.raises(ConflictError):
        await entries.pay_bill(bill, make_facts(10_00), pool.lead.viewer)


async def test_a_form_that_made_something_else_takes_nothing_out():
    pool = await make_pool(others=1)
    facts = make_facts()
    entry = await entries.record_contribution(pool.id, pool.lead.member_id, facts, pool.lead.viewer)
    with pytest.raises(ConflictError, match="used already, for entry 1"):
        await entries.correct(entry, "", facts.token, pool.lead.viewer)


async def test_a_used_form_with_another_sharing_is_refused():
    pool = await make_pool(others=1)
    facts, viewer = make_facts(10_00), pool.lead.viewer
    sharings = [make_sharing(pool), make_sharing(pool, 1, 3, rule=ShareRule.WEIGHT)]
    sharings.append(make_sharing(pool, 3, 1, rule=ShareRule.WEIGHT))
    entry = await entries.record_spend(pool.id, facts, sharings[1], viewer)
    assert await entries.record_spend(pool.id, facts, sharings[1], viewer) == entry
    for other in (sharings[0], sharings[2]):
        with pytest.raises(ConflictError, match="used already, for entry 1"):
            await entries.record_spend(pool.id, facts, other, viewer)


async def test_what_each_had_before_is_recorded_once_and_again_when_it_was_wrong():
    pool = await make_pool(others=1)
    amounts, viewer = {pool.lead.member_id: 5_00}, pool.lead.viewer
    first = await entries.record_opening(pool.id, amounts, make_facts(), viewer)
    with pytest.raises(ConflictError, match="in entry 1"):
        await entries.record_opening(pool.id, amounts, make_facts(), viewer)
    await entries.correct(first, "", uuid4(), viewer)
    await entries.record_opening(pool.id, {pool.lead.member_id: 50_00}, make_facts(), viewer)
    assert await has(pool) == [50_00, 0]


async def test_nothing_comes_back_of_a_bill_that_nobody_paid():
    pool = await make_pool(others=1)
    bill, viewer = await add_bill(pool, 10_00), pool.lead.viewer
    with pytest.raises(InvalidError, match="Nothing of this bill is paid"):
        await entries.record_refund(bill, make_facts(1_00), viewer)
    await entries.pay_bill(bill, make_facts(4_00), viewer)
    with pytest.raises(InvalidError, match=r"At most £4\.00"):
        await entries.record_refund(bill, make_facts(4_01), viewer)
    await entries.record_refund(bill, make_facts(4_00), viewer)


async def test_a_day_of_which_no_record_is_kept_is_looked_at_again():
    pool = await make_pool()
    year = rules.tax_year(clock.today()) - 6
    with pytest.raises(InvalidError, match=f"goes back to 6/4/{year}"):
        await pay_in(pool, pool.lead, on=date(year, 4, 5))
    await pay_in(pool, pool.lead, on=date(year, 4, 6))


async def test_a_bill_is_not_paid_twice_and_no_more_comes_back_than_was_paid():
    pool = await make_pool(others=1)
    bill, viewer = await add_bill(pool, 10_01), pool.lead.viewer
    with pytest.raises(InvalidError, match=r"10\.01"):
        await entries.pay_bill(bill, make_facts(10_02), viewer)
    await entries.pay_bill(bill, make_facts(10_01), viewer)
    with pytest.raises(ConflictError, match="paid already"):
        await entries.pay_bill(bill, make_facts(1), viewer)
    await entries.record_refund(bill, make_facts(10_00), viewer)
    with pytest.raises(InvalidError, match=r"0\.01"):
        await entries.record_refund(bill, make_facts(2), viewer)
    await entries.record_refund(bill, make_facts(1), viewer)
    assert await has(pool) == [0, 0]
    paid_in = await pay_in(pool, pool.lead)
    with pytest.raises(ConflictError):
        await entries.record_refund(paid_in, make_facts(1), viewer)
    with pytest.raises(ConflictError):
        await entries.pay_bill(paid_in, make_facts(1), viewer)


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("amount", {"amount_pence": 0}),
        ("amount", {"amount_pence": 1_000_000_01}),
        ("on", {"on": date(1999, 12, 31)}),
        ("on", {"on": date(2100, 1, 1)}),
        ("words", {"words": "x" * 201}),
    ],
    ids=["nothing", "too much", "long ago", "future", "long words"],
)
async def test_what_cannot_be_is_not_recorded(field, facts):
    pool = await make_pool()
    with pytest.raises(InvalidError) as caught:
        await pay_in(pool, pool.lead, facts.pop("amount_pence", 1), **facts)
    assert [problem.field for problem in caught.value.problems] == [field]


async def test_a_share_is_of_members_of_the_pool():
    pool, other = await make_pool(others=1), await make_pool()
    for parts in ((), (Part(member_id=other.lead.member_id, weight=1),)):
        with pytest.raises(InvalidError):
            await entries.record_spend(
                pool.id, make_facts(), Sharing(rule=ShareRule.EQUAL, parts=parts), pool.lead.viewer
            )
    with pytest.raises(InvalidError):
        await pay_in(pool, other.lead)
    with pytest.raises(InvalidError, match="holds nothing for them"):
        await entries.record_refund_out(pool.id, pool.lead.member_id, make_facts(1), pool.lead.viewer)


async def test_a_statement_is_of_one_member_and_adds_up():
    pool = await make_pool(others=1)
    viewer = pool.lead.viewer
    today = clock.today()
    await pay_in(pool, pool.lead, 10_00, on=today - timedelta(days=90))
    await pay_in(pool, pool.others[0], 77_77, on=today - timedelta(days=9))
    wrong = await pay_in(pool, pool.lead, 40_00, on=today - timedelta(days=9))
    await entries.correct(wrong, "", uuid4(), viewer)
    await pay_in(pool, pool.lead, 41_00, on=today - timedelta(days=9))
    await spend(pool, 20_01, on=today - timedelta(days=8))
    await entries.record_refund_out(pool.id, pool.lead.member_id, make_facts(5_00), viewer)
    period = Period(since=today - timedelta(days=30), until=today)
    _pool, _member, said = await service.get_own_statement(pool.id, viewer, period)
    assert (said.opening_pence, said.paid_in_pence, said.shares_pence, said.paid_back_pence) == (
        10_00,
        41_00,
        10_01,
        5_00,
    )
    assert said.closing_pence == 35_99
    assert (
        said.closing_pence
        == said.opening_pence + said.paid_in_pence - said.shares_pence - said.paid_back_pence
    )
    of = {each.member_id for line in said.lines for each in line.entry.postings}
    assert of == {pool.lead.member_id}


async def carry_out(*statements):
    async with connection() as raw, raw.transaction():
        for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"):
            await raw.execute(statement)


async def refused(*statements):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await carry_out(*statements)


async def test_the_database_lets_nobody_change_delete_or_unbalance_the_record():
    pool, other = await make_pool(others=1), await make_pool()
    entry = await spend(pool, 20_00)
    pool_id, day, who = pool.id, clock.today(), pool.lead.member_id
    later = f"""INSERT INTO ledger_posting (entry, pool, on_day, account, amount_pence)
        SELECT id, pool, on_day, 'owed', 0 FROM ledger_entry WHERE id = '{entry}'"""

    def new(number, *, kind="contribution", reverses="NULL", of=pool_id):
        return f"""INSERT INTO ledger_entry (id, pool, number, kind, on_day, recorded_at, words, reverses,
            share_rule, token, postings) VALUES ('{uuid4()}', '{of}', {number}, '{kind}', '{day}', now(), '',
            {reverses}, '', '{uuid4()}', 2)"""

    def lines(number, *amounts, of=pool_id):
        accounts = (("cash", "NULL"), ("member", f"'{who}'"))
        return [
            f"""INSERT INTO ledger_posting (entry, pool, on_day, account, member, amount_pence)
            SELECT id, pool, on_day, '{account}', {member}, {amount} FROM ledger_entry
            WHERE pool = '{of}' AND number = {number}"""
            for (account, member), amount in zip(accounts, amounts, strict=False)
        ]

    await carry_out()
    await refused("UPDATE ledger_entry SET words = 'other'")
    await refused("UPDATE ledger_posting SET amount_pence = amount_pence + 1")
    await refused("DELETE FROM ledger_posting")
    await refused("DELETE FROM ledger_entry")
    await refused("TRUNCATE ledger_posting, ledger_entry CASCADE")
    await refused(f"SET LOCAL hereabouts.folding = '{pool_id}'", "DELETE FROM ledger_posting")
    await refused(later)
    await refused(new(3), *lines(3, 5, -5))
    await refused(new(2))
    await refused(new(2), *lines(2, 5, -4))
    await refused(new(2), *lines(2, 5))
    await refused(new(1, of=other.id), *lines(1, 5, -5, of=other.id))
    await refused(new(2, kind="reversal", reverses=f"'{entry}'"), *lines(2, 5, -5))
    await refused(new(1, kind="reversal", reverses=f"'{entry}'", of=other.id))
    await refused(new(2, kind="brought_forward"))
    assert await has(pool) == [-10_00, -10_00]


async def test_old_entries_go_and_one_stands_for_them():
    pool = await make_pool(others=2)
    viewer = pool.lead.viewer
    long_ago = clock.now() - timedelta(days=366 * 9)
    with clock.stopped_at(long_ago):
        for person in pool.everybody:
            await pay_in(pool, person, 100_00)
        bill = await add_bill(pool, 100_00)
        await entries.pay_bill(bill, make_facts(60_00), viewer)
    await spend(pool, 10_00)
    before, now = await has(pool), await balances(pool)
    assert await entries.fold_old_entries() == 5
    assert await entries.fold_old_entries() == 0
    after = await balances(pool)
    assert await has(pool) == before
    assert (after.cash_pence, after.owed_pence) == (now.cash_pence, now.owed_pence)
    numbers = [(each.number, each.kind) for each in (await service.list_entries(pool.id, viewer, None)).items]
    assert numbers == [(6, EntryKind.SPEND), (5, EntryKind.BROUGHT_FORWARD)]
    await spend(pool, 10_00)
    assert max(await has(pool)) - min(await has(pool)) == 0
    assert (await service.list_entries(pool.id, viewer, None)).items[0].number == 7


async def test_nothing_younger_than_six_tax_years_goes():
    pool = await make_pool(others=1)
    with clock.stopped_at(clock.now() - timedelta(days=365 * 6)):
        await pay_in(pool, pool.lead, 100_00)
    assert await entries.fold_old_entries() == 0
