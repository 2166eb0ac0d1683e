"""How things ended is kept without the people, as long as the council chooses."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, transaction
from marketplace.signals import service
from marketplace.signals.schemas import OutcomeSignal, SignalKind

WILTSHIRE, SOMERSET = "E06000054", "E06000066"


def declined(**changes):
    fields = {
        "kind": SignalKind.REFERRAL,
        "council_code": WILTSHIRE,
        "outcode": "BA12",
        "support_types": ("washing",),
        "care_groups": ("older_people",),
        "outcome": "declined",
        "reason": "no_capacity",
        "waited_days": 3,
    }
    return OutcomeSignal(**{**fields, **changes})


async def kept(column="*"):
    async with connection() as raw:
        return await raw.fetch(f"SELECT {column} FROM outcome_signal ORDER BY on_day, council_code, outcome")


async def councils_kept():
    return [row["council_code"] for row in await kept("council_code")]


async def choose(code, version=1, **changes):
    await councils.update_council_settings(code, changes, version, actor="test")


@pytest.fixture
async def both_councils(db):
    for code in (WILTSHIRE, SOMERSET):
        await councils.add_council(code, actor="test")


async def test_an_outcome_has_a_day_and_no_time(db):
    with clock.stopped_at(datetime(2026, 11, 3, 14, 5, tzinfo=UTC)):
        await service.note_outcome(declined())
    (row,) = await kept()
    assert row["on_day"].isoformat() == "2026-11-03"
    assert dict(row) | {"id": None, "on_day": None} == {
        "id": None, "on_day": None, "kind": "referral", "council_code": WILTSHIRE, "outcode": "BA12",
        "support_types": ["washing"], "care_groups": ["older_people"], "outcome": "declined",
        "reason": "no_capacity", "waited_days": 3, "whose": None,
    }  # fmt: skip


async def test_an_outcome_is_one_statement_on_the_callers_transaction(db, count_statements):
    await service.note_outcome(declined(whose=uuid4()))
    assert len(count_statements) == 1


@pytest.mark.parametrize("code", [None, NATIONAL, "nonsense"])
async def test_where_no_council_is_known_it_is_the_national_teams(db, code):
    await service.note_outcome(declined(council_code=code, outcode=None))
    assert await councils_kept() == [NATIONAL]


async def test_words_that_somebody_wrote_do_not_fit_in(db):
    with pytest.raises(asyncpg.CheckViolationError):
        await service.note_outcome(declined(reason="Mrs Smith was rude"))


async def test_one_asker_is_the_same_within_a_month_and_nobody_knows_who_after_it(db):
    asker, other = uuid4(), uuid4()
    for moment in (datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)):
        with clock.stopped_at(moment):
            await service.note_outcome(declined(whose=asker))
            await service.note_outcome(declined(whose=other))
    with clock.stopped_at(datetime(2026, 12, 1, tzinfo=UTC)):
        await service.drop_old_signals()
        await service.note_outcome(declined(whose=asker))
    hashes = [row["whose"] for row in await kept()]
    assert len(set(hashes[:4])) == 2
    assert hashes[4] not in hashes[:4]
    async with connection() as raw:
        months = await raw.fetch("SELECT month FROM signal_key")
    assert [row["month"].isoformat() for row in months] == ["2026-12-01"], "the key of November is gone"


async def test_of_the_first_of_a_month_at_once_all_use_one_key(committed_db):
    asker, begun = uuid4(), asyncio.Barrier(3)

    async def note():
        async with transaction():
            async with connection() as raw:
                await raw.execute("SELECT 1")
            await begun.wait()
            await service.note_outcome(declined(whose=asker))
            await asyncio.sleep(0.05)

    await asyncio.gather(*(note() for _ in range(3)))
    hashes = {row["whose"] for row in await kept()}
    assert len(hashes) == 1
    assert None not in hashes


async def test_later_ones_of_a_month_wait_for_nobody(committed_db):
    await service.note_outcome(declined(whose=uuid4()))
    async with transaction():
        await service.note_outcome(declined(whose=uuid4()))
        other = asyncio.create_task(note_apart())
        await asyncio.wait_for(other, 5)
    assert len(await kept()) == 3


async def note_apart():
    """In a transaction of its own."""
    DB.current_transaction.set(None)
    await service.note_outcome(declined(whose=uuid4()))


async def test_a_council_that_switched_it_off_has_nothing_kept(both_councils):
    await choose(WILTSHIRE, keeps_signals=False)
    for code in (WILTSHIRE, SOMERSET, None):
        await service.note_outcome(declined(council_code=code))
    assert await councils_kept() == [SOMERSET, NATIONAL]


async def test_a_council_in_the_system_does_not_follow_the_national_switch_and_all_others_do(both_councils):
    await councils.add_council(NATIONAL, actor="test")
    await choose(NATIONAL, keeps_signals=False)
    for code in (WILTSHIRE, "E10000008", None):
        await service.note_outcome(declined(council_code=code))
    assert await councils_kept() == [WILTSHIRE]


async def test_switching_off_deletes_what_there_was_and_nothing_of_others(both_councils):
    for code in (WILTSHIRE, SOMERSET, None):
        await service.note_outcome(declined(council_code=code))
    await choose(WILTSHIRE, keeps_signals=False)
    assert await service.drop_old_signals() == 1
    assert await councils_kept() == [SOMERSET, NATIONAL]


async def test_signals_go_by_whole_months_when_their_council_says_so(both_councils):
    await choose(SOMERSET, signals_kept_months=3)
    days = [datetime(2024, 10, 31, 12, tzinfo=UTC), datetime(2024, 11, 1, 12, tzinfo=UTC),
            datetime(2026, 7, 31, 12, tzinfo=UTC), datetime(2026, 8, 1, 12, tzinfo=UTC)]  # fmt: skip
    for day in days:
        with clock.stopped_at(day):
            for code in (WILTSHIRE, SOMERSET):
                await service.note_outcome(declined(council_code=code))
    with clock.stopped_at(datetime(2026, 11, 22, tzinfo=UTC)):
        assert await service.drop_old_signals() == 4
        assert await service.drop_old_signals() == 0
    left = [(row["council_code"], str(row["on_day"])) for row in await kept()]
    assert left == [
        (WILTSHIRE, "2024-11-01"), (WILTSHIRE, "2026-07-31"), (WILTSHIRE, "2026-08-01"),
        (SOMERSET, "2026-08-01"),
    ]  # fmt: skip
