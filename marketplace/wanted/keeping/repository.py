"""Finds what is due, and forgets what is old. Raw SQL: conditions on several tables, rows held."""

from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.wanted.repository import COLUMNS, IS_MEANT, advert_of
from marketplace.wanted.schemas import Advert, AdvertStatus

_SHOWN = f"SELECT {COLUMNS} FROM wanted_advert a WHERE a.status = 'published' AND "  # noqa: S608 - our own words
_AGREED = """EXISTS (SELECT FROM enquiry e JOIN conversation c ON c.enquiry = e.id
    WHERE e.advert = a.id AND c.agreed_at > a.renewed_at)"""
_HELD = " ORDER BY a.id LIMIT $1 FOR UPDATE OF a SKIP LOCKED"


async def list_agreed(most: int) -> list[Advert]:
    """Shown adverts whose owners agreed with somebody who answered, since they were last put up."""
    async with connection() as raw:
        rows = await raw.fetch(_SHOWN + _AGREED + _HELD, most)
    return [advert_of(row) for row in rows]


async def list_unmeant(most: int) -> list[Advert]:
    """Shown adverts whose owners do not act any more for whom they are for."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_SHOWN} NOT {IS_MEANT} {_HELD}", most)
    return [advert_of(row) for row in rows]


async def take_unmeant_back(now: datetime, most: int) -> list[UUID]:
    """Give back to its owner what waits for a steward, where they do not act for whom it is for."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""UPDATE wanted_advert SET status = 'writing', version = version + 1, submitted_at = NULL,
                changed_at = $1
            WHERE id IN (SELECT a.id FROM wanted_advert a WHERE a.status = 'submitted' AND NOT {IS_MEANT}
                ORDER BY a.id LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING id""",  # noqa: S608 - our own words
            now,
            most,
        )
    return [row["id"] for row in rows]


async def list_expired(now: datetime, most: int) -> list[Advert]:
    """Adverts whose time is up. One whose owner waits for a steward with a change of it waits too."""
    async with connection() as raw:
        rows = await raw.fetch(
            _SHOWN
            + """a.expires_at <= $2 AND NOT EXISTS (SELECT FROM wanted_advert c
                WHERE c.replaces = a.id AND c.status = 'submitted')"""
            + _HELD,
            most,
            now,
        )
    return [advert_of(row) for row in rows]


async def mark_expiring(now: datetime, before: datetime, most: int) -> list[tuple[UUID, UUID, str]]:
    """Note that owners are asked whose adverts will be over soon; return advert, account and council."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE wanted_advert SET reminded_at = $1 WHERE id IN (
                SELECT a.id FROM wanted_advert a
                WHERE a.status = 'published' AND a.reminded_at IS NULL
                    AND a.expires_at > $1 AND a.expires_at <= $2
                ORDER BY a.id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING id, account, steward_council""",
            now,
            before,
            most,
        )
    return [(row["id"], row["account"], row["steward_council"]) for row in rows]


async def drop_ended(before: datetime) -> list[Advert]:
    """Delete what was over before; return it."""
    return await _drop("ended_at < $1", before)


async def drop_drafts(before: datetime) -> list[Advert]:
    """Delete what is not handed in and was not touched since; return it."""
    drafts = f"'{AdvertStatus.WRITING.value}', '{AdvertStatus.RETURNED.value}'"
    return await _drop(f"status IN ({drafts}) AND changed_at < $1", before)


async def _drop(condition: str, before: datetime) -> list[Advert]:
    async with connection() as raw:
        rows = await raw.fetch(
            f"DELETE FROM wanted_advert a WHERE {condition} RETURNING {COLUMNS}",  # noqa: S608 - our own words
            before,
        )
    return [advert_of(row) for row in rows]
