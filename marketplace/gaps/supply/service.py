"""The door of supply: what is free, and whom it reaches."""

import numpy as np

from marketplace.councils.schemas import TravelMode
from marketplace.councils.service import list_council_settings
from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import AreaColumns, SmallArea
from marketplace.gaps.supply import repository, rules
from marketplace.gaps.supply.reach.rules import square_distances, take, weigh_block
from marketplace.gaps.supply.reach.schemas import Block
from marketplace.gaps.supply.schemas import CouncilSupply, SupplyColumns, Terrain

__all__ = ["find_mode", "list_columns", "make_terrain", "read_reach", "terrain_of"]


async def list_columns() -> SupplyColumns:
    """All public listings as columns. One statement."""
    return await repository.list_columns()


async def make_terrain(columns: AreaColumns) -> Terrain:
    """All small areas as the measure needs them. Two statements."""
    settings = await list_council_settings(columns.council_codes)
    modes = {code: each.travel_mode for code, each in settings.items() if code}
    row_of = {code: row for row, code in enumerate(columns.codes)}
    shares = await repository.list_districts(columns.set_ids)
    councils = np.repeat(np.array(columns.council_codes), np.diff(columns.starts)).tolist()
    districts = ((district, row_of[code], share) for code, district, share in shares)
    return rules.make_terrain(columns.latitudes, columns.longitudes, councils, districts, modes)


def terrain_of(small_areas: tuple[SmallArea, ...], mode: TravelMode) -> Terrain:
    """The small areas of one council as the measure needs them."""
    return rules.make_terrain(
        np.array([area.latitude for area in small_areas]),
        np.array([area.longitude for area in small_areas]),
        [area.council_code for area in small_areas],
        (
            (district, row, share)
            for row, area in enumerate(small_areas)
            for district, share in area.districts
        ),
        {area.council_code: mode for area in small_areas[:1]},
    )


async def find_mode(council_code: str) -> TravelMode:
    """How people of a council are taken to get to a venue. One statement."""
    settings = await list_council_settings([council_code])
    return settings[council_code].travel_mode


async def read_reach(council_code: str) -> CouncilSupply:
    """What reaches the small areas of a council, with all that a reader wants to know of it.

    Three statements. A council without areas has nothing.
    """
    small_areas = await areas.list_areas(council_code)
    mode = await find_mode(council_code)
    terrain = terrain_of(small_areas, mode)
    bands = rules.bands_of(mode)
    box = _box(small_areas)
    codes = [code for code in terrain.named if code != rules.ENGLAND]
    columns, listings = await repository.list_near(box, max(bands[-1].cost, rules.NEAREST_MILES), codes)
    block = Block(listings=np.arange(len(columns)), areas=np.arange(len(small_areas)))
    weights = np.zeros((len(columns), len(small_areas)))
    if weights.size:
        weights = weigh_block(columns, terrain, block, square_distances(columns, terrain, block), 1.0)
    reached = np.flatnonzero(weights.any(axis=1))
    return CouncilSupply(
        council_code=council_code,
        area_codes=tuple(area.code for area in small_areas),
        listings=tuple(listings[row] for row in reached.tolist()),
        columns=take(columns, reached),
        weights=weights[reached],
        mode=mode,
        bands=bands,
    )


def _box(small_areas: tuple[SmallArea, ...]) -> tuple[float, float, float, float]:
    """South, north, west, east; nowhere for no areas."""
    if not small_areas:
        return (0.0, 0.0, 0.0, 0.0)
    latitudes = [area.latitude for area in small_areas]
    longitudes = [area.longitude for area in small_areas]
    return (min(latitudes), max(latitudes), min(longitudes), max(longitudes))
