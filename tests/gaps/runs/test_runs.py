"""Access of all areas as it is kept and read."""

from datetime import UTC, date, datetime

import pytest

from marketplace.gaps.need import service as need
from marketplace.gaps.runs import repository, service
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply.rules import ENGLAND
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.listings.schemas import Capacity, ServiceArea
from tests.factories.gaps import SOMERSET, WILTSHIRE, make_areas
from tests.factories.listings import make_activity, make_enterprise, make_personal_assistant, publish, suspend

LEARNING = GapGroup.LEARNING_DISABILITY
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
async def council(db):
    """Wiltshire and Somerset with three listings: an assistant, a group, and one that does not say."""
    await make_areas(WILTSHIRE, SOMERSET)
    await publish(make_personal_assistant())
    await publish(make_activity())
    await publish(make_enterprise())


async def compute(moment=NOW):
    with clock.stopped_at(moment):
        return await service.compute_run()


async def count(table):
    async with connection() as raw:
        return await raw.fetchval(f"SELECT count(*) FROM {table}")


async def test_nothing_is_there_before_the_first_run(db):
    assert await service.find_run(WILTSHIRE) is None
    assert await service.read_access(WILTSHIRE) is None
    assert (await service.read_middles([ENGLAND])).find(ENGLAND, LEARNING, Unit.HOURS) is None
    assert await compute() is None


async def test_a_run_says_what_it_was_worked_out_from(council):
    run = await compute()
    assert run == await service.find_run(WILTSHIRE)
    assert (run.computed_at, run.month) == (NOW, None)
    assert (run.areas, run.listings, run.unsaid, run.unreached) == (5, 2, 1, 0)


async def test_hours_of_an_assistant_are_shared_among_the_people_in_reach(council):
    await compute()
    access = await service.read_access(WILTSHIRE)
    people = {
        each.area_code: each.people for each in await need.list_need(WILTSHIRE) if each.group == LEARNING
    }
    levels = access.find(LEARNING, Unit.HOURS)
    reached = [code for code, amount in zip(access.area_codes, levels.amounts, strict=True) if amount]
    assert len(reached) == 2
    expected = 6.5 / sum(people[code] for code in reached) * 100
    assert max(levels.amounts) == pytest.approx(expected, rel=1e-6)
    assert sorted(levels.reaching) == [0, 6.5, 6.5]
    assert all(
        low <= at <= high for low, at, high in zip(levels.low, levels.amounts, levels.high, strict=True)
    )
    assert max(levels.low) < max(levels.amounts), "twelve miles reach Frome, and more people share it"


async def test_hours_and_places_and_groups_are_kept_apart(council):
    await compute()
    access = await service.read_access(WILTSHIRE)
    assert any(access.find(GapGroup.DEMENTIA, Unit.PLACES).amounts)
    assert not any(access.find(GapGroup.DEMENTIA, Unit.HOURS).amounts)
    assert not any(access.find(LEARNING, Unit.PLACES).amounts)
    assert access.find(GapGroup.SENSORY, Unit.HOURS).amounts == (0, 0, 0)


async def test_kinds_of_support_are_read_when_they_are_asked_for(council):
    await compute()
    assert {kind for _group, kind, _unit in (await service.read_access(WILTSHIRE)).levels} == {""}
    every = await service.read_access(WILTSHIRE, support_types=None)
    assert any(every.find(LEARNING, Unit.HOURS, "active_group").amounts)
    assert not any(every.find(LEARNING, Unit.HOURS, "payments_group").amounts)


async def test_middles_are_of_england_regions_and_councils(council):
    await compute()
    asked = [ENGLAND, "South West", WILTSHIRE, SOMERSET, "London"]
    middles = await service.read_middles(asked)
    assert middles.find(WILTSHIRE, LEARNING, Unit.HOURS) > 0
    assert middles.find(SOMERSET, LEARNING, Unit.HOURS) == 0
    assert middles.find(ENGLAND, LEARNING, Unit.HOURS) == middles.find("South West", LEARNING, Unit.HOURS)
    assert middles.find("London", LEARNING, Unit.HOURS) is None


async def test_nothing_is_worked_out_again_until_something_changed(council):
    await compute()
    assert await compute() is None
    assert not await service.ask_for_run()
    await publish(make_personal_assistant(area=ServiceArea(named=(SOMERSET,))))
    assert await service.ask_for_run()
    assert not await service.ask_for_run()
    assert (await compute()).listings == 3


async def test_a_change_writes_the_councils_that_it_touches_and_no_others(council):
    await compute()
    first = await repository.find_run(None)
    async with connection() as raw:
        before = {row[0]: row[1] for row in await raw.fetch("SELECT council_code, id FROM gap_council")}
    await publish(make_personal_assistant(area=ServiceArea(named=(SOMERSET,))))
    await compute()
    async with connection() as raw:
        after = {row[0]: row[1] for row in await raw.fetch("SELECT council_code, id FROM gap_council")}
    assert before[WILTSHIRE] == after[WILTSHIRE]
    assert before[SOMERSET] != after[SOMERSET]
    assert (await repository.find_run(None)).id == first.id


async def test_a_listing_that_is_hidden_counts_no_more(council):
    listing = await publish(make_personal_assistant(area=ServiceArea(named=(SOMERSET,))))
    await compute()
    assert any((await service.read_access(SOMERSET)).find(LEARNING, Unit.HOURS).amounts)
    await suspend(listing)
    await compute()
    assert not any((await service.read_access(SOMERSET)).find(LEARNING, Unit.HOURS).amounts)


async def test_nothing_free_is_none_and_nothing_said_is_told(council):
    await publish(make_personal_assistant(capacity=Capacity(hours_per_week=0, as_of=date(2026, 1, 12))))
    run = await compute()
    assert (run.listings, run.unsaid) == (2, 1)


async def test_of_two_runs_the_one_that_began_later_stays(council):
    await compute(NOW.replace(hour=12))
    await publish(make_personal_assistant())
    assert await compute(NOW) is None
    assert (await service.find_run()).listings == 2


async def test_reading_takes_three_statements(council, statements):
    await compute()
    async with statements() as run:
        await service.read_access(WILTSHIRE, support_types=None)
        await service.read_middles([ENGLAND, WILTSHIRE])
    assert len(run) == 3


async def test_the_end_of_a_month_is_kept_once(council):
    await compute()
    with clock.stopped_at(datetime(2026, 12, 1, 0, 5, tzinfo=UTC)):
        assert await service.keep_month()
        assert not await service.keep_month()
    november = date(2026, 11, 1)
    assert await service.list_months(WILTSHIRE) == (november,)
    await publish(make_personal_assistant())
    await compute(datetime(2026, 12, 5, tzinfo=UTC))
    then, now = await service.read_access(WILTSHIRE, november), await service.read_access(WILTSHIRE)
    assert then.run.month == november
    assert max(then.find(LEARNING, Unit.HOURS).reaching) == 6.5
    assert max(now.find(LEARNING, Unit.HOURS).reaching) == 13
    middles = await service.read_middles([ENGLAND, WILTSHIRE], november)
    assert middles.find(WILTSHIRE, LEARNING, Unit.HOURS) > 0
    assert {kind for _group, kind, _unit in then.levels} == {""}


async def test_a_month_that_had_no_run_at_its_end_is_not_made_up(council):
    await compute(datetime(2026, 12, 2, 0, 1, tzinfo=UTC))
    with clock.stopped_at(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        assert not await service.keep_month()
    assert await service.list_months(WILTSHIRE) == ()


async def test_months_are_kept_for_three_years(council):
    await compute()
    for year, month in ((2026, 12), (2027, 1), (2029, 12), (2030, 1)):
        with clock.stopped_at(datetime(year, month, 1, 1, tzinfo=UTC)):
            await service.keep_month()
    assert await service.list_months(WILTSHIRE) == (date(2029, 12, 1), date(2029, 11, 1))
    assert await count("gap_run") == 3
    assert await count("gap_council") == 3 * 2


async def test_a_council_whose_areas_are_gone_has_no_figures_any_more(council):
    await compute()
    async with connection() as raw:
        await raw.execute("DELETE FROM gap_area_set WHERE council_code = $1", SOMERSET)
    await compute()
    assert await service.read_access(SOMERSET) is None
    assert await service.read_access(WILTSHIRE) is not None
