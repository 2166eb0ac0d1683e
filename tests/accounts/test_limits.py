"""Limits: no more get through than may, and nobody is locked out by somebody else."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accounts.limits import rules
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import SIGN_INS
from marketplace.accounts.limits.tables import RateLimit
from marketplace.kernel import clock
from marketplace.kernel.errors import TooManyError

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
AMINA, BEN = "amina@example.org", "ben@example.org"
HERE, THERE = "203.0.113.7", "198.51.100.20"


async def refused(call):
    """Whether it is refused, and for how many seconds."""
    try:
        await call
    except TooManyError as error:
        return error.retry_after_seconds
    return 0


async def fail(address, host, times, devices=""):
    """Attempts to sign in that do not succeed; True when one was refused."""
    return any([await refused(limits.begin_sign_in(address, host, devices)) for _ in range(times)])


async def test_one_more_than_the_limit_is_refused_until_there_is_room(db):
    with clock.stopped_at(START):
        for _ in range(4):
            await limits.check_limit("claim", "a", most=4, per=HOUR)
        assert await refused(limits.check_limit("claim", "a", most=4, per=HOUR)) == 15 * 60
    with clock.stopped_at(START + timedelta(minutes=14, seconds=59)):
        assert await refused(limits.check_limit("claim", "a", most=4, per=HOUR)) == 1
    with clock.stopped_at(START + timedelta(minutes=15)):
        assert not await refused(limits.check_limit("claim", "a", most=4, per=HOUR))
        assert await refused(limits.check_limit("claim", "a", most=4, per=HOUR))


async def test_what_is_refused_makes_nobody_wait_longer(db):
    with clock.stopped_at(START):
        waits = [await refused(limits.check_limit("claim", "a", most=1, per=HOUR)) for _ in range(20)]
    assert waits == [0, *[3600] * 19]


async def test_names_and_keys_are_counted_apart(db):
    for name, key in (("claim", "a"), ("claim", "b"), ("concern", "a")):
        assert not await refused(limits.check_limit(name, key, most=1, per=HOUR))


async def test_of_many_at_once_no_more_get_through_than_may(committed_db):
    calls = (limits.check_limit("claim", "a", most=5, per=HOUR) for _ in range(40))
    outcomes = await asyncio.gather(*(refused(call) for call in calls))
    assert outcomes.count(0) == 5


async def test_of_many_attempts_at_once_the_free_ones_get_through(committed_db):
    outcomes = await asyncio.gather(*(refused(limits.begin_attempt("sign-in", "a")) for _ in range(40)))
    assert outcomes.count(0) == rules.DELAYS.count(timedelta()) + 1


async def test_delays_grow_with_failures_and_end_a_day_after_the_last(db):
    at = START
    for delay in (*rules.DELAYS, rules.DELAYS[-1], rules.DELAYS[-1]):
        with clock.stopped_at(at):
            assert not await refused(limits.begin_attempt("sign-in", "a"))
            if delay:
                assert await refused(limits.begin_attempt("sign-in", "a")) == delay.total_seconds()
        at += delay
    with clock.stopped_at(at + rules.FORGET_AFTER):
        assert not await fail_in_a_row("a", rules.DELAYS.count(timedelta()) + 1)


async def fail_in_a_row(key, times):
    return any([await refused(limits.begin_attempt("sign-in", key)) for _ in range(times)])


async def test_success_forgets_the_failures(db):
    for _ in range(3):
        assert not await fail(AMINA, HERE, 4)
        await limits.end_sign_in(AMINA, HERE)


async def test_a_stranger_elsewhere_locks_nobody_out(db):
    for number in range(30):
        await fail(AMINA, f"198.51.100.{number}", 20)
    assert not await refused(limits.begin_sign_in(AMINA, HERE))


async def test_a_stranger_at_the_same_address_does_not_lock_out_a_known_device(db):
    devices = await limits.end_sign_in(AMINA, HERE)
    for number in range(SIGN_INS.most + 1):
        await refused(limits.begin_sign_in(f"someone{number}@example.org", HERE))
    assert await fail(AMINA, HERE, 20)
    assert await refused(limits.begin_sign_in(AMINA, HERE))
    assert not await refused(limits.begin_sign_in(AMINA, HERE, devices))


async def test_a_stranger_does_not_use_up_the_codes_of_a_known_device(db):
    devices = await limits.end_sign_in(AMINA, HERE)
    for _ in range(20):
        await refused(limits.begin_code("account", AMINA))
    assert await refused(limits.begin_code("account", AMINA))
    assert not await refused(limits.begin_code("account", AMINA, devices))


async def test_a_stolen_device_cookie_gives_no_endless_tries(db):
    devices = await limits.end_sign_in(AMINA, HERE)
    assert await fail(AMINA, THERE, 20, devices)


async def test_signing_in_to_an_own_account_does_not_renew_tries_at_another(db):
    await fail(AMINA, HERE, 5)
    await limits.end_sign_in(BEN, HERE)
    assert await refused(limits.begin_sign_in(AMINA, HERE))


async def test_an_address_in_other_letters_is_the_same(db):
    await fail("Amina@Example.org", HERE, 3)
    assert await fail(f" {AMINA} ", HERE, 3)


async def test_a_device_is_known_for_its_own_account_only(db):
    devices = limits.remember_device("", AMINA)
    assert limits.find_device(devices, "AMINA@example.org")
    assert limits.find_device(devices, BEN) is None


@pytest.mark.parametrize("change", [lambda text: text[:-1] + "0", lambda text: "0" + text[1:], str.upper])
def test_a_forged_device_is_not_known(change):
    devices = limits.remember_device("", AMINA)
    changed = change(devices)
    assert changed == devices or limits.find_device(changed, AMINA) is None


def test_a_device_is_known_for_the_accounts_that_used_it_last():
    devices = ""
    addresses = [f"{number}@example.org" for number in range(rules.MOST_DEVICES + 2)]
    for address in addresses:
        devices = limits.remember_device(devices, address)
    known = [address for address in addresses if limits.find_device(devices, address)]
    assert known == addresses[2:]


@given(st.text())
def test_whatever_stands_in_the_cookie_is_read(text):
    assert limits.find_device(text, AMINA) is None
    assert limits.find_device(limits.remember_device(text, AMINA), AMINA)


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[0-9a-f]{32}", fullmatch=True), st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
        )
    )
)
def test_devices_are_read_as_they_are_written(devices):
    assert rules.read_devices(rules.write_devices(devices)) == devices[: rules.MOST_DEVICES]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::1", True),
    ],
)
def test_an_ipv6_household_is_one_client(one, other, same):
    assert (rules.client_network(one) == rules.client_network(other)) is same


async def test_nothing_can_be_read_from_what_is_kept(db):
    await fail(AMINA, HERE, 2)
    rows = await RateLimit.select()
    assert rows
    assert all(AMINA.encode() not in row["key"] and len(row["key"]) == 32 for row in rows)


async def test_rows_that_say_nothing_any_more_are_deleted_and_no_others(db):
    with clock.stopped_at(START):
        await limits.check_limit("claim", "a", most=2, per=HOUR)
        await limits.begin_attempt("sign-in", "b")
    with clock.stopped_at(START + HOUR):
        assert await limits.clean() == 1
        assert await limits.clean() == 0
    with clock.stopped_at(START + rules.FORGET_AFTER):
        assert await limits.clean() == 1
    assert await RateLimit.select() == []


async def test_the_counts_are_not_written_to_the_log_of_the_database(db):
    [row] = await RateLimit.raw("SELECT relpersistence FROM pg_class WHERE relname = 'rate_limit'")
    assert row["relpersistence"] in {"u", b"u"}


async def test_letters_about_one_thing_keep_none_about_another_back(db):
    for _ in range(6):
        await limits.may_write_to(AMINA)
        await limits.may_write_to(AMINA, about="sign_up")
    assert await limits.may_write_to(AMINA, about="reset_password")


async def test_letters_to_one_address_are_limited_without_a_word(db):
    assert [await limits.may_write_to(AMINA) for _ in range(7)] == [True] * 5 + [False] * 2
