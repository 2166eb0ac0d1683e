"""What is read of published months: trends, ranked lines, what people near a provider look for."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.councils import service as councils
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet import rules, service
from marketplace.gaps.unmet.publishing.rules import FEWEST_POSTCODES, districts_in, months_to_count
from marketplace.gaps.unmet.schemas import By, Direction, Reach, UnmetKind
from marketplace.kernel import clock
from marketplace.places.schemas import Place, PlaceKind, UnknownPlace
from tests.factories.signals import NOW, SOMERSET, WILTSHIRE, end, look_for, publish_signals

MONTHS = tuple(date(2026, month, 1) for month in (7, 8, 9, 10))
SPOTS = {"BA12": (51.2, -2.18), "SN12": (51.37, -2.14), "TA1": (51.0, -3.1)}


class Places:
    """Answers like the gazetteer for three districts."""

    def find_place(self, text):
        if text not in SPOTS:
            return UnknownPlace(message="?")
        latitude, longitude = SPOTS[text]
        return Place(
            label=text,
            kind=PlaceKind.DISTRICT,
            latitude=latitude,
            longitude=longitude,
            council_code=SOMERSET if text == "TA1" else WILTSHIRE,
            district=text,
        )


@pytest.fixture
async def four_months(db):
    for code in (WILTSHIRE, SOMERSET):
        await councils.add_council(code, actor="test")
    for step, month in enumerate(MONTHS):
        at = datetime(month.year, month.month, 15, tzinfo=UTC)
        await look_for(3 + 2 * step, at=at, types=("swimming",))
        await look_for(6, at=at, types=("swimming",), outcode="SN12", first=50)
        await look_for(9 - step, at=at, groups=("dementia",))
        await look_for(20, at=at, types=("driving",), council=SOMERSET, outcode="TA1")
        await end(5, at=at)
    await publish_signals(NOW)


async def test_cells_are_by_one_thing_and_can_be_narrowed(four_months):
    async def people(**which):
        return [cell.people for cell in await service.list_cells(WILTSHIRE, MONTHS, **which)]

    by_type = {"by": By.SUPPORT_TYPE, "support_type": "swimming"}
    assert await people(**by_type) == [6, 5, 6, 7, 6, 9, 6]
    assert await people(**by_type, outcodes=["BA12"]) == [5, 7, 9]
    assert await people(by=By.GROUP, group=GapGroup.DEMENTIA) == [9, 8, 7, 6]
    assert await people(by=By.SUPPORT_TYPE, kind=UnmetKind.REFERRAL) == [5] * 4
    assert await people(by=By.SUPPORT_TYPE, is_met=True) == []


async def test_a_trend_has_a_number_for_each_month_and_says_only_what_is_sure(four_months):
    async def trend(**which):
        return await service.trend(WILTSHIRE, MONTHS, kind=UnmetKind.SEARCH, **which)

    rising = await trend(outcode="BA12", support_type="swimming")
    assert (rising.people, rising.direction, rising.at_least) == (
        (None, 5, 7, 9),
        Direction.RISING,
        21,
    )
    assert (await trend(outcode="SN12", support_type="swimming")).direction is Direction.UNCLEAR
    assert (await trend(outcode="BA12", group=GapGroup.DEMENTIA)).direction is Direction.FALLING


async def test_the_summary_has_a_line_for_each_place_and_thing_most_first(four_months):
    lines = await service.summary(WILTSHIRE, MONTHS, by=By.SUPPORT_TYPE)
    assert [(line.kind, line.outcode, line.support_type, line.at_least, line.since) for line in lines] == [
        ("search", "SN12", "swimming", 24, MONTHS[0]),
        ("search", "BA12", "swimming", 21, MONTHS[1]),
        ("referral", "BA12", "personal_care", 20, MONTHS[0]),
    ]


async def test_near_a_provider_is_what_was_not_found_in_districts_in_reach_or_named(four_months):
    async def near(*reaches):
        with clock.stopped_at(NOW):
            found = await service.near_reaches(reaches, Places())
        return [(each.support_type, each.at_least, each.outcodes) for each in found]

    around = Reach(latitude=51.2, longitude=-2.2, miles=5)
    assert await near(around) == [("swimming", 21, ("BA12",)), ("personal_care", 15, ("BA12",))]
    far = Reach(latitude=51.2, longitude=-2.2, miles=15)
    assert (await near(far))[0] == ("swimming", 39, ("BA12", "SN12"))
    assert await near(Reach(named=frozenset({"TA1"}))) == [("driving", 60, ("TA1",))]
    assert await near(Reach(named=frozenset({SOMERSET}))) == [("driving", 60, ("TA1",))]
    assert await near(Reach()) == []
    assert await near() == []


@given(st.lists(st.none() | st.integers(5, 40), max_size=8), st.data())
def test_a_direction_is_said_only_where_it_is_true_whatever_is_withheld(people, data):
    direction = rules.direction_of(people)
    truth = [data.draw(st.integers(0, 4)) if each is None else each for each in people]
    half = len(truth) // 2
    early, late = sum(truth[:half]), sum(truth[len(truth) - half :])
    if direction is Direction.RISING:
        assert late > early
    if direction is Direction.FALLING:
        assert late < early


@pytest.mark.parametrize(
    ("first", "months"),
    [
        (None, []),
        (date(2026, 11, 1), []),
        (date(2026, 10, 1), [date(2026, 10, 1)]),
        (date(2025, 12, 1), [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 11))]),
    ],
)
def test_months_to_count_are_over_and_go_back_to_the_first_signal(first, months):
    assert months_to_count(first, date(2026, 11, 22)) == months


def test_places_of_a_council_are_districts_in_which_many_of_it_live(gazetteer):
    sample = gazetteer.postcodes_of(WILTSHIRE)
    found = districts_in(sample)
    assert {"BA12", "SN12", "SP1"} <= found
    names = [sample.district_names[number] for number in sample.districts]
    assert min(names.count(district) for district in found) >= FEWEST_POSTCODES
    assert len(found) < len(set(names))
