"""Finds what a provider may see. Raw SQL: who may see what stands in each statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.places.rules import EARTH_RADIUS_MILES
from marketplace.wanted.repository import IS_MEANT, wish_of
from marketplace.wanted.rules import SEEN_BY, SEEN_WITHIN_MILES
from marketplace.wanted.schemas import ShownAdvert

_KINDS = " OR ".join(
    f"(a.kind = '{kind.value}' AND m.kind IN ({', '.join(repr(seer.value) for seer in seers)}))"
    for kind, seers in SEEN_BY.items()
)
_MILES_PER_LATITUDE, _MILES_PER_LONGITUDE = 68.0, 32.0
"""Fewer than there are in a degree anywhere in the United Kingdom, so that the box is rather too large."""
_DISTANCE = f"""2 * {EARTH_RADIUS_MILES} * asin(least(1, sqrt(
    sin(radians(a.latitude - m.latitude) / 2) ^ 2 + cos(radians(a.latitude)) * cos(radians(m.latitude))
    * sin(radians(a.longitude - m.longitude) / 2) ^ 2)))"""
_MINE = f"""WITH mine AS MATERIALIZED (
    SELECT s.id, s.kind, s.organization, greatest(ar.miles, {SEEN_WITHIN_MILES}) AS reach,
        coalesce(ar.named, '{{}}') AS named, coalesce(l.latitude, ar.latitude) AS latitude,
        coalesce(l.longitude, ar.longitude) AS longitude
    FROM service s LEFT JOIN service_area ar ON ar.service = s.id LEFT JOIN location l ON l.id = s.location
    WHERE s.id = ANY($1::uuid[]))"""  # noqa: S608 - our own words
_SHOWN = """SELECT a.id, a.kind, a.support_types, a.skills, a.languages, a.gender, a.gender_reason,
    '' AS gender_words, NULL::uuid AS acting_for, a.relation,
    a.needs_driver, a.hours_per_week, a.times, a.times_words, a.rate_from_pence,
    a.rate_to_pence, a.words, a.outcode, a.council_code, a.published_at, a.expires_at, near.listing_id,
    near.miles, EXISTS (
        SELECT FROM enquiry e JOIN conversation c ON c.enquiry = e.id
        WHERE e.advert = a.id AND c.organization = near.organization) AS is_answered"""
_SHOWN_TO = f"""
    FROM wanted_advert a CROSS JOIN LATERAL (
        SELECT m.id AS listing_id, m.organization, {_DISTANCE} AS miles FROM mine m
        WHERE ({_KINDS})
            AND ((abs(a.latitude - m.latitude) <= m.reach / {_MILES_PER_LATITUDE}
                    AND abs(a.longitude - m.longitude) <= m.reach / {_MILES_PER_LONGITUDE}
                    AND {_DISTANCE} <= m.reach)
                OR m.named && array_remove(ARRAY[a.outcode, a.council_code, a.nation_code], NULL))
            AND NOT EXISTS (SELECT FROM organization_member p
                WHERE p.organization = m.organization AND p.account = a.account)
            AND NOT EXISTS (SELECT FROM conversation_block b
                WHERE b.organization = m.organization AND b.account = a.account)
        ORDER BY miles NULLS LAST, m.id LIMIT 1
    ) near
    WHERE a.status = 'published' AND a.expires_at > $2 AND {IS_MEANT}
"""  # noqa: S608 - our own words
"""Adverts `a` that the listings $1 may see at $2, each with the `near` one of them. Listings of $1 are public
and checked; nobody sees what a colleague wants, or somebody who wants nothing from them."""


async def list_open_listings(account_id: UUID, most: int) -> dict[UUID, UUID]:
    """Public listings of an account's organisations, with the organisation.

    Where one listing is suspended, something may be wrong: the whole organisation sees nothing.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id, s.organization FROM organization_member m
                JOIN service s ON s.organization = m.organization
            WHERE m.account = $1 AND s.status = 'published' AND NOT s.is_hidden AND NOT EXISTS (
                SELECT FROM service o WHERE o.organization = s.organization
                    AND o.status = 'published' AND 'suspended' = ANY(o.hidden_for))
            ORDER BY s.published_at, s.id LIMIT $2""",
            account_id,
            most,
        )
    return {row["id"]: row["organization"] for row in rows}


async def list_shown(
    listing_ids: Sequence[UUID], now: datetime, *, limit: int, offset: int
) -> tuple[list[ShownAdvert], int]:
    """Adverts that these listings may see, the newest first, and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_MINE} {_SHOWN}, count(*) OVER () AS total {_SHOWN_TO}
            ORDER BY a.published_at DESC, a.id LIMIT $3 OFFSET $4""",
            list(listing_ids),
            now,
            limit,
            offset,
        )
    return [shown_of(row) for row in rows], rows[0]["total"] if rows else 0


async def find_shown(advert_id: UUID, listing_ids: Sequence[UUID], now: datetime) -> ShownAdvert | None:
    """An advert, if these listings may see it."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"{_MINE} {_SHOWN} {_SHOWN_TO} AND a.id = $3", list(listing_ids), now, advert_id
        )
    return shown_of(row) if row else None


def shown_of(row: Mapping[str, Any]) -> ShownAdvert:
    """A row as a struct."""
    names = ("id", "outcode", "council_code", "published_at", "expires_at", "listing_id", "is_answered")
    miles = row["miles"]
    return ShownAdvert(
        **{name: row[name] for name in names},
        wish=wish_of(row),
        distance_miles=None if miles is None else max(round(miles), 1),
    )
