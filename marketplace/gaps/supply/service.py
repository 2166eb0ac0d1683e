"""The door of supply: what is free, and whom it reaches."""

import asyncio

import numpy as np

from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.supply import repository, rules
from marketplace.gaps.supply.nation.service import read_nation
from marketplace.gaps.supply.reach.rules import people_in_reach, take
from marketplace.gaps.supply.schemas import CouncilSupply, SupplyColumns, SupplyListing

__all__ = ["list_columns", "read_reach"]


async def list_columns() -> SupplyColumns:
    """All public listings as columns. One statement."""
    return await repository.list_columns()


async def read_reach(council_code: str, *, with_listings: bool = True) -> CouncilSupply:
    """What reaches the small areas of a council, with all that a reader wants to know of it.

    Three statements where areas and need were read before, else seven; one less without the listings, which
    figures do not need. A council without areas has nothing.
    """
    nation = await read_nation()
    own = nation.columns.rows_of(council_code)
    mode = nation.modes.get(council_code, rules.USUAL_MODE)
    bands = rules.bands_of(mode)
    names = [
        code
        for code, named in nation.terrain.named.items()
        if code != rules.ENGLAND and ((named.rows >= own.start) & (named.rows < own.stop)).any()
    ]
    far = max(bands[-1].cost, rules.NEAREST_MILES)
    columns = await repository.list_near(_box(nation.columns, own), far, names)
    weights, in_reach = await asyncio.to_thread(people_in_reach, columns, nation.terrain, nation.people, own)
    reached = np.flatnonzero(weights.any(axis=1))
    listings: tuple[SupplyListing, ...] = ()
    if with_listings:
        row_of = {columns.ids[row]: row for row in reached.tolist()}
        listings = await repository.list_details(list(row_of))
        reached = np.array([row_of[each.id] for each in listings], dtype=np.int64)
    return CouncilSupply(
        council_code=council_code,
        area_codes=nation.columns.codes[own],
        columns=take(columns, reached),
        listings=listings,
        weights=weights[reached],
        people_in_reach=in_reach[reached],
        people=nation.people[own],
        mode=mode,
        bands=bands,
    )


def _box(columns: AreaColumns, own: slice) -> tuple[float, float, float, float]:
    """South, north, west, east; nowhere for no areas."""
    if own.start == own.stop:
        return (0.0, 0.0, 0.0, 0.0)
    latitudes, longitudes = columns.latitudes[own], columns.longitudes[own]
    return (
        float(latitudes.min()),
        float(latitudes.max()),
        float(longitudes.min()),
        float(longitudes.max()),
    )
