"""Reads and erases what is kept about an account. Raw SQL: by whose organisation it is."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection


async def list_given(account_id: UUID) -> list[dict[str, Any]]:
    """What an account told providers, with their answers: they were written to it."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT f.listing, s.title, f.person_name AS name_shown, f.good, f.better, f.statements,
                f.with_steward, f.with_provider, f.sent_at, f.answer, f.answered_at
            FROM feedback f LEFT JOIN service s ON s.id = f.listing
            WHERE f.account = $1 ORDER BY f.sent_at, f.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_answered(account_id: UUID) -> list[dict[str, Any]]:
    """What an account answered for organisations, without what it was told."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT listing, answer, answered_at FROM feedback WHERE answered_by = $1"
            " ORDER BY answered_at, id",
            account_id,
        )
    return [dict(row) for row in rows]


async def drop_given(account_id: UUID) -> None:
    """Delete what an account told providers."""
    async with connection() as raw:
        await raw.execute("DELETE FROM feedback WHERE account = $1", account_id)


async def leave_alone(account_id: UUID) -> None:
    """Of organisations that nobody but an account looks after: erase the answers, and let nobody read on.

    Who takes the organisation on later was told nothing.
    """
    async with connection() as raw:
        await raw.execute(
            """UPDATE feedback SET organization = NULL, answer = '', answered_by = NULL, answered_at = NULL
            WHERE organization IN (SELECT m.organization FROM organization_member m WHERE m.account = $1
                AND NOT EXISTS (SELECT FROM organization_member other
                    WHERE other.organization = m.organization AND other.account <> $1))""",
            account_id,
        )
