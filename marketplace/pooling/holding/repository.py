"""Reads and forgets what is kept about an account. Raw SQL: rows as they are handed over."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection


async def list_own(account_id: UUID) -> list[dict[str, Any]]:
    """An account's part in pools with what it wrote, and the words of pools that it leads."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.id, m.pool, m.name AS name_shown, m.acting_for, m.relation, m.words,
                m.state, m.is_lead, m.reason, m.began_at, m.placed_at, m.member_since, m.notice_on,
                m.leaves_on, m.left_on, m.affairs, m.settles, p.title, p.state AS pool_state,
                CASE WHEN m.is_lead THEN jsonb_build_object('words', p.words, 'place', p.place_words,
                    'outcode', p.outcode, 'plan', p.plan, 'support_types', p.support_types,
                    'care_groups', p.care_groups, 'languages', p.languages, 'times', p.times,
                    'weekly_cost_pence', p.weekly_cost_pence, 'places', p.places,
                    'steward_says', p.check_note) END AS led
            FROM pool_member m JOIN pool p ON p.id = m.pool WHERE m.account = $1 ORDER BY m.began_at, m.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_pools(account_id: UUID) -> list[UUID]:
    """Pools in which an account has or had a part, in the order in which they are held."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT DISTINCT pool FROM pool_member WHERE account = $1 ORDER BY pool", account_id
        )
    return [row["pool"] for row in rows]


async def forget(account_id: UUID) -> None:
    """Keep that somebody had a part, and nothing of who it was or how they were."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE pool_member SET account = NULL, affairs = '', settles = FALSE,
                reason = CASE WHEN reason IN ('died', 'lost_capacity') THEN 'other' ELSE reason END
            WHERE account = $1""",
            account_id,
        )


async def empty_pools(pool_ids: list[UUID]) -> None:
    """Forget the words of those pools of whose members nobody has an account any more."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE pool p SET title = '-', words = '', place_words = '', plan = NULL, check_note = '',
                shown_title = NULL, shown_words = NULL, shown_place_words = NULL
            WHERE p.id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM pool_member m
                WHERE m.pool = p.id AND m.placed_at IS NOT NULL AND m.account IS NOT NULL)""",
            pool_ids,
        )
