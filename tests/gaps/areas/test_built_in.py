"""Built-in areas: every postcode lies in one, names are people's, and doing it again changes nothing."""

import asyncio
import re

import pytest
from msgspec.structs import replace

from marketplace.gaps.areas import repository, service
from marketplace.gaps.areas.schemas import AreaSetKind
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from tests.factories.gaps import FEW_GROUND, SOMERSET, WILTSHIRE, make_areas


async def test_areas_are_named_after_their_towns_and_hold_every_postcode(db):
    areas = await make_areas()
    assert sorted(area.name for area in areas) == ["Melksham", "Mere", "Trowbridge"]
    assert sum(area.postcodes for area in areas) == 180
    melksham = next(area for area in areas if area.name == "Melksham")
    assert melksham.code.startswith(f"{WILTSHIRE}-8")
    assert melksham.districts == (("SN12", 1.0),)
    assert (melksham.latitude, melksham.longitude) == pytest.approx((51.378, -2.137), abs=0.01)


async def test_areas_stand_by_code_for_one_council_and_for_all(db):
    areas = await make_areas(WILTSHIRE, SOMERSET)
    columns = await service.list_all_areas()
    assert columns.council_codes == (WILTSHIRE, SOMERSET)
    assert columns.codes == tuple(area.code for area in areas)
    assert columns.codes[columns.rows_of(SOMERSET)] == tuple(
        area.code for area in await service.list_areas(SOMERSET)
    )
    assert columns.rows_of("E06000001") == slice(0, 0)
    assert list(columns.postcodes) == [area.postcodes for area in areas]
    assert columns.set_ids == tuple(dict.fromkeys(area.set_id for area in areas))
    assert list(columns.codes) == sorted(columns.codes)


async def test_building_again_makes_nothing_and_keeps_the_set(db):
    before = await make_areas()
    assert await service.build_areas(FEW_GROUND, councils={WILTSHIRE}) == 0
    assert await service.list_areas(WILTSHIRE) == before
    found = await service.find_set(WILTSHIRE)
    assert (found.kind, found.areas) == (AreaSetKind.BUILT_IN, 3)


async def test_areas_made_by_other_rules_are_made_anew(db, monkeypatch):
    before = await make_areas()
    monkeypatch.setattr(service, "RULES", 0)
    assert await service.build_areas(FEW_GROUND, councils={WILTSHIRE}) == 1
    after = await service.list_areas(WILTSHIRE)
    assert [area.code for area in after] == [area.code for area in before]
    assert after[0].set_id != before[0].set_id


async def test_two_that_build_at_once_make_each_council_once(committed_db):
    counts = await asyncio.gather(*(service.build_areas(FEW_GROUND, councils={WILTSHIRE}) for _ in range(2)))
    assert sorted(counts) == [0, 1]
    assert len(await service.list_sets()) == 1


async def test_a_council_without_areas_has_none(db):
    assert await service.list_areas("W06000001") == ()
    assert await service.list_shapes(WILTSHIRE) is None
    assert await service.find_set(WILTSHIRE) is None
    assert len(await service.list_all_areas()) == 0


async def test_the_map_is_a_box_of_small_whole_numbers(db):
    areas = await make_areas()
    drawn = await service.list_shapes(WILTSHIRE)
    assert max(drawn.width, drawn.height) == 1000
    assert list(drawn.paths) == [area.code for area in areas]
    for area in areas:
        path = drawn.paths[area.code]
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]\d+ ?)+(?:[ -]?\d+)*z)+", path), path
        x, y = drawn.place(area.latitude, area.longitude)
        assert 0 <= x <= drawn.width
        assert 0 <= y <= drawn.height
    polygons = await service.list_polygons(WILTSHIRE)
    ring = polygons[areas[0].code][0][0]
    assert ring[0] == ring[-1]


async def test_imported_areas_come_before_built_in_ones(db):
    (first, *_rest) = await make_areas()
    async with transaction():
        sets = service._make_sets(FEW_GROUND, [WILTSHIRE], "")
        ours = replace(sets[0], kind=AreaSetKind.IMPORTED, areas=sets[0].areas[:1])
        await repository.replace_sets([ours], clock.now())
    assert [area.code for area in await service.list_areas(WILTSHIRE)] == [ours.areas[0].code]
    assert (await service.find_set(WILTSHIRE)).kind is AreaSetKind.IMPORTED
    assert (await service.list_areas(WILTSHIRE))[0].set_id != first.set_id


async def test_real_councils_small_and_large_have_areas_that_tell_themselves_apart(db, gazetteer):
    scilly, bristol, north_yorkshire = "E06000053", "E06000023", "E06000065"
    councils = {WILTSHIRE, scilly, bristol, north_yorkshire}
    assert await service.build_areas(gazetteer, councils=councils) == len(councils)
    columns = await service.list_all_areas()
    assert len(set(columns.codes)) == len(columns)
    for council in columns.council_codes:
        names = columns.names[columns.rows_of(council)]
        assert 3 <= len(set(names)) == len(names) <= 250
    wiltshire = columns.names[columns.rows_of(WILTSHIRE)]
    assert {"Melksham", "Mere", "Trowbridge", "Warminster"} <= set(wiltshire)
