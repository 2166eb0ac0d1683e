from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.audit import rules, service
from marketplace.audit.schemas import Entry, EntryFilter
from marketplace.kernel import clock

WILTSHIRE, SOMERSET, DEVON = "E06000054", "E06000066", "E10000008"
# hypothesis takes bounds without a timezone and adds it
EARLIEST, LATEST = datetime(1970, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - as said
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _record(council, action="publish", at=NOON, actor="someone", record_id=None):
    with clock.stopped_at(at):
        await service.record(action, "listing", record_id or uuid4(), actor, council=council)


async def _actions(**wanted):
    return [entry.action for entry in (await service.list_entries(EntryFilter(**wanted))).items]


async def test_a_council_sees_its_own_entries_only(db):
    for council in (WILTSHIRE, SOMERSET, None):
        await _record(council, action=f"in {council}")
    assert await _actions(council=WILTSHIRE) == [f"in {WILTSHIRE}"]


async def test_the_national_team_sees_those_of_councils_that_are_not_in_the_system(db):
    for council in (WILTSHIRE, DEVON, "national", None):
        await _record(council, action=f"in {council}", actor="nat")
    seen = await _actions(council="national", not_councils=(WILTSHIRE,), actor="nat")
    assert sorted(seen) == [f"in {DEVON}", "in national"]


async def test_the_operator_sees_entries_without_a_council_too(db):
    await _record(None, actor="op")
    await _record(WILTSHIRE, actor="op")
    assert len(await _actions(actor="op")) == 2


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"action": "hide"}, 1),
        ({"action": "none such"}, 0),
        ({"actor": "ann"}, 2),
        ({"record_type": "listing"}, 3),
        ({"record_type": "council"}, 0),
        ({"since": NOON + timedelta(hours=1)}, 1),
        ({"until": NOON + timedelta(hours=1)}, 2),
        ({"since": NOON, "until": NOON + timedelta(seconds=1)}, 2),
        ({"actor": "ann", "action": "hide"}, 1),
    ],
)
async def test_a_filter_leaves_what_fits_it(db, wanted, found):
    await _record(WILTSHIRE, actor="ann")
    await _record(WILTSHIRE, actor="ann", action="hide", at=NOON + timedelta(hours=1))
    await _record(WILTSHIRE, actor="bob")
    assert len(await _actions(council=WILTSHIRE, **wanted)) == found


async def test_one_records_entries_are_found_by_its_id(db):
    record_id = uuid4()
    await _record(WILTSHIRE, record_id=record_id)
    await _record(WILTSHIRE)
    assert len(await _actions(council=WILTSHIRE, record_id=record_id)) == 1


async def test_pages_lose_and_repeat_nothing_though_many_happened_at_one_moment(db):
    ids = [uuid4() for _ in range(23)]
    with clock.stopped_at(NOON):
        await service.record_many("load", "listing", "pages", ids)
    for number in range(5):
        await _record(None, actor="pages", at=NOON + timedelta(seconds=number - 2))
    seen, key = [], None
    while True:
        page = await service.list_entries(EntryFilter(actor="pages"), after=key, most=5)
        seen += page.items
        key = page.next_key
        if key is None:
            break
    assert len(seen) == len({entry.id for entry in seen}) == 28
    assert [entry.at for entry in seen] == sorted((entry.at for entry in seen), reverse=True)


@pytest.mark.parametrize(
    "key", ["", "x", "1-", "-1-5", "1-1'; --", "9" * 17 + "-1", "1-" + "9" * 30, "\u0661-\u0661"]
)
async def test_a_key_that_is_none_begins_anew(db, key):
    await _record(WILTSHIRE)
    assert (await service.list_entries(EntryFilter(council=WILTSHIRE), after=key)).items


@given(
    st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
    st.integers(1, 2**62 // 10),
)
def test_a_key_says_the_place_of_its_entry(at, number):
    entry = Entry(at=at, actor="", action="", record_type="", id=number)
    assert rules.read_key(rules.key_of(entry)) == (at, number)
