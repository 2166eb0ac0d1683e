"""Keeps feedback. Raw SQL: a list has titles and names in the same statement, and says who may read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.feedback.schemas import Feedback, NewFeedback, Reader, Tellable
from marketplace.feedback.tables import Feedback as FeedbackTable
from marketplace.kernel.database import connection
from marketplace.kernel.needs import Need

_ERASED = "\N{EN DASH}"
_OWN = "f.organization IN (SELECT m.organization FROM organization_member m WHERE m.account = $1)"
_READABLE = {
    Reader.PERSON: "f.account = $1 AND $2::text[] IS NOT NULL",
    Reader.PROVIDER: f"f.with_provider AND {_OWN} AND $2::text[] IS NOT NULL",
    # Who is of the provider's people reads it as one of these.
    Reader.STEWARD: f"f.with_steward AND f.council_code = ANY($2::text[]) AND ({_OWN}) IS NOT TRUE",
}
_NEW = {
    Reader.PERSON: "f.answered_at IS NOT NULL AND f.answer_read_at IS NULL",
    Reader.PROVIDER: "f.read_at IS NULL",
    Reader.STEWARD: "f.steward_read_at IS NULL",
}
_READ_COLUMNS = {
    Reader.PERSON: "answer_read_at",
    Reader.PROVIDER: "read_at",
    Reader.STEWARD: "steward_read_at",
}
_BLOCKED = """EXISTS (SELECT FROM conversation_block b
    WHERE b.account = {0}.account AND b.organization = {0}.organization AND b.side = '{1}')"""
_SELECT = f"""
    SELECT f.id, f.account AS account_id, f.listing AS listing_id, f.organization AS organization_id,
        f.council_code, f.person_name AS name, f.good, f.better, f.statements, f.with_steward, f.sent_at,
        f.read_at, f.answer, f.answered_at, f.answer_read_at, f.steward_read_at, f.with_provider,
        f.answered_at IS NULL AND NOT {_BLOCKED.format("f", "person")} AS can_answer,
        coalesce(nullif(s.title, '{_ERASED}'), '') AS listing_title,
        coalesce(nullif(o.name, '{_ERASED}'), '') AS provider_name
    FROM feedback f LEFT JOIN service s ON s.id = f.listing LEFT JOIN organization o ON o.id = f.organization
"""  # noqa: S608 - our own words
_NEEDS = f"""
    SELECT 'feedback_new' AS code, count(*) AS count, min(f.sent_at) AS since FROM feedback f
    WHERE {_READABLE[Reader.PROVIDER]} AND {_NEW[Reader.PROVIDER]}
    UNION ALL
    SELECT 'feedback_shared', count(*), min(f.sent_at) FROM feedback f
    WHERE {_READABLE[Reader.STEWARD]} AND {_NEW[Reader.STEWARD]}
    UNION ALL
    SELECT 'feedback_answered', count(*), min(f.answered_at) FROM feedback f
    WHERE {_READABLE[Reader.PERSON]} AND {_NEW[Reader.PERSON]}
"""  # noqa: S608 - our own words
_TELLABLE = f"""
    SELECT DISTINCT ON (c.listing) c.listing AS listing_id, c.organization AS organization_id,
        c.council_code, coalesce(nullif(s.title, '{_ERASED}'), '') AS listing_title,
        coalesce(nullif(o.name, '{_ERASED}'), '') AS provider_name,
        NOT {_BLOCKED.format("c", "provider")} AS reaches_provider, c.agreed_at
    FROM conversation c JOIN service s ON s.id = c.listing JOIN organization o ON o.id = c.organization
    WHERE c.account = $1 AND c.status = 'agreed' AND ($2::uuid IS NULL OR c.listing = $2)
        AND EXISTS (SELECT FROM organization_member m WHERE m.organization = c.organization)
        AND NOT EXISTS (SELECT FROM feedback f WHERE f.account = c.account AND f.listing = c.listing)
    ORDER BY c.listing, c.agreed_at DESC
"""  # noqa: S608 - our own words


async def add(feedback_id: UUID, account_id: UUID, to: Tellable, new: NewFeedback, at: datetime) -> bool:
    """Keep feedback; False when the account has told this provider already."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """INSERT INTO feedback (id, account, listing, organization, council_code, person_name, good,
                better, statements, with_steward, with_provider, sent_at, answer)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')
            ON CONFLICT (account, listing) DO NOTHING RETURNING id""",
            feedback_id,
            account_id,
            to.listing_id,
            to.organization_id,
            to.council_code,
            new.name,
            new.good,
            new.better,
            list(new.statements),
            new.with_steward,
            to.reaches_provider,
            at,
        )
    return row is not None


async def hold_account(account_id: UUID) -> bool:
    """Keep an account until the end of the transaction; False when it is gone."""
    async with connection() as raw:
        row = await raw.fetchrow("SELECT id FROM account WHERE id = $1 FOR KEY SHARE", account_id)
    return row is not None


async def list_tellable(account_id: UUID, listing_id: UUID | None = None) -> list[Tellable]:
    """Whom an account agreed something with and has not told how it was, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT * FROM ({_TELLABLE}) tellable ORDER BY agreed_at DESC, listing_id LIMIT 100",  # noqa: S608 - our own words
            account_id,
            listing_id,
        )
    return [Tellable(**dict(row)) for row in rows]


async def find_readable(
    feedback_id: UUID, reader: Reader, account_id: UUID, councils: Sequence[str], *, lock: bool = False
) -> Feedback | None:
    """Feedback that somebody may read as this, or None."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"{_SELECT} WHERE {_READABLE[reader]} AND f.id = $3 {'FOR UPDATE OF f' if lock else ''}",
            account_id,
            list(councils),
            feedback_id,
        )
    return _feedback(row) if row else None


async def find_of(account_id: UUID, listing_id: UUID) -> UUID | None:
    """What an account told a listing's provider."""
    async with connection() as raw:
        found: UUID | None = await raw.fetchval(
            "SELECT id FROM feedback WHERE account = $1 AND listing = $2", account_id, listing_id
        )
    return found


async def list_readable(
    reader: Reader, account_id: UUID, councils: Sequence[str], *, limit: int, offset: int
) -> tuple[list[Feedback], int]:
    """What somebody may read as this: new ones first, each latest first; and how many there are."""
    where = _READABLE[reader]
    async with connection() as raw:
        total = await raw.fetchval(
            f"SELECT count(*) FROM feedback f WHERE {where}",  # noqa: S608 - our own words
            account_id,
            list(councils),
        )
        rows = await raw.fetch(
            f"""{_SELECT} WHERE {where} ORDER BY ({_NEW[reader]}) DESC, f.sent_at DESC, f.id
            LIMIT $3 OFFSET $4""",
            account_id,
            list(councils),
            limit,
            offset,
        )
    return [_feedback(row) for row in rows], total


async def list_needs(account_id: UUID, councils: Sequence[str]) -> list[Need]:
    """What is new for an account, as all that it is."""
    async with connection() as raw:
        rows = await raw.fetch(_NEEDS, account_id, list(councils))
    return [Need(**dict(row)) for row in rows if row["count"]]


async def mark_read(feedback_id: UUID, reader: Reader, at: datetime) -> None:
    """Keep that a reader has opened it."""
    column = _READ_COLUMNS[reader]
    async with connection() as raw:
        await raw.execute(
            f"UPDATE feedback SET {column} = $2 WHERE id = $1 AND {column} IS NULL",  # noqa: S608 - our own words
            feedback_id,
            at,
        )


async def put_answer(feedback_id: UUID, account_id: UUID, words: str, at: datetime) -> None:
    """Keep the provider's answer. The caller holds the row."""
    values: dict[Any, Any] = {
        FeedbackTable.answer: words,
        FeedbackTable.answered_by: account_id,
        FeedbackTable.answered_at: at,
    }
    await FeedbackTable.update(values).where(FeedbackTable.id == feedback_id)


async def drop(feedback_id: UUID) -> None:
    """Delete feedback with its answer."""
    await FeedbackTable.delete().where(FeedbackTable.id == feedback_id)


async def list_councils() -> list[str]:
    """Codes of the councils whose settings say how long feedback is kept."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT council_code FROM feedback")
    return [row["council_code"] for row in rows]


async def drop_before(council_code: str, before: datetime) -> list[UUID]:
    """Delete a council's feedback to which nobody said anything since; return the ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM feedback WHERE council_code = $1 AND coalesce(answered_at, sent_at) < $2
            RETURNING id""",
            council_code,
            before,
        )
    return [row["id"] for row in rows]


def _feedback(row: Mapping[str, Any]) -> Feedback:
    return Feedback(**dict(row) | {"statements": tuple(row["statements"])})
