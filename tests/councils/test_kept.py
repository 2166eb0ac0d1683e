"""The kept copy of settings asks the database once after a change, and is never long behind it."""

import asyncio

import pytest

from marketplace.councils import service
from marketplace.councils.kept import service as kept_service
from marketplace.councils.kept.service import OLDEST_SECONDS, KeptSettings
from marketplace.councils.looks.service import LOOK_SECONDS
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.database import connection

WILTSHIRE, SOMERSET, OXFORDSHIRE = "E06000054", "E06000066", "E10000025"
CODES = (WILTSHIRE, SOMERSET, OXFORDSHIRE, NATIONAL, None)


@pytest.fixture
async def kept(db):
    """A copy that was just compared; Wiltshire and Somerset are in the system."""
    for code in (WILTSHIRE, SOMERSET):
        await service.add_council(code, actor="test")
    copy = KeptSettings()
    await copy.refresh()
    return copy


async def change(code, version, **changes):
    await service.update_council_settings(code, changes, version, actor="test")


async def statements(kept, codes):
    seen = []
    async with connection() as raw:
        raw.add_query_logger(lambda record: seen.append(record.query))
        try:
            await kept.list_settings(codes)
            await asyncio.sleep(0)  # the driver tells a moment later
        finally:
            raw._query_loggers.clear()
    return len(seen)


async def test_it_says_what_the_database_says_and_asks_once(kept):
    assert await kept.list_settings(CODES) == await service.list_council_settings(CODES)
    assert await statements(kept, CODES) == 0
    assert await kept.list_settings(CODES) == await service.list_council_settings(CODES)


async def test_only_what_is_not_there_yet_is_asked_for(kept):
    await kept.list_settings([WILTSHIRE])
    assert await statements(kept, [WILTSHIRE, SOMERSET]) == 1
    assert await statements(kept, [WILTSHIRE, SOMERSET]) == 0


@pytest.mark.parametrize("changed", [WILTSHIRE, NATIONAL, "removed"])
async def test_after_the_next_comparison_every_change_is_seen(kept, changed):
    await kept.list_settings(CODES)
    if changed == "removed":  # as after a backup was restored
        async with connection() as raw:
            await raw.execute("DELETE FROM council WHERE code = $1", SOMERSET)
    else:
        await service.add_council(changed, actor="test")
        await change(changed, 1, confirm_every_days=100)
    assert await kept.list_settings(CODES) != await service.list_council_settings(CODES)
    await kept.refresh()
    assert await kept.list_settings(CODES) == await service.list_council_settings(CODES)


async def test_while_nobody_compares_the_database_is_asked(kept, monkeypatch):
    await kept.list_settings([WILTSHIRE])
    await change(WILTSHIRE, 1, confirm_every_days=100)
    later = kept_service.monotonic() + OLDEST_SECONDS + 1
    monkeypatch.setattr(kept_service, "monotonic", lambda: later)
    assert (await kept.list_settings([WILTSHIRE]))[WILTSHIRE].confirm_every_days == 100
    assert (await KeptSettings().list_settings([WILTSHIRE]))[WILTSHIRE].confirm_every_days == 100


async def test_what_was_read_before_a_change_is_not_kept_after_it(kept, monkeypatch):
    plain = kept_service.list_council_settings

    async def slow(codes):
        read = await plain(codes)
        await change(WILTSHIRE, 1, confirm_every_days=100)
        await kept.refresh()
        return read

    monkeypatch.setattr(kept_service, "list_council_settings", slow)
    await kept.list_settings([WILTSHIRE])
    monkeypatch.setattr(kept_service, "list_council_settings", plain)
    assert (await kept.list_settings([WILTSHIRE]))[WILTSHIRE].confirm_every_days == 100


def test_a_process_compares_several_times_before_its_copy_counts_as_old():
    assert LOOK_SECONDS * 3 < OLDEST_SECONDS
