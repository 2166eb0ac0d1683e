"""Reads what belongs to one account. Raw SQL: answers and referrals by their dates."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection


async def list_made(account_id: UUID) -> list[dict[str, Any]]:
    """Referrals that an account made: that it did, and nothing of the person."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, council_code AS council, status, created_at, sent_at FROM referral
            WHERE created_by = $1 ORDER BY created_at""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_answers(account_id: UUID) -> list[dict[str, Any]]:
    """What an account answered as one of a provider's people."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id AS offer, listing, status, reason, words, answered_at FROM referral_offer
            WHERE answered_by = $1 ORDER BY answered_at""",
            account_id,
        )
    return [dict(row) for row in rows]


async def forget_answers(account_id: UUID) -> None:
    """Remove an account's words and its name from its answers; that there was an answer stays."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE referral_offer SET words = '', answered_by = NULL WHERE answered_by = $1", account_id
        )


async def drop_memberships(account_id: UUID) -> list[UUID]:
    """Take an account out of all teams, which keep their referrals, and return their ids.

    A team of nobody that has none goes.
    """
    async with connection() as raw:
        rows = await raw.fetch("DELETE FROM team_member WHERE account = $1 RETURNING team", account_id)
        await raw.execute(
            """DELETE FROM team t WHERE t.id = ANY($1::uuid[])
            AND NOT EXISTS (SELECT FROM team_member m WHERE m.team = t.id)
            AND NOT EXISTS (SELECT FROM referral r WHERE r.team = t.id)""",
            [row["team"] for row in rows],
        )
    return [row["team"] for row in rows]
