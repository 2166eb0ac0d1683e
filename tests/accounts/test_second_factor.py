"""The second factor: codes of the app and recovery codes, once each; nothing readable in the database."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accounts.second_factor import rules
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.second_factor.tables import RecoveryCode, SecondFactorRow
from marketplace.accounts.tables import Account
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError, OperatorError
from marketplace.kernel.secrets import use_secret

START = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
SENSIBLE = {
    "min_value": START.replace(year=2000, tzinfo=None),
    "max_value": START.replace(year=2100, tzinfo=None),
}
STEP = timedelta(seconds=rules.STEP_SECONDS)


async def new_account():
    account = Account(id=uuid4(), address=f"{uuid4().hex}@example.org", name="Amina", created_at=START)
    await account.save()
    return account.id


async def set_up(account_id):
    """Set up a second factor at START; return the key of the app and the recovery codes."""
    with clock.stopped_at(START):
        await second_factor.begin_second_factor(account_id)
        key = (await second_factor.find_second_factor(account_id)).pending_key
        assert await second_factor.set_second_factor(account_id, rules.code_at(key, START), actor="test")
        return key, (await second_factor.find_second_factor(account_id)).shown_codes


async def use(account_id, typed, at=START + 10 * STEP):
    with clock.stopped_at(at):
        return await second_factor.use_code(account_id, typed)


async def test_an_account_starts_without_one(db):
    account_id = await new_account()
    assert not (await second_factor.find_second_factor(account_id)).is_set
    assert not await use(account_id, "123456")


async def test_a_key_counts_only_after_a_code_of_it_was_typed(db):
    account_id = await new_account()
    with clock.stopped_at(START):
        await second_factor.begin_second_factor(account_id)
        begun = await second_factor.find_second_factor(account_id)
        assert not begun.is_set
        assert not await second_factor.use_code(account_id, rules.code_at(begun.pending_key, START))
        assert not await second_factor.set_second_factor(account_id, "000000", actor="test")
        code = rules.code_at(begun.pending_key, START)
        assert await second_factor.set_second_factor(account_id, f" {code[:3]} {code[3:]} ", actor="test")
        found = await second_factor.find_second_factor(account_id)
    assert found.is_set
    assert found.pending_key is None
    assert found.codes_left == len(found.shown_codes) == 10
    [row] = await Account.select(Account.second_factor_is_set).where(Account.id == account_id)
    assert row["second_factor_is_set"]


async def test_setting_it_up_again_needs_the_old_one_removed(db):
    account_id = await new_account()
    key, _ = await set_up(account_id)
    with pytest.raises(ConflictError):
        await second_factor.begin_second_factor(account_id)
    with pytest.raises(ConflictError):
        await second_factor.set_second_factor(account_id, rules.code_at(key, START), actor="test")


async def test_what_was_begun_long_ago_is_begun_anew(db):
    account_id = await new_account()
    with clock.stopped_at(START):
        await second_factor.begin_second_factor(account_id)
        key = (await second_factor.find_second_factor(account_id)).pending_key
    later = START + rules.PENDING_FOR
    with clock.stopped_at(later):
        assert (await second_factor.find_second_factor(account_id)).pending_key is None
        with pytest.raises(ConflictError):
            await second_factor.set_second_factor(account_id, rules.code_at(key, later), actor="test")


async def test_a_code_is_taken_once(db):
    account_id = await new_account()
    key, _ = await set_up(account_id)
    code = rules.code_at(key, START + 10 * STEP)
    assert await use(account_id, code)
    assert not await use(account_id, code)
    assert not await use(account_id, rules.code_at(key, START + 9 * STEP)), "older than one that was used"


async def test_the_code_that_set_it_up_does_not_sign_in_too(db):
    account_id = await new_account()
    key, _ = await set_up(account_id)
    assert not await use(account_id, rules.code_at(key, START), START)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_a_clock_may_be_half_a_minute_off(db, steps, taken):
    account_id = await new_account()
    key, _ = await set_up(account_id)
    assert await use(account_id, rules.code_at(key, START + (10 + steps) * STEP)) is taken


async def test_of_the_same_code_typed_at_once_one_is_taken(committed_db):
    account_id = await new_account()
    key, codes = await set_up(account_id)
    for code in (rules.code_at(key, START + 10 * STEP), codes[0]):
        taken = await asyncio.gather(*(use(account_id, code) for _ in range(12)))
        assert taken.count(True) == 1


async def test_each_recovery_code_is_taken_once(db):
    account_id = await new_account()
    _, codes = await set_up(account_id)
    for left, code in zip(range(9, -1, -1), codes, strict=True):
        assert await use(account_id, rules.spaced(code))
        assert not await use(account_id, code)
        assert (await second_factor.find_second_factor(account_id)).codes_left == left
    history = await audit.list_history("account", account_id)
    assert [entry.action for entry in history].count("use_recovery_code") == 10


async def test_a_recovery_code_of_somebody_else_is_not_taken(db):
    one, other = await new_account(), await new_account()
    _, codes = await set_up(one)
    await set_up(other)
    assert not await use(other, codes[0])


async def test_new_recovery_codes_end_the_old_ones(db):
    account_id = await new_account()
    _, old = await set_up(account_id)
    await second_factor.renew_recovery_codes(account_id, actor="test")
    new = (await second_factor.find_second_factor(account_id)).shown_codes
    assert not set(old) & set(new)
    assert not await use(account_id, old[0])
    assert await use(account_id, new[0])


async def test_recovery_codes_are_shown_until_they_are_written_down_or_a_while_has_passed(db):
    account_id = await new_account()
    await set_up(account_id)
    with clock.stopped_at(START + rules.SHOW_CODES_FOR - STEP):
        assert (await second_factor.find_second_factor(account_id)).shown_codes
    with clock.stopped_at(START + rules.SHOW_CODES_FOR):
        assert not (await second_factor.find_second_factor(account_id)).shown_codes
        await second_factor.clean()
    [row] = await SecondFactorRow.select().where(SecondFactorRow.account == account_id)
    assert row["sealed_codes"] is None
    await second_factor.renew_recovery_codes(account_id, actor="test")
    await second_factor.hide_recovery_codes(account_id)
    found = await second_factor.find_second_factor(account_id)
    assert not found.shown_codes
    assert found.codes_left == 10


async def test_cleaning_leaves_what_is_in_use_and_what_is_just_begun(db):
    used, begun, left_behind = await new_account(), await new_account(), await new_account()
    await set_up(used)
    with clock.stopped_at(START):
        await second_factor.begin_second_factor(left_behind)
    with clock.stopped_at(START + rules.PENDING_FOR + STEP):
        await second_factor.begin_second_factor(begun)
        await second_factor.clean()
    rows = await SecondFactorRow.select(SecondFactorRow.account)
    assert {row["account"] for row in rows} >= {used, begun}
    assert left_behind not in {row["account"] for row in rows}


async def test_removed_it_is_asked_for_no_more(db):
    account_id = await new_account()
    key, codes = await set_up(account_id)
    await second_factor.remove_second_factor(account_id, actor="test")
    assert not (await second_factor.find_second_factor(account_id)).is_set
    assert not await use(account_id, rules.code_at(key, START + 10 * STEP))
    assert not await use(account_id, codes[0])
    with pytest.raises(NotFoundError):
        await second_factor.remove_second_factor(account_id, actor="test")


async def test_neither_keys_nor_recovery_codes_can_be_read_in_the_database(db):
    account_id = await new_account()
    key, codes = await set_up(account_id)
    kept = repr(await SecondFactorRow.select()) + repr(await RecoveryCode.select())
    kept += repr(await audit.list_history("account", account_id))
    assert all(secret not in kept for secret in (key, *codes))


async def test_a_key_moved_to_another_account_cannot_be_read(db):
    one, other = await new_account(), await new_account()
    await set_up(one)
    await set_up(other)
    [row] = await SecondFactorRow.select().where(SecondFactorRow.account == one)
    await SecondFactorRow.update({SecondFactorRow.sealed_key: row["sealed_key"]}).where(
        SecondFactorRow.account == other
    )
    with pytest.raises(OperatorError, match="cannot be read"):
        await use(other, "123456")


async def test_another_secret_key_is_said_in_a_sentence(db):
    account_id = await new_account()
    await set_up(account_id)
    try:
        use_secret(b"another secret key than that of the tests")
        with pytest.raises(OperatorError, match="MARKETPLACE_SECRET_KEY"):
            await use(account_id, "123456")
    finally:
        use_secret(b"the secret of the tests, which is no secret")


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_digits_or_nothing(typed):
    digits = rules.digits_of(typed)
    assert digits == "" or (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 12)


@given(st.integers(0, 10**12 - 1))
def test_a_recovery_code_is_read_as_it_is_shown(number):
    code = f"{number:012}"
    assert rules.digits_of(rules.spaced(code)) == code
    assert rules.is_recovery_code(code)


@given(st.datetimes(timezones=st.just(UTC), **SENSIBLE))
def test_the_code_of_a_moment_is_right_at_that_moment(moment):
    key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert rules.find_step(key, rules.code_at(key, moment), moment) is not None


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, the last six digits of its SHA-1 row for 59 seconds."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert rules.code_at(key, datetime.fromtimestamp(59, UTC)) == "287082"


def test_the_picture_says_what_the_app_needs_and_needs_no_file():
    uri = rules.key_uri("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "amina@example.org", "Hereabouts: North & South")
    parsed = pyotp.parse_uri(uri)
    assert (parsed.secret, parsed.issuer, parsed.name) == (
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "Hereabouts: North & South", "amina@example.org",
    )  # fmt: skip
    assert rules.picture_of(uri).startswith("data:image/svg+xml")
