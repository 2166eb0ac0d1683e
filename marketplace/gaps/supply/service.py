"""The door of supply: what is free, and whom it reaches."""

import asyncio

import numpy as np

from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.supply import repository, rules
from marketplace.gaps.supply.nation.service import read_nation
from marketplace.gaps.supply.reach.rules import people_in_reach, take
from marketplace.gaps.supply.schemas import CouncilSupply, SupplyColumns

__all__ = ["list_columns", "read_reach"]


async def list_columns() -> SupplyColumns:
    """All public listings as columns. One statement."""
    return await repository.list_columns()


async def read_reach(council_code: str) -> CouncilSupply:
    """What reaches the small areas of a council, with all that a reader wants to know of it.

    Two statements where areas and need were read before, else six. A council without areas has nothing.
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
    columns, listings = await repository.list_near(_box(nation.columns, own), far, names)
    weights, in_reach = await asyncio.to_thread(people_in_reach, columns, nation.terrain, nation.people, own)
    reached = np.flatnonzero(weights.any(axis=1))
    return CouncilSupply(
        council_code=council_code,
        area_codes=nation.columns.codes[own],
        listings=tuple(listings[row] for row in reached.tolist()),
        columns=take(columns, reached),
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
