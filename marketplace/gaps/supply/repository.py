"""Reads public listings as supply. Raw SQL: columns of a hundred thousand rows, arrays and the nearest."""

import math
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np

from marketplace.gaps.supply.rules import ENGLAND, group_bits, groups_served, points, type_bits
from marketplace.gaps.supply.schemas import SupplyColumns, SupplyListing
from marketplace.kernel.database import connection

_MILES_TO_A_DEGREE = 69.0
"""Of latitude; a degree of longitude is shorter the further north."""

_COLUMNS = """s.id, s.care_groups, s.support_types, s.hours_per_week, s.places, l.id IS NOT NULL AS is_venue,
    coalesce(l.latitude, a.latitude) AS latitude, coalesce(l.longitude, a.longitude) AS longitude,
    coalesce(a.miles, 0) AS miles, coalesce(a.named, '{}') AS named"""
_FROM = """FROM service s LEFT JOIN location l ON l.id = s.location
    LEFT JOIN service_area a ON a.service = s.id"""
_PUBLIC = "s.status = 'published' AND NOT s.is_hidden"
_ALL = f"SELECT {_COLUMNS} {_FROM} WHERE {_PUBLIC} ORDER BY s.id"
_NEAR = f"""SELECT {_COLUMNS} {_FROM}
    WHERE {_PUBLIC} AND (a.named && $7::text[] OR (
        coalesce(l.latitude, a.latitude) BETWEEN $1 - greatest(a.miles, $5) / {_MILES_TO_A_DEGREE}
            AND $2 + greatest(a.miles, $5) / {_MILES_TO_A_DEGREE}
        AND coalesce(l.longitude, a.longitude) BETWEEN $3 - greatest(a.miles, $5) / $6 AND $4
            + greatest(a.miles, $5) / $6))
    ORDER BY s.id"""
_DETAILS = f"""SELECT s.id, s.title, s.kind, s.care_groups, s.support_types, s.languages, s.times,
    s.hours_per_week, s.places, s.capacity_as_of, l.town, l.id IS NOT NULL AS is_venue, o.id AS organization,
    o.name AS provider, coalesce(a.miles, 0) AS miles, coalesce(a.named, '{{}}') AS named, c.hour_pence
    {_FROM} JOIN organization o ON o.id = s.organization
    LEFT JOIN (SELECT service, min(amount_pence) AS hour_pence FROM cost_option
        WHERE unit = 'hour' AND service = ANY($1::uuid[]) GROUP BY service) c ON c.service = s.id
    WHERE {_PUBLIC} AND s.id = ANY($1::uuid[]) ORDER BY s.id"""  # noqa: S608 - our own words


async def list_columns() -> SupplyColumns:
    """All public listings, in the order of their ids. One statement."""
    async with connection() as raw:
        rows = await raw.fetch(_ALL)
    return make_columns(rows)


async def list_near(
    box: tuple[float, float, float, float], miles: float, codes: Sequence[str]
) -> SupplyColumns:
    """Public listings that may reach a box (south, north, west, east), or name one of the areas.

    `miles` is how far people go to a venue at most. One statement.
    """
    shortest = _MILES_TO_A_DEGREE * math.cos(math.radians(min(box[1] + 1, 89)))
    async with connection() as raw:
        return make_columns(await raw.fetch(_NEAR, *box, miles, shortest, [ENGLAND, *codes]))


async def list_details(ids: Sequence[UUID]) -> tuple[SupplyListing, ...]:
    """What a reader wants to know of those listings that are public, in the order of ids. One statement."""
    async with connection() as raw:
        rows = await raw.fetch(_DETAILS, list(ids))
    return tuple(_listing(row) for row in rows)


def make_columns(rows: Sequence[Any]) -> SupplyColumns:
    """Rows as columns."""
    sets: dict[tuple[str, ...], int] = {(): 0}
    named = [sets.setdefault(tuple(sorted(row["named"])), len(sets)) for row in rows]
    latitudes, longitudes = _numbers(rows, "latitude"), _numbers(rows, "longitude")
    return SupplyColumns(
        ids=tuple(row["id"] for row in rows),
        vectors=points(latitudes, longitudes),
        is_venue=np.array([row["is_venue"] for row in rows], dtype=np.bool_),
        miles=np.where(np.isnan(latitudes), 0.0, _numbers(rows, "miles")),
        named_sets=tuple(sets),
        named=np.array(named, dtype=np.int64),
        hours=_numbers(rows, "hours_per_week"),
        places=_numbers(rows, "places"),
        groups=np.array([group_bits(tuple(row["care_groups"])) for row in rows], dtype=np.uint32),
        types=np.array([type_bits(tuple(row["support_types"])) for row in rows], dtype=np.uint32),
    )


def _numbers(rows: Sequence[Any], name: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """A column of numbers; NaN where there is none."""
    return np.array([row[name] for row in rows], dtype=np.float64)


def _listing(row: Any) -> SupplyListing:
    return SupplyListing(
        id=row["id"],
        title=row["title"],
        kind=row["kind"],
        organization=row["organization"],
        provider=row["provider"],
        groups=groups_served(row["care_groups"]),
        support_types=frozenset(row["support_types"]),
        languages=frozenset(row["languages"]),
        times=frozenset(row["times"]),
        hour_pence=row["hour_pence"],
        hours=row["hours_per_week"],
        places=row["places"],
        capacity_as_of=row["capacity_as_of"],
        town=row["town"],
        is_venue=row["is_venue"],
        miles=row["miles"],
        named=tuple(row["named"]),
    )
