"""Dues come from the agreement, and what is old goes: receipts, the register, dues."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import PoolSettings
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling.agreements.schemas import Holder
from marketplace.pooling.money import rules, service
from marketplace.pooling.money.dues import service as dues
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.holding.service import MoneyHolder
from marketplace.pooling.money.receipts import rules as receipt_rules
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import Came, SessionFacts
from tests.factories.agreements import agree_all, make_in_force, propose
from tests.factories.evidence import make_pdf
from tests.factories.pictures import SECRET, jpeg
from tests.factories.pool_money import make_facts, pay_in, spend
from tests.factories.pooling import make_person, make_pool

pytestmark = pytest.mark.usefixtures("db")
"""Each test has its own transaction."""


async def test_dues_are_made_by_the_agreement_once_and_caught_up():
    start = clock.now()
    together, _number = await make_in_force(3)
    assert await dues.make_dues() == 3
    assert await dues.make_dues() == 0
    with clock.stopped_at(start + timedelta(days=22)):
        made = await dues.make_dues()
        assert made > 0
        assert await dues.make_dues() == 0
        _part, found = await dues.list_dues(together.id, together.viewers[1])
        assert len(found) == 3
        own = found[0]
        await entries.record_contribution(
            together.id, own.member_id, make_facts(own.due_pence), together.lead
        )
        after = (await dues.find_dues(together.id))[0]
        assert (after.left_pence, after.unpaid) == (0, ())
        wrong = (await service.list_recorded(together.id, None)).items[0]
        await entries.correct(wrong.id, "", uuid4(), together.lead)
        assert (await dues.find_dues(together.id))[0].left_pence == own.due_pence
    _account, stranger = await make_person()
    with pytest.raises(NotFoundError):
        await dues.list_dues(together.id, stranger)


async def test_old_dues_go():
    with clock.stopped_at(clock.now() - timedelta(days=366 * 8)):
        together, _number = await make_in_force(2)
        await dues.make_dues()
    assert await dues.drop_old_dues() > 0
    assert await dues.find_dues(together.id) == ()


async def test_a_photo_is_drawn_anew_and_a_file_that_does_harm_is_not_taken():
    pool = await make_pool(others=1)
    entry, viewer = await spend(pool), pool.lead.viewer
    photo = await receipts.add_receipt(entry, jpeg(exif=b"Exif\0\0" + SECRET), viewer)
    file = await receipts.open_receipt(photo, pool.others[0].viewer)
    assert SECRET not in file.content
    paper = await receipts.add_receipt(entry, make_pdf(), viewer)
    assert (await receipts.open_receipt(paper, viewer)).content_type == "application/pdf"
    opened = [each.action for each in await audit.list_history("money_receipt", photo)]
    assert opened == ["add", "open"]
    for content in (b"", b"GIF89a", b"%PDF-1.7 /JavaScript %%EOF", b"<svg/>"):
        with pytest.raises(InvalidError):
            await receipts.add_receipt(entry, content, viewer)
    with pytest.raises(ConflictError):
        await receipts.add_receipt(entry, jpeg(), pool.others[0].viewer)
    for _file in range(receipt_rules.MOST_FILES - 2):
        await receipts.add_receipt(entry, jpeg(), viewer)
    with pytest.raises(InvalidError):
        await receipts.add_receipt(entry, jpeg(), viewer)


async def test_a_receipt_goes_after_the_next_tax_year_and_the_entry_stays():
    pool = await make_pool(others=1)
    entry = await spend(pool)
    photo = await receipts.add_receipt(entry, jpeg(), pool.lead.viewer)
    (kept,) = await receipts.list_receipts(entry)
    noon = clock.now().replace(hour=12)
    days = (kept.delete_on - clock.today()).days
    with clock.stopped_at(noon + timedelta(days=days - 1)):
        assert await receipts.drop_due_receipts() == 0
    with clock.stopped_at(noon + timedelta(days=days)):
        assert await receipts.drop_due_receipts() == 1
        with pytest.raises(NotFoundError):
            await receipts.open_receipt(photo, pool.lead.viewer)
        with pytest.raises(ConflictError):
            await receipts.add_receipt(entry, jpeg(), pool.lead.viewer)
    assert (await service.get_entry(entry, pool.lead.viewer))[1].receipts == 0


async def test_the_register_goes_as_timesheets_do_and_shares_of_it_stay():
    pool = await make_pool(others=1)
    facts = SessionFacts(
        held_on=clock.today() - timedelta(days=1),
        came={person.member_id: Came.CAME for person in pool.everybody},
    )
    held = await sessions.record_session(pool.id, facts, pool.lead.viewer)
    with clock.stopped_at(clock.now() + timedelta(days=300)):
        assert await sessions.drop_old_sessions() == 0
    with clock.stopped_at(clock.now() + timedelta(days=366 * 3)):
        assert await sessions.drop_old_sessions() == 1
    with pytest.raises(NotFoundError):
        await sessions.get_session(held, pool.lead.viewer)


async def test_an_account_gets_its_own_lines_and_nobody_elses():
    pool = await make_pool(others=1)
    await pay_in(pool, pool.lead, 12_34, words="Mine")
    await pay_in(pool, pool.others[0], 56_78, words="Of another")
    await spend(pool, 10_00, words="Paint")
    other = str(await MoneyHolder().export(pool.others[0].account.id))
    assert "5678" in other
    assert "Paint" in other
    assert "1234" not in other
    assert "Mine" not in other
    own = await MoneyHolder().export(pool.lead.account.id)
    assert [each["words"] for each in own["recorded"]] == ["Mine", "Of another", "Paint"]


async def test_who_holds_the_account_records_too():
    together, _number = await make_in_force(3)
    members = await together.members()
    holder, other = together.viewers[1], together.viewers[2]
    await agree_all(together, await propose(together, holder=Holder(member_id=members[1].id)))
    facts = make_facts()
    await entries.record_contribution(together.id, members[2].id, facts, holder)
    with pytest.raises(ConflictError):
        await entries.record_contribution(together.id, members[2].id, make_facts(), other)


async def test_a_council_has_receipts_registers_and_entries_kept_for_longer():
    longer = PoolSettings(statements_kept_years=8, receipts_kept_years=3)
    then = clock.now().replace(hour=12)
    pool = await make_pool(others=1)
    council = (await pool.pool()).area.council_code
    await councils.add_council(council, actor="test")
    entry = await spend(pool)
    await receipts.add_receipt(entry, jpeg(), pool.lead.viewer)
    facts = SessionFacts(held_on=clock.today() - timedelta(days=1), took_place=False)
    await sessions.record_session(pool.id, facts, pool.lead.viewer)
    await councils.update_council_settings(council, {"pooling": longer}, 1, actor="test")
    with clock.stopped_at(then + timedelta(days=366 * 3)):
        assert (await receipts.drop_due_receipts(), await sessions.drop_old_sessions()) == (0, 0)
    (kept,) = await receipts.list_receipts(entry)
    assert kept.delete_on == rules.delete_on((await service.get_entry(entry, pool.lead.viewer))[1].on, 3)
    with clock.stopped_at(then + timedelta(days=366 * 5)):
        assert (await receipts.drop_due_receipts(), await sessions.drop_old_sessions()) == (1, 1)
    with clock.stopped_at(then + timedelta(days=366 * 8)):
        assert await entries.fold_old_entries() == 0


async def test_a_council_that_has_receipts_kept_for_less_time_again_is_followed():
    then = clock.now().replace(hour=12)
    pool = await make_pool()
    council = (await pool.pool()).area.council_code
    await councils.add_council(council, actor="test")
    await councils.update_council_settings(
        council, {"pooling": PoolSettings(receipts_kept_years=6)}, 1, actor="test"
    )
    entry = await spend(pool)
    await receipts.add_receipt(entry, jpeg(), pool.lead.viewer)
    await councils.update_council_settings(council, {"pooling": PoolSettings()}, 2, actor="test")
    with clock.stopped_at(then + timedelta(days=366 * 3)):
        assert await receipts.drop_due_receipts() == 1
