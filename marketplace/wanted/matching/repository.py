"""Reads pairs of adverts and listings that may suit each other.

One statement serves both sides and the alerts, so that a pair seen from one side is seen from the other. It
is a rough sieve that lets through all that `rules.match` could take, and never decides. Raw SQL: it joins by
place.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings.schemas import Check, ListingKind
from marketplace.wanted.matching.rules import AT_HAND_MILES
from marketplace.wanted.matching.schemas import Offer, Pair, Today
from marketplace.wanted.repository import COLUMNS, IS_MEANT, advert_of
from marketplace.wanted.rules import SEEN_BY

_MILES_PER_LATITUDE, _MILES_PER_LONGITUDE = 68.0, 32.0
"""Fewer than there are in a degree anywhere in the United Kingdom, so that the box is rather too large."""
_KINDS = " OR ".join(
    f"(a.kind = '{advert.value}' AND s.kind IN ({', '.join(repr(kind.value) for kind in sorted(kinds))}))"
    for advert, kinds in SEEN_BY.items()
)
_CAME = "greatest(s.published_at, n.complete_at)"
"""Since when a listing is there and checked: one that lacked a check when it was published came later."""
_DUE = "unnest($2::uuid[], $3::timestamptz[]) AS due (account, since)"
_PAIRS = f"""
SELECT {COLUMNS}, {{told_to}} AS told_to, greatest(a.published_at, {_CAME}) AS since,
    s.id AS offer_id, s.organization AS organization_id, s.kind AS offer_kind,
    s.council_code AS offer_council,
    s.support_types AS offer_support_types, s.languages AS offer_languages, s.genders, s.transport,
    s.times AS offer_times, s.hours_per_week AS hours_free, s.places AS places_free,
    (SELECT min(c.amount_pence) FROM cost_option c WHERE c.service = s.id AND c.unit IN ('hour', 'free'))
        AS hour_pence,
    (SELECT min(c.amount_pence) FROM cost_option c WHERE c.service = s.id AND c.unit IN ('session', 'free'))
        AS session_pence,
    p.latitude AS offer_latitude, p.longitude AS offer_longitude, s.location IS NOT NULL AS is_venue,
    coalesce(r.miles, 0) AS miles, coalesce(r.named, ARRAY[]::text[]) AS named,
    (SELECT json_agg(json_build_object('kind', k.kind, 'level', k.level, 'checked_on', k.checked_on,
        'expires_on', k.expires_on)) FROM check_record k WHERE k.service = s.id)::text AS checks
FROM wanted_advert a
CROSS JOIN service s
LEFT JOIN location l ON l.id = s.location
LEFT JOIN service_area r ON r.service = s.id
LEFT JOIN alert_listing n ON n.listing = s.id
CROSS JOIN LATERAL (SELECT coalesce(l.latitude, r.latitude) AS latitude,
    coalesce(l.longitude, r.longitude) AS longitude, greatest(r.miles, {AT_HAND_MILES}) AS reach) p
{{joined}}
WHERE {{condition}}
    AND a.status = 'published' AND a.replaces IS NULL AND a.expires_at > $1 AND a.outcode IS NOT NULL
    AND {IS_MEANT}
    AND s.status = 'published' AND NOT s.is_hidden
    AND ({_KINDS})
    AND (cardinality(a.support_types) = 0 OR a.support_types && s.support_types)
    AND (cardinality(a.languages) = 0 OR a.languages && s.languages)
    AND (a.gender = '' OR a.gender = ANY(s.genders))
    AND (ARRAY[a.outcode, a.council_code, a.nation_code] && r.named
        OR (abs(p.latitude - a.latitude) <= p.reach / {_MILES_PER_LATITUDE}
            AND abs(p.longitude - a.longitude) <= p.reach / {_MILES_PER_LONGITUDE}))
    AND NOT EXISTS (SELECT FROM organization_member o
        WHERE o.organization = s.organization AND o.account = a.account)
    AND NOT EXISTS (SELECT FROM conversation_block b
        WHERE b.organization = s.organization AND b.account = a.account)
    AND NOT EXISTS (SELECT FROM service q WHERE q.organization = s.organization
        AND q.status = 'published' AND 'suspended' = ANY(q.hidden_for))
"""  # noqa: S608 - our own words


async def list_of_advert(advert_id: UUID, today: Today) -> list[Pair]:
    """An advert with each listing that it may suit."""
    return await _list("a.id = $2", today, advert_id)


async def list_of_organizations(organization_ids: Collection[UUID], today: Today) -> list[Pair]:
    """The listings of some organisations with each advert that they may suit."""
    return await _list("s.organization = ANY($2::uuid[])", today, list(organization_ids))


async def list_new_for_owners(since: Mapping[UUID, datetime], today: Today) -> list[Pair]:
    """Adverts of some accounts with listings that came after them, and after a moment for each account.

    A listing came when it was published, or when its checks were complete if that was later.
    """
    return await _list(
        f"{_CAME} > greatest(due.since, a.published_at)",
        today,
        list(since),
        list(since.values()),
        told_to="due.account",
        joined=f"JOIN {_DUE} ON due.account = a.account",
    )


async def list_new_for_providers(since: Mapping[UUID, datetime], today: Today) -> list[Pair]:
    """Adverts with listings that some accounts look after, where one came after a moment of the account's.

    An advert comes anew when a change of it is approved, and when it is put up again.
    """
    return await _list(
        f"(a.renewed_at > due.since OR {_CAME} > due.since)",
        today,
        list(since),
        list(since.values()),
        told_to="due.account",
        joined=f"""JOIN organization_member om ON om.organization = s.organization
            JOIN {_DUE} ON due.account = om.account""",
    )


async def _list(
    condition: str, today: Today, *values: object, told_to: str = "NULL::uuid", joined: str = ""
) -> list[Pair]:
    statement = _PAIRS.format(condition=condition, told_to=told_to, joined=joined)
    async with connection() as raw:
        rows = await raw.fetch(statement, today.now, *values)
    return [_pair(row) for row in rows]


def _pair(row: Mapping[str, Any]) -> Pair:
    advert = advert_of(row)
    assert advert.area is not None  # the statement asks for those with an area
    return Pair(
        advert_id=advert.id,
        account_id=advert.account_id,
        wish=advert.wish,
        area=advert.area,
        since=row["since"],
        told_to=row["told_to"],
        offer=Offer(
            id=row["offer_id"],
            organization_id=row["organization_id"],
            kind=ListingKind(row["offer_kind"]),
            council_code=row["offer_council"],
            support_types=tuple(row["offer_support_types"]),
            languages=tuple(row["offer_languages"]),
            genders=tuple(row["genders"]),
            transport=tuple(row["transport"]),
            times=tuple(row["offer_times"]),
            hours_free=row["hours_free"],
            places_free=row["places_free"],
            hour_pence=row["hour_pence"],
            session_pence=row["session_pence"],
            latitude=row["offer_latitude"],
            longitude=row["offer_longitude"],
            is_venue=row["is_venue"],
            miles=row["miles"],
            named=tuple(row["named"]),
            checks=msgspec.json.decode(row["checks"] or "[]", type=tuple[Check, ...]),
        ),
    )
