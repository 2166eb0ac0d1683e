"""Finds what is due, by dates in the data. Raw SQL: it reckons with dates, and reads other rooms' tables."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection

MOST = 500
"""Looked at in one go; the next hour or day goes on."""
_GOING = "r.status IN ('open', 'accepted', 'started')"
_NOBODY = "NOT EXISTS (SELECT FROM organization_member m WHERE m.organization = o.organization)"
_UNREADABLE = """r.team IS NULL AND NOT EXISTS (SELECT FROM role_grant g WHERE g.account = r.created_by
    AND g.role = 'practitioner' AND g.council_code = r.council_code)"""


async def mark_late(now: datetime) -> list[UUID]:
    """Note that teams are told of offers that are late, and return the referrals, each once."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE referral_offer SET told_at = $1 WHERE id IN (
                SELECT o.id FROM referral_offer o JOIN referral r ON r.id = o.referral
                WHERE r.status = 'open' AND o.status IN ('sent', 'seen') AND o.told_at IS NULL
                    AND o.sent_at + make_interval(days => r.answer_within_days) <= $1
                ORDER BY o.sent_at LIMIT $2 FOR UPDATE OF o SKIP LOCKED)
            RETURNING referral""",
            now,
            MOST,
        )
    return list(dict.fromkeys(row["referral"] for row in rows))


async def list_with_gone() -> list[tuple[UUID, UUID]]:
    """Referral and offer of providers who are asked and whose listing went, or whose people did."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT o.referral, o.id FROM referral_offer o JOIN referral r ON r.id = o.referral
            LEFT JOIN service s ON s.id = o.listing AND s.organization = o.organization
            WHERE r.status = 'open' AND o.status IN ('sent', 'seen') AND (s.id IS NULL
                OR s.status <> 'published' OR 'suspended' = ANY(s.hidden_for) OR {_NOBODY})
            ORDER BY o.sent_at LIMIT $1""",  # noqa: S608 - our own words
            MOST,
        )
    return [(row["referral"], row["id"]) for row in rows]


async def mark_left(now: datetime) -> list[UUID]:
    """Note that teams are told of providers who took something on and have nobody any more."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""UPDATE referral_offer SET told_at = $1 WHERE id IN (
                SELECT o.id FROM referral_offer o JOIN referral r ON r.id = o.referral
                WHERE r.status IN ('accepted', 'started') AND o.status = 'accepted' AND o.told_at IS NULL
                    AND {_NOBODY} LIMIT $2 FOR UPDATE OF o SKIP LOCKED)
            RETURNING referral""",  # noqa: S608 - our own words
            now,
            MOST,
        )
    return [row["referral"] for row in rows]


async def list_ended_councils() -> list[str]:
    """Councils that have referrals which are over."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT council_code FROM referral WHERE ended_at IS NOT NULL")
    return [row["council_code"] for row in rows]


async def drop_ended(council_code: str, before: datetime) -> list[UUID]:
    """Delete what ended before; return the ids."""
    return await _drop("council_code = $1 AND ended_at < $2", council_code, before)


async def drop_drafts(before: datetime) -> list[UUID]:
    """Delete what was never sent and not touched since; return the ids."""
    return await _drop("status = 'draft' AND moved_at < $1", before)


async def drop_those(referral_ids: Collection[UUID]) -> list[UUID]:
    """Delete referrals; return the ids of those that were there."""
    return await _drop("id = ANY($1::uuid[])", list(referral_ids))


async def mark_idle(now: datetime, idle_since: datetime) -> list[UUID]:
    """Note that teams are warned of what takes no step or has no reader any more; return the referrals.

    A warning is forgotten where somebody can read it again.
    """
    async with connection() as raw:
        await raw.execute(
            f"""UPDATE referral r SET warned_at = NULL WHERE {_GOING} AND warned_at IS NOT NULL
            AND moved_at >= $1 AND NOT ({_UNREADABLE})""",  # noqa: S608 - our own words
            idle_since,
        )
        rows = await raw.fetch(
            f"""UPDATE referral r SET warned_at = $1 WHERE {_GOING} AND warned_at IS NULL
            AND (moved_at < $2 OR ({_UNREADABLE})) RETURNING id""",  # noqa: S608 - our own words
            now,
            idle_since,
        )
    return [row["id"] for row in rows]


async def list_forgotten(idle_since: datetime, warned_before: datetime) -> list[UUID]:
    """Referrals that took no step for so long, or have no reader, although somebody was warned long ago."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT r.id FROM referral r WHERE {_GOING} AND r.warned_at < $2
            AND (r.moved_at < $1 OR ({_UNREADABLE})) ORDER BY r.moved_at LIMIT $3""",  # noqa: S608 - our own words
            idle_since,
            warned_before,
            MOST,
        )
    return [row["id"] for row in rows]


async def list_made_alone(account_id: UUID) -> list[UUID]:
    """Referrals that nobody but this account ever read."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id FROM referral WHERE team IS NULL AND created_by = $1 ORDER BY created_at", account_id
        )
    return [row["id"] for row in rows]


async def _drop(condition: str, *values: object) -> list[UUID]:
    async with connection() as raw:
        rows: Sequence[dict[str, UUID]] = await raw.fetch(
            f"DELETE FROM referral WHERE {condition} RETURNING id",  # noqa: S608 - our own words
            *values,
        )
    return [row["id"] for row in rows]
