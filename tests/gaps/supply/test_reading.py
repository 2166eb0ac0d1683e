"""Supply as it is read from listings."""

import numpy as np
import pytest

from marketplace.councils import service as councils
from marketplace.councils.schemas import TravelMode
from marketplace.gaps.need import service as need
from marketplace.gaps.supply import service
from marketplace.gaps.supply.nation.service import read_nation
from marketplace.gaps.supply.rules import EVERYBODY, GROUPS, support_types
from marketplace.listings.schemas import ServiceArea
from tests.factories.gaps import SOMERSET, WILTSHIRE, make_areas
from tests.factories.listings import (
    create,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    publish,
    suspend,
)
from tests.listings.conftest import statements

__all__ = ["statements"]


@pytest.fixture
async def listings(db):
    """An assistant, a group and an enterprise, with areas of two councils."""
    await make_areas(WILTSHIRE, SOMERSET)
    drafts = make_personal_assistant(), make_activity(), make_enterprise()
    return [await publish(draft) for draft in drafts]


async def test_columns_hold_what_is_public_and_nothing_else(listings):
    await create(make_personal_assistant())
    await suspend(await publish(make_enterprise()))
    columns = await service.list_columns()
    assert sorted(columns.ids) == sorted(listings)


async def test_columns_say_what_is_free_for_whom_and_where(listings):
    columns = await service.list_columns()
    assistant, activity, enterprise = (columns.ids.index(listing) for listing in listings)
    assert columns.hours[assistant] == 6.5
    assert np.isnan(columns.places[assistant])
    assert (columns.places[activity], columns.is_venue[activity], columns.miles[activity]) == (4, True, 0)
    assert np.isnan([columns.hours[enterprise], columns.places[enterprise]]).all()
    assert np.isnan(columns.vectors[enterprise]).all()
    assert columns.named_sets[columns.named[enterprise]] == ("BA14", "SN12")
    assert columns.groups[enterprise] == EVERYBODY
    bits = [at for at in range(len(GROUPS)) if columns.groups[assistant] >> at & 1]
    assert [GROUPS[at] for at in bits] == ["learning_disability", "autism"]
    kinds = {code for at, code in enumerate(support_types()) if columns.types[assistant] >> at & 1}
    assert {"", "active_group"} <= kinds


async def test_a_council_has_what_reaches_it_wherever_it_is_based(listings):
    far = await publish(make_enterprise(area=ServiceArea(named=(SOMERSET,))))
    nation = await publish(make_enterprise(area=ServiceArea(named=("E92000001",))))
    wiltshire, somerset = await service.read_reach(WILTSHIRE), await service.read_reach(SOMERSET)
    assert {each.id for each in wiltshire.listings} == {*listings, nation}
    assert {each.id for each in somerset.listings} == {far, nation}
    assert wiltshire.weights.shape == (4, 3)
    assert list(wiltshire.columns.ids) == [each.id for each in wiltshire.listings]


async def test_a_listing_is_told_with_what_a_reader_wants_to_know(listings):
    supply = await service.read_reach(WILTSHIRE)
    assistant = next(each for each in supply.listings if each.id == listings[0])
    assert (assistant.kind, assistant.provider, assistant.hour_pence) == (
        "personal_assistant",
        "Amina K.",
        1450,
    )
    assert assistant.groups == {"learning_disability", "autism"}
    assert {"mon.morning", "sat.evening"} <= assistant.times
    activity = next(each for each in supply.listings if each.id == listings[1])
    assert (activity.hour_pence, activity.town, activity.is_venue) == (None, "Trowbridge", True)


async def test_whom_a_listing_is_shared_among_is_counted_beyond_the_border(listings):
    await publish(make_personal_assistant(area=ServiceArea(named=(WILTSHIRE, SOMERSET))))
    supply = await service.read_reach(WILTSHIRE)
    both = next(row for row, each in enumerate(supply.listings) if len(each.named) == 2 and each.hours)
    carers = [
        sum(each.people for each in await need.list_need(code) if each.group == "carers")
        for code in (WILTSHIRE, SOMERSET)
    ]
    assert supply.people_in_reach[both, GROUPS.index("carers")] == pytest.approx(sum(carers))
    assert supply.people[:, GROUPS.index("carers")].sum() == pytest.approx(carers[0])


async def test_people_go_as_far_as_their_council_says(listings):
    before = await service.read_reach(WILTSHIRE)
    assert before.mode is TravelMode.BUS
    await councils.add_council(WILTSHIRE, actor="test")
    settings = await councils.get_council_settings(WILTSHIRE)
    await councils.update_council_settings(
        WILTSHIRE, {"travel_mode": TravelMode.CAR}, settings.version, actor="test"
    )
    after = await service.read_reach(WILTSHIRE)
    row = [each.id for each in after.listings].index(listings[1])
    assert after.mode is TravelMode.CAR
    assert after.weights[row].sum() > before.weights[row].sum()


async def test_a_council_without_areas_has_nothing(listings):
    supply = await service.read_reach("W06000015")
    assert supply.listings == ()
    assert supply.area_codes == ()


async def test_what_does_not_change_is_read_once(listings, statements):
    first = await read_nation()
    async with statements() as run:
        await service.read_reach(WILTSHIRE)
        assert await read_nation() is first
    assert len(run) == 4
    await make_areas("E06000066")
    assert (await read_nation()) is first
