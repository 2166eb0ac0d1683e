"""Finds checks that run out and notes that it was told, in one statement: hence raw SQL."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.database import connection


class Expiring(Struct, frozen=True, kw_only=True):
    """A check of an organisation's public listings that runs out, or has."""

    organization_id: UUID
    kind: str
    expires_on: date
    is_over: bool


async def claim_expiring(
    today: date, now: datetime, *, warn: Mapping[str, int], otherwise: int, forget_days: int, limit: int
) -> list[Expiring]:
    """Checks to be told of, noted as told now; those of an organisation stand together.

    `warn` gives the days of warning by council, `otherwise` those of all other places. What ran out more than
    `forget_days` ago is not told any more. A check for which the listing has a newer one is left alone.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """INSERT INTO check_notice AS told (organization, kind, expires_on, stage, told_at)
            SELECT DISTINCT s.organization, k.kind, k.expires_on,
                CASE WHEN k.expires_on < $1 THEN 'over' ELSE 'soon' END, $2::timestamptz
            FROM check_record k JOIN service s ON s.id = k.service AND s.status = 'published'
            LEFT JOIN unnest($3::text[], $4::int[]) AS c (code, days) ON c.code = s.council_code
            WHERE k.expires_on BETWEEN $1::date - $6::int AND $1::date + coalesce(c.days, $5::int)
            AND EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization)
            AND NOT EXISTS (SELECT FROM check_record newer WHERE newer.service = s.id AND newer.kind = k.kind
                AND (newer.expires_on IS NULL OR newer.expires_on > k.expires_on))
            AND NOT EXISTS (SELECT FROM check_notice n WHERE n.organization = s.organization
                AND n.kind = k.kind AND n.expires_on = k.expires_on
                AND n.stage = CASE WHEN k.expires_on < $1 THEN 'over' ELSE 'soon' END)
            ORDER BY 1, 3, 2 LIMIT $7
            ON CONFLICT (organization, kind, expires_on, stage) DO NOTHING
            RETURNING told.organization, told.kind, told.expires_on, told.stage""",
            today,
            now,
            list(warn),
            list(warn.values()),
            otherwise,
            forget_days,
            limit,
        )
    found = [
        Expiring(
            organization_id=row["organization"],
            kind=row["kind"],
            expires_on=row["expires_on"],
            is_over=row["stage"] == "over",
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.organization_id, each.expires_on, each.kind))
