"""A statement says all of one member and nothing of another; its sums are those of the ledger."""

import csv
import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pypdf
import pytest
from msgspec.structs import replace

from marketplace.councils.schemas import PackPart
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.pooling import repository
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.agreements.schemas import Employer, EmployerKind, Holder, HolderKind, ShareRule
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.money import service as money
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import Came, SessionFacts
from marketplace.pooling.schemas import Affairs, LeftReason
from marketplace.pooling.statements import service
from marketplace.pooling.statements.filing.rules import record_file, statement_file
from marketplace.pooling.statements.making.service import make_statement
from marketplace.pooling.statements.printing.service import print_statement
from marketplace.pooling.statements.wording.records.rules import make_document as make_record_document
from marketplace.pooling.statements.wording.rules import make_document
from marketplace.pooling.statements.wording.schemas import PrintSize
from tests.factories.agreements import add_member, agree_all, make_together, propose
from tests.factories.pictures import jpeg
from tests.factories.pool_money import add_bill, make_facts, pay_in, spend
from tests.factories.pool_statements import last_month, make_agreed, make_used, pooled_of
from tests.factories.pooling import make_person, make_placed

pytestmark = pytest.mark.usefixtures("db")


def rows_of(text):
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def stopped(day):
    """As if it were noon of a day."""
    return clock.stopped_at(datetime.combine(day, time(12), clock.LONDON))


async def own(pool, person, period=None):
    return await service.get_own(pool.id, person.viewer, period or last_month())


CANARIES = ("Zanzibarina", "Quetzalco", "Xylophonia")


async def make_canaries():
    """A pool of four: the second looks at their own, all that is of others is a canary."""
    together = await make_together(1)
    for name in CANARIES:
        await add_member(together, name)
    members = await together.members()
    draft = await propose(
        together,
        purpose=f"{CANARIES[0]} wants company.",
        disagreements=f"{CANARIES[1]} decides.",
        holiday=f"{CANARIES[2]} asks a friend.",
        members=tuple(
            replace(term, contribution_pence=pence, weight=weight)
            for term, pence, weight in zip(
                await _terms(together), (40_00, 7_771_11, 8_882_22, 9_993_33), (1, 17, 19, 23), strict=True
            )
        ),
        share_rule=ShareRule.WEIGHT,
        holder=Holder(kind=HolderKind.MEMBER, member_id=members[1].id),
        employer=Employer(kind=EmployerKind.MEMBER, member_id=members[2].id, insurer=f"{CANARIES[2]} & Co"),
    )
    for number, viewer in enumerate(together.viewers):
        words = "I meet people and paint." if number == 0 else f"{CANARIES[0]} has a secret outcome."
        await agreements.agree(together.id, draft, viewer, words)
    return await pooled_of(together)


async def test_a_part_of_a_name_is_left_out_of_words_too():
    pool = await make_used(3)
    me, other, third = pool.everybody
    names = {me: "Jo Hill", other: "Robin van der Hill", third: "The Quill"}
    for person, name in names.items():
        await repository.put_member(person.member_id, name=name)
    await spend(pool, 3_00, words="Robin's taxi and the quills, over the Hill, not Quill's")
    (words,) = [line.words for line in (await own(pool, me)).spent if "taxi" in line.words]
    assert words == "…'s taxi and the quills, over the Hill, not …'s"


async def _terms(together):
    draft = await agreements.begin_writing(together.id, together.lead)
    return draft.terms.members


async def test_nothing_of_any_other_member_is_in_a_members_files():
    pool = await make_canaries()
    me = pool.lead
    await pay_in(pool, me, 40_00, words="standing order")
    for number, other in enumerate(pool.others):
        await pay_in(pool, other, 70_707 + number, words=f"from {CANARIES[number]}")
    await spend(pool, 61_00, 1, 17, 19, 23, words=f"taxi for {CANARIES[0].lower()} and Robin")
    bill = await add_bill(pool, 120_00, 1, 17, 19, 23, words=f"Hall, asked for by {CANARIES[1].upper()}")
    await entries.pay_bill(
        bill, make_facts(33_33, words=f"{CANARIES[1]} paid"), me.viewer, member_id=pool.others[1].member_id
    )
    wrong = await spend(pool, 59_00, 1, 17, 19, 23, words="paint")
    await entries.correct(wrong, f"{CANARIES[2]} says so", uuid4(), me.viewer)
    await receipts.add_receipt(bill, jpeg(), me.viewer)
    came = dict.fromkeys([person.member_id for person in pool.everybody], Came.CAME)
    facts = SessionFacts(
        held_on=clock.today() - timedelta(days=2),
        words=f"{CANARIES[0]} was ill",
        came=came | {pool.others[0].member_id: Came.ABSENT},
    )
    await sessions.record_session(pool.id, facts, me.viewer)

    statement = await own(pool, me)
    printed = [await print_statement(make_document(statement, size)) for size in PrintSize]
    found = [statement_file(statement), *map(text_of, printed)]
    for text in found:
        flat = "".join(text.split()).casefold()
        assert "imeetpeopleandpaint" in flat
        assert "robin" in flat
        for canary in (*CANARIES, "secret", "wasill", "saysso", "standingorder"):
            assert canary.casefold() not in flat
        for pence in (70_707, 70_708, 70_709, 33_33, 7_771_11, 8_882_22, 9_993_33, 61_00, 120_00, 59_00):
            assert f"{pence / 100:.2f}" not in flat.replace(",", "")
        for person in pool.others:
            assert str(person.member_id) not in flat
            assert str(person.account.id) not in flat


async def test_sums_are_those_of_the_ledger_whatever_happened_and_for_any_days():
    pool = await make_agreed(3)
    today = clock.today()
    days = [today - timedelta(days=number) for number in (50, 35, 20, 5)]
    for day in days:
        for person in pool.everybody:
            await pay_in(pool, person, 40_00, on=day)
        entry = await spend(pool, 31_00, on=day, words="hall")
        bill = await add_bill(pool, 10_01, 1, 2, 4, on=day)
        _lead, bo, cleo = (person.member_id for person in pool.everybody)
        await entries.pay_bill(bill, make_facts(3_33, on=day), pool.lead.viewer, member_id=bo)
        await entries.record_refund(entry, make_facts(1_00, on=day), pool.lead.viewer)
        await entries.record_refund_out(pool.id, cleo, make_facts(2_00, on=day), pool.lead.viewer)
        wrong = await spend(pool, 9_99, on=day)
        await entries.correct(wrong, "", uuid4(), pool.lead.viewer)
    for since in (60, 35, 19, 0):
        for until in (36, 5, 0):
            if since < until:
                continue
            period = Period(since=today - timedelta(days=since), until=today - timedelta(days=until))
            before = await money.balances(pool.id, period.since - timedelta(days=1))
            after = await money.balances(pool.id, period.until)
            record = await service.get_record(pool.id, pool.lead.viewer, period)
            assert (record.start, record.end.cash_pence) == (before, after.cash_pence)
            for person, line in zip(pool.everybody, record.members, strict=True):
                statement = await own(pool, person, period)
                assert statement.sums == line.sums
                assert statement.sums.opening_pence == before.of(person.member_id)
                assert statement.sums.closing_pence == after.of(person.member_id)
                changes = sum(each.change_pence for each in (*statement.paid, *statement.spent))
                assert changes == after.of(person.member_id) - before.of(person.member_id)
            closing = sum(each.sums.closing_pence for each in record.members)
            assert closing == after.cash_pence - after.owed_pence


async def test_debits_and_credits_of_the_pools_file_add_up_and_the_members_file_can_be_added_up():
    pool = await make_used()
    rows = rows_of(record_file(await service.get_record(pool.id, pool.lead.viewer, last_month())))[1:]
    assert sum(Decimal(row[5] or 0) for row in rows) == sum(Decimal(row[6] or 0) for row in rows) > 0
    statement = await own(pool, pool.lead)
    lines = rows_of(statement_file(statement))[1:]
    amounts = {row[0]: Decimal(row[4]) for row in lines if row[4] and row[0] != "Due"}
    start, end = amounts.pop("Had at the start"), amounts.pop("Has at the end")
    assert start + sum(amounts.values()) == end == Decimal(statement.sums.closing_pence) / 100


@pytest.mark.parametrize("words", ["=1+1", "+44 1", "@SUM(A1)", "-2+3", "\t=1", '=HYPERLINK("http://x","y")'])
async def test_words_that_are_a_formula_are_text_in_the_files(words):
    pool = await make_used()
    await spend(pool, 3_00, words=words)
    for text in (
        statement_file(await own(pool, pool.lead)),
        record_file(await service.get_record(pool.id, pool.lead.viewer, last_month())),
    ):
        for row in rows_of(text):
            for cell in row:
                is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert is_number or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


async def test_what_is_not_allowed_is_not_fetched():
    pool = await make_used()
    kept, member = await service.get_own_member(pool.id, pool.lead.viewer)
    for part in PackPart:
        statement = await make_statement(kept, member, last_month(), [part])
        there = {
            PackPart.AGREEMENT: statement.agreements,
            PackPart.OUTCOMES: statement.outcome,
            PackPart.CONTRIBUTIONS: statement.paid,
            PackPart.SPENDING: statement.spent,
            PackPart.BALANCE: statement.sums,
        }
        assert {each for each, found in there.items() if found} == {part} & set(there)
        assert len(make_document(statement).sections) >= 1
    whole = await own(pool, pool.lead)
    assert whole.outcome.words == (await outcomes.find_outcome(member.id)).words


async def test_a_version_that_was_in_force_for_a_part_of_the_days_is_told_without_names():
    pool = await make_used()
    (agreement,) = (await own(pool, pool.others[0])).agreements
    assert (agreement.number, agreement.members, agreement.holds_self) == (1, 3, False)
    assert agreement.agreed_on == clock.today()
    before = Period(since=clock.today() - timedelta(days=20), until=clock.today() - timedelta(days=10))
    assert (await own(pool, pool.others[0], before)).agreements == ()


async def test_who_was_never_in_the_pool_gets_nothing_and_a_member_gets_no_record_of_the_pool():
    pool, (_account, stranger) = await make_used(), await make_person()
    with pytest.raises(NotFoundError):
        await service.get_own(pool.id, stranger, last_month())
    for viewer in (stranger, pool.others[1].viewer):
        with pytest.raises(NotFoundError):
            await service.get_record(pool.id, viewer, last_month())
        with pytest.raises(NotFoundError):
            await service.get_of_gone(pool.id, pool.others[0].member_id, viewer, last_month())


async def test_who_leaves_has_a_final_statement_to_the_penny():
    pool = await make_used()
    person = pool.others[0]
    await leaving.give_notice(person.member_id, LeftReason.MOVED, None, await person.version(), person.viewer)
    row = await person.row()
    assert not (await own(pool, person)).is_final
    with stopped(row.leaves_on + timedelta(days=1)):
        await keeping.carry_out_last_days()
        period = Period(since=clock.today() - timedelta(days=90), until=clock.today())
        statement = await own(pool, person, period)
        assert statement.is_final
        document = make_document(statement)
        assert document.title.startswith("Final statement")
        assert "£29.67" in document.sections[0].words[0] or "£29.66" in document.sections[0].words[0]
        owed = statement.sums.closing_pence
        assert owed == (await money.balances(pool.id)).of(person.member_id)
        with pytest.raises(NotFoundError):
            await service.get_record(pool.id, person.viewer, period)


async def test_who_died_has_a_statement_for_whoever_looks_after_their_affairs_without_what_was_theirs_alone():
    pool = await make_used()
    person = pool.others[0]
    with pytest.raises(NotFoundError):
        await service.get_of_gone(pool.id, person.member_id, pool.lead.viewer, last_month())
    await leaving.record_left(
        person.member_id,
        LeftReason.DIED,
        clock.today(),
        Affairs.EXECUTOR,
        await person.version(),
        pool.lead.viewer,
    )
    statement = await service.get_of_gone(pool.id, person.member_id, pool.lead.viewer, last_month())
    assert statement.is_final
    assert statement.sums.closing_pence in {29_67, 29_66}
    assert (statement.outcome, statement.said) == (None, None)
    assert PackPart.OUTCOMES not in statement.parts
    with pytest.raises(NotFoundError):
        await service.get_of_gone(pool.id, person.member_id, pool.others[1].viewer, last_month())


async def test_a_pool_that_has_ended_has_a_closing_statement_for_who_ran_it():
    pool = await make_used()
    last = await leaving.end_pool(pool.id, None, pool.lead.viewer)
    with stopped(last + timedelta(days=1)):
        await keeping.carry_out_last_days()
        period = Period(since=clock.today() - timedelta(days=90), until=clock.today())
        record = await service.get_record(pool.id, pool.lead.viewer, period)
        assert record.is_final
        document = make_record_document(record)
        assert document.title.startswith("Closing statement")
        assert "still to be settled" in document.sections[0].words[0]
        with pytest.raises(NotFoundError):
            await service.get_record(pool.id, pool.others[0].viewer, period)
        assert (await own(pool, pool.others[0], period)).is_final


async def test_a_lead_who_came_later_reads_no_name_of_who_was_there_before():
    pool = await make_used()
    gone = pool.others[0]
    await leaving.record_left(
        gone.member_id, LeftReason.DIED, clock.today(), Affairs.FAMILY, await gone.version(), pool.lead.viewer
    )
    newcomer = await make_placed(pool.id, pool.lead, "Newcomer")
    await joining.make_lead(newcomer.member_id, await newcomer.version(), pool.lead.viewer)
    record = await service.get_record(pool.id, newcomer.viewer, last_month())
    assert [each.name for each in record.members] == ["Robin", "Former member 2", "Kit", "Newcomer"]
    assert "Ash" not in record_file(record)
    assert "Ash" in record_file(await service.get_record(pool.id, pool.lead.viewer, last_month()))


async def test_both_documents_are_tagged_pdf_with_a_title_and_say_what_is_in_them():
    pool = await make_used()
    record = make_record_document(await service.get_record(pool.id, pool.lead.viewer, last_month()))
    statement = make_document(await own(pool, pool.lead))
    for document in (record, statement):
        pdf = await print_statement(document)
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.metadata.title == document.title
        assert "hall in March" in " ".join(text_of(pdf).split())
    assert "Ash" in text_of(await print_statement(record))


async def test_an_empty_statement_is_one_too():
    pool = await make_agreed(2)
    period = Period(since=date(2026, 5, 1), until=date(2026, 5, 2))
    pdf = await print_statement(make_document(await own(pool, pool.others[0], period)))
    assert "Nothing was paid in" in text_of(pdf)
    record = make_record_document(await service.get_record(pool.id, pool.lead.viewer, period))
    assert "Nothing is recorded" in text_of(await print_statement(record))


async def test_shares_of_two_who_are_called_the_same_stay_apart_in_the_pools_record():
    pool = await make_used(2)
    await repository.put_member(pool.others[0].member_id, name="Robin")
    record = await service.get_record(pool.id, pool.lead.viewer, last_month())
    assert [each.name for each in record.members] == ["Robin", "Robin (2)"]


async def test_agreeing_again_leaves_two_versions_in_one_statement():
    together = await make_together(2)
    for _number in range(2):
        await agree_all(together, await propose(together))
    pool = await pooled_of(together)
    found = (await own(pool, pool.lead)).agreements
    assert [each.number for each in found] == [1, 2]
