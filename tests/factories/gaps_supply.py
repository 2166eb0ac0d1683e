"""Small areas and supply as columns, for tests of access."""

from uuid import UUID

import numpy as np

from marketplace.gaps.supply import rules
from marketplace.gaps.supply.schemas import SupplyColumns

MILE = 1 / 69.0976
"""Degrees of latitude."""


def make_terrain(points, councils=None, districts=(), modes=None):
    """Small areas at points (latitude, longitude)."""
    latitudes, longitudes = np.array(points, float).reshape(-1, 2).T
    codes = councils or ["E06000054"] * len(points)
    return rules.make_terrain(latitudes, longitudes, codes, districts, modes or {})


def make_supply(*listings):
    """Listings as columns, from dicts: point, is_venue, miles, named, hours, places, care_groups, types."""
    sets = [()]
    for each in listings:
        if (named := tuple(each.get("named", ()))) not in sets:
            sets.append(named)
    points = np.array([each.get("point") or (np.nan, np.nan) for each in listings], float).reshape(-1, 2)
    return SupplyColumns(
        ids=tuple(UUID(int=number) for number in range(len(listings))),
        vectors=rules.points(points[:, 0], points[:, 1]),
        is_venue=np.array([each.get("is_venue", False) for each in listings], bool),
        miles=np.array([each.get("miles", 0) for each in listings], float),
        named_sets=tuple(sets),
        named=np.array([sets.index(tuple(each.get("named", ()))) for each in listings], np.int64),
        hours=np.array([each.get("hours", np.nan) for each in listings], float),
        places=np.array([each.get("places", np.nan) for each in listings], float),
        groups=np.array(
            [rules.group_bits(tuple(each.get("care_groups", ()))) for each in listings], np.uint32
        ),
        types=np.array([rules.type_bits(tuple(each.get("types", ()))) for each in listings], np.uint32),
    )
