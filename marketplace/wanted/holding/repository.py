"""Reads and erases what is kept about an account. Raw SQL: rows as they are handed over."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.wanted.repository import COLUMNS, advert_of
from marketplace.wanted.schemas import Advert


async def list_own(account_id: UUID) -> list[dict[str, Any]]:
    """The adverts of an account with all that it wrote, and changes of them."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, replaces AS change_of, (SELECT f.person_name FROM acting_for f
                    WHERE f.id = wanted_advert.acting_for) AS for_whom, relation, status, kind,
                support_types, skills, languages, gender,
                gender_reason, gender_words, needs_driver, hours_per_week, times, times_words,
                rate_from_pence, rate_to_pence, words, outcode, latitude, longitude, reason, note, created_at,
                submitted_at, published_at, renewed_at, expires_at, ended_at
            FROM wanted_advert WHERE account = $1 ORDER BY created_at, id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_waiting(account_id: UUID) -> list[Advert]:
    """Those of an account that were shown and whose end was never said, held."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {COLUMNS} FROM wanted_advert a
            WHERE a.account = $1 AND a.published_at IS NOT NULL AND a.ended_at IS NULL
            ORDER BY a.id FOR UPDATE""",  # noqa: S608 - our own words
            account_id,
        )
    return [advert_of(row) for row in rows]


async def drop_all(account_id: UUID) -> None:
    """Delete all adverts of an account."""
    async with connection() as raw:
        await raw.execute("DELETE FROM wanted_advert WHERE account = $1", account_id)
