"""Need by area: the council's own counts if they fit its areas, else estimates, never a mix."""

import numpy as np
import pytest

from marketplace.gaps.areas import service as areas
from marketplace.gaps.need import service
from marketplace.gaps.need.schemas import GROUPS
from marketplace.gaps.schemas import GapGroup, NeedSource
from tests.factories.gaps import SOMERSET, WILTSHIRE, make_areas


async def test_estimates_are_figures_of_the_council_times_rates_spread_by_postcodes(db):
    made = await make_areas()
    need = {(each.area_code, each.group): each for each in await service.list_need(WILTSHIRE)}
    assert len(need) == len(made) * len(GROUPS)
    carers = [need[area.code, GapGroup.CARERS].people for area in made]
    assert carers == pytest.approx([42_262 * area.postcodes / 180 for area in made])
    children = sum(need[area.code, GapGroup.CHILDREN].people for area in made)
    assert children == pytest.approx(103_301 * 0.11)
    assert {each.source for each in need.values()} == {NeedSource.ESTIMATE}


async def test_every_group_says_where_its_figures_come_from(db):
    await make_areas()
    bases = await service.list_bases(WILTSHIRE)
    assert list(bases) == list(GROUPS)
    assert all(basis.origin and basis.period and basis.is_spread for basis in bases.values())
    assert bases[GapGroup.CARERS].rates == ()
    assert {rate.year for rate in bases[GapGroup.DEMENTIA].rates} == {2013}


async def test_columns_say_the_same_as_lists(db):
    await make_areas(WILTSHIRE, SOMERSET)
    columns = await areas.list_all_areas()
    need = await service.need_columns(columns)
    assert need.people.shape == need.source.shape == (len(columns), len(GROUPS))
    for council in (WILTSHIRE, SOMERSET):
        listed = [each.people for each in await service.list_need(council)]
        assert np.allclose(need.people[columns.rows_of(council)].ravel(), listed)


def test_facts_of_councils_have_source_and_date():
    figures = service.find_figures(WILTSHIRE)
    assert figures["population"].value == 510_275
    assert figures["direct_payments_65_plus"].value == 205
    assert all(figure.source and figure.period for figure in figures.values())
    assert "direct_payments_65_plus" not in service.find_figures("E09000012")
    assert service.find_figures("W06000001") == {}
