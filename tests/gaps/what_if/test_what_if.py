"""What an addition or a closure would change, against working everything out again."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from marketplace.gaps.runs import service as runs
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply.service import read_reach
from marketplace.gaps.what_if import service
from marketplace.gaps.what_if.schemas import Addition, Asked
from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.listings.schemas import Capacity, ServiceArea
from tests.factories.gaps import SOMERSET, WILTSHIRE, make_areas
from tests.factories.listings import make_activity, make_personal_assistant, publish, suspend
from tests.listings.conftest import statements

__all__ = ["statements"]

LEARNING = Asked(group=GapGroup.LEARNING_DISABILITY)
DEMENTIA = Asked(group=GapGroup.DEMENTIA, unit=Unit.PLACES)


@pytest.fixture
async def listings(db):
    """An assistant and a group, worked out."""
    await make_areas(WILTSHIRE, SOMERSET)
    made = [await publish(make_personal_assistant()), await publish(make_activity())]
    await runs.compute_run()
    return made


async def kept(asked):
    """What the latest run has."""
    await runs.compute_run()
    access = await runs.read_access(WILTSHIRE, support_types=None)
    return access.find(asked.group, asked.unit, asked.support_type).amounts


async def test_before_is_what_the_run_has(listings):
    codes = (await read_reach(WILTSHIRE)).area_codes
    found = await service.add(WILTSHIRE, Addition(amount=1, area_code=codes[0], miles=5), LEARNING)
    assert found.area_codes == codes
    assert found.before == pytest.approx(await kept(LEARNING), rel=1e-6)
    assert found.usual == (await runs.read_middles(["E92000001"])).find(
        "E92000001", LEARNING.group, Unit.HOURS
    )


async def test_an_addition_is_what_everything_worked_out_again_says(listings):
    await publish(make_personal_assistant(capacity=Capacity(hours_per_week=10, as_of=date(2026, 1, 12))))
    after = await kept(LEARNING)
    await suspend_last_and_compute()
    supply = await read_reach(WILTSHIRE)
    # The small area at Melksham, where the assistant sets out, is the one that SN12 lies in.
    found = [
        await service.add(WILTSHIRE, Addition(amount=10, area_code=code, miles=8), LEARNING)
        for code in supply.area_codes
    ]
    assert any(each.after == pytest.approx(after, rel=1e-6) for each in found)


async def suspend_last_and_compute():
    supply = await read_reach(WILTSHIRE)
    last = next(each.id for each in supply.listings if each.hours == 10)
    await suspend(last)
    await runs.compute_run()


@pytest.mark.parametrize("asked", [LEARNING, DEMENTIA])
async def test_a_closure_is_what_everything_worked_out_again_says(listings, asked):
    for number in (0, 1):
        found = await service.close(WILTSHIRE, listings[number], asked)
        await suspend(listings[number])
        assert found.after == pytest.approx(await kept(asked), abs=1e-6)
        assert (found.before == found.after) == ((asked is LEARNING) == (number == 1))
        listings[number] = await publish((make_personal_assistant, make_activity)[number]())
        await runs.compute_run()


async def test_who_is_affected_is_counted(listings):
    found = await service.close(WILTSHIRE, listings[0], LEARNING)
    changed = [people for people, a, b in zip(found.people, found.before, found.after, strict=True) if a != b]
    assert len(changed) == 2
    assert found.people_affected == pytest.approx(sum(changed))
    assert found.people_in_reach == pytest.approx(sum(changed))
    assert found.people_reaching == 0


async def test_what_each_listing_adds_makes_up_the_figure(listings):
    await publish(make_personal_assistant(area=ServiceArea(named=("E92000001",))))
    supply = await read_reach(WILTSHIRE)
    figures = await kept(LEARNING)
    for code, figure in zip(supply.area_codes, figures, strict=True):
        found = service.list_contributions(supply, code, LEARNING)
        assert sum(each.amount for each in found) == pytest.approx(figure, rel=1e-6)
        assert [each.amount for each in found] == sorted((each.amount for each in found), reverse=True)


async def test_kinds_of_support_are_looked_at_alone(listings):
    asked = Asked(group=GapGroup.LEARNING_DISABILITY, support_type="payments_group")
    codes = (await read_reach(WILTSHIRE)).area_codes
    found = await service.add(WILTSHIRE, Addition(amount=3, area_code=codes[0]), asked)
    assert not any(found.before)
    assert any(found.after)


async def test_suggestions_go_where_most_people_lack_most(listings):
    found = await service.suggest(WILTSHIRE, LEARNING, amount=2, miles=3, most=2)
    assert found is None, "half of England's people have nothing, and so nothing is usual"
    await publish(make_personal_assistant(area=ServiceArea(named=("E92000001",))))
    await runs.compute_run()
    found = await service.suggest(WILTSHIRE, LEARNING, amount=2, miles=3, most=5)
    assert found.people_short >= 0
    assert [each.helped for each in found.chosen] == sorted(
        (each.helped for each in found.chosen), reverse=True
    )
    for _ in found.chosen:
        assert all(after >= before for before, after in zip(found.before, found.after, strict=True))


async def test_the_first_suggestion_is_the_best_of_all_single_additions(listings):
    await publish(make_personal_assistant(area=ServiceArea(named=("E92000001",))))
    await publish(make_personal_assistant(area=ServiceArea(named=(SOMERSET,))))
    await runs.compute_run()
    asked = Asked(group=GapGroup.AUTISM)
    found = await service.suggest(WILTSHIRE, asked, amount=4, miles=3, most=1)
    closed = {}
    for code in found.area_codes:
        each = await service.add(WILTSHIRE, Addition(amount=4, area_code=code, miles=3), asked)
        rows = zip(each.people, each.before, each.after, strict=True)
        closed[code] = sum(p * (min(b, found.usual) - min(a, found.usual)) for p, a, b in rows) / found.usual
    assert max(closed.values()) > 0
    assert found.chosen[0].helped == pytest.approx(max(closed.values()))
    assert closed[found.chosen[0].area_code] == pytest.approx(max(closed.values()))


async def test_reading_takes_a_fixed_number_of_statements(listings, statements):
    code = (await read_reach(WILTSHIRE)).area_codes[0]
    async with statements() as run:
        await service.add(WILTSHIRE, Addition(amount=3, area_code=code), LEARNING)
    assert len(run) == 4, run
    async with statements() as run:
        await service.suggest(WILTSHIRE, LEARNING, amount=3, miles=None)
    assert len(run) <= 4


@pytest.mark.parametrize(
    ("field", "amount", "miles", "kind"),
    [
        ("amount", 0, 5, ""), ("amount", -1, 5, ""), ("amount", float("nan"), 5, ""), ("amount", 1e6, 5, ""),
        ("miles", 1, 0, ""), ("miles", 1, 101, ""), ("miles", 1, float("nan"), ""),
        ("support_type", 1, 5, "swimming"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_told_at_its_field(listings, field, amount, miles, kind):
    asked = Asked(group=GapGroup.DEMENTIA, support_type=kind)
    with pytest.raises(InvalidError) as told:
        await service.add(WILTSHIRE, Addition(amount=amount, area_code="x", miles=miles), asked)
    assert [problem.field for problem in told.value.problems] == [field]
    with pytest.raises(InvalidError):
        await service.suggest(WILTSHIRE, asked, amount=amount, miles=miles)


async def test_areas_and_listings_of_elsewhere_are_not_found(listings):
    with pytest.raises(NotFoundError):
        await service.add(WILTSHIRE, Addition(amount=1, area_code="E06000066-nowhere"), LEARNING)
    with pytest.raises(NotFoundError):
        await service.close(WILTSHIRE, uuid4(), LEARNING)
    with pytest.raises(NotFoundError):
        await service.close(SOMERSET, listings[0], LEARNING)


async def test_nothing_is_written(listings):
    with clock.stopped_at(datetime(2030, 1, 1, tzinfo=UTC)):
        before = await runs.find_run()
        code = (await read_reach(WILTSHIRE)).area_codes[0]
        await service.add(WILTSHIRE, Addition(amount=3, area_code=code), LEARNING)
        await service.close(WILTSHIRE, listings[0], LEARNING)
        assert await runs.find_run() == before
        assert not await runs.ask_for_run()
