"""Reads what a statement says of one member. Raw SQL: nothing of another member is fetched but numbers."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.clock import LONDON
from marketplace.kernel.database import connection
from marketplace.pooling.agreements.schemas import Consent, Terms
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.money.sessions.schemas import Came, DayPart
from marketplace.pooling.statements.making.schemas import KeptAgreement
from marketplace.pooling.statements.schemas import Attended, OwnReceipt


async def list_agreements(pool_id: UUID, member_id: UUID, period: Period) -> list[KeptAgreement]:
    """Versions in force within a period that name a member, the first first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT a.number, a.in_force_at, a.ended_at, a.terms, c.agreed_at, c.acting_for, c.relation
            FROM pool_agreement a LEFT JOIN agreement_consent c ON c.agreement = a.id AND c.member = $2
            WHERE a.pool = $1 AND a.state IN ('in_force', 'replaced')
                AND a.terms->'members' @> jsonb_build_array(jsonb_build_object('member_id', $2::uuid::text))
                AND (a.in_force_at AT TIME ZONE 'Europe/London')::date <= $4
                AND (a.ended_at IS NULL OR (a.ended_at AT TIME ZONE 'Europe/London')::date >= $3)
            ORDER BY a.number""",
            pool_id,
            member_id,
            period.since,
            period.until,
        )
    return [_agreement(row, member_id) for row in rows]


async def count_sharers(entry_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many members each entry changes."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT entry, count(DISTINCT member) AS count FROM ledger_posting
            WHERE entry = ANY($1::uuid[]) AND member IS NOT NULL GROUP BY entry""",
            list(entry_ids),
        )
    return {row["entry"]: row["count"] for row in rows}


async def list_receipts(entry_ids: Collection[UUID]) -> list[OwnReceipt]:
    """Files of entries, by number; without anything that they show."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT e.number, e.on_day AS "on", r.content_type LIKE 'image/%' AS is_picture, r.delete_on
            FROM money_receipt r JOIN ledger_entry e ON e.id = r.entry
            WHERE r.entry = ANY($1::uuid[]) ORDER BY e.on_day, e.number, r.uploaded_at, r.id""",
            list(entry_ids),
        )
    return [OwnReceipt(**dict(row)) for row in rows]


async def list_attended(member_id: UUID, period: Period) -> list[Attended]:
    """Sessions at which a member was expected, the first first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.held_on, s.part, a.state FROM attendance a JOIN pool_session s ON s.id = a.session
            WHERE a.member = $1 AND s.held_on BETWEEN $2 AND $3 AND s.took_place
            ORDER BY s.held_on, s.part, s.id""",
            member_id,
            period.since,
            period.until,
        )
    return [
        Attended(held_on=row["held_on"], part=DayPart(row["part"]), came=Came(row["state"])) for row in rows
    ]


def _agreement(row: Any, member_id: UUID) -> KeptAgreement:
    consent = None
    if row["agreed_at"] is not None:
        consent = Consent(
            member_id=member_id,
            agreed_on=_day(row["agreed_at"]),
            acting_for=row["acting_for"],
            relation=row["relation"],
        )
    return KeptAgreement(
        number=row["number"],
        since=_day(row["in_force_at"]),
        until=_day(row["ended_at"]) if row["ended_at"] else None,
        terms=msgspec.convert(row["terms"], Terms),
        consent=consent,
    )


def _day(moment: Any) -> date:
    found: date = moment.astimezone(LONDON).date()
    return found
