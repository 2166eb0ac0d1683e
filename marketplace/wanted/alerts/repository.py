"""Reads who is to be told what, and keeps that they were. Raw SQL: rows are claimed, each by one worker."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings.schemas import Check, ListingKind
from marketplace.wanted.alerts.schemas import (
    AlertChoices,
    Due,
    DueSearch,
    NewItem,
    NewListing,
    SeenListing,
    Told,
)
from marketplace.wanted.alerts.tables import AlertAccount, AlertTold
from marketplace.wanted.matching.schemas import Offer
from marketplace.wanted.rules import SEEN_BY

_HAVE_SOMETHING = """(
    EXISTS (SELECT FROM saved_search s WHERE s.account = a.id AND s.wants_alerts)
    OR EXISTS (SELECT FROM wanted_advert w WHERE w.account = a.id AND w.status = 'published')
    OR EXISTS (SELECT FROM organization_member m JOIN service v ON v.organization = m.organization
        WHERE m.account = a.id AND v.status = 'published'))"""


async def add_accounts() -> None:
    """Keep a row for each account that something may be new for. One that is being deleted is passed over."""
    async with connection() as raw:
        await raw.execute(
            f"""INSERT INTO alert_account (account) SELECT a.id FROM account a
            WHERE NOT EXISTS (SELECT FROM alert_account l WHERE l.account = a.id) AND {_HAVE_SOMETHING}
            ORDER BY a.id FOR KEY SHARE OF a SKIP LOCKED
            ON CONFLICT (account) DO NOTHING"""  # noqa: S608 - our own words
        )


async def claim(day: date, now: datetime, most: int) -> list[Due]:
    """Some accounts that were not looked at on this day, noted as looked at; they stay until the end.

    Whatever the clock did: an account is due on every day but the one on which it was looked at last.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """WITH due AS (
                SELECT l.account, l.looked_at, l.stopped_at, l.about_own_adverts, l.about_adverts
                FROM alert_account l JOIN account a ON a.id = l.account
                WHERE l.looked_on IS DISTINCT FROM $1
                ORDER BY l.account LIMIT $3
                FOR NO KEY UPDATE OF l SKIP LOCKED FOR KEY SHARE OF a SKIP LOCKED
            ), looked AS (
                UPDATE alert_account SET looked_on = $1, looked_at = $2
                FROM due WHERE alert_account.account = due.account
            )
            SELECT * FROM due ORDER BY account""",
            day,
            now,
            most,
        )
    return [
        Due(
            account_id=row["account"],
            since=row["looked_at"],
            has_stopped=row["stopped_at"] is not None,
            about_own_adverts=row["about_own_adverts"],
            about_adverts=row["about_adverts"],
        )
        for row in rows
    ]


async def list_seen() -> list[SeenListing]:
    """Published listings of the kinds that see adverts, with their checks; hidden ones too: they return."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id, s.organization, s.kind, s.council_code, l.listing IS NOT NULL AS was_incomplete,
                l.complete_at, (SELECT json_agg(json_build_object('kind', k.kind, 'level', k.level,
                    'checked_on', k.checked_on, 'expires_on', k.expires_on))
                    FROM check_record k WHERE k.service = s.id)::text AS checks
            FROM service s LEFT JOIN alert_listing l ON l.listing = s.id
            WHERE s.status = 'published' AND s.kind = ANY($1::text[])""",
            sorted({kind.value for kinds in SEEN_BY.values() for kind in kinds}),
        )
    return [
        SeenListing(
            offer=Offer(
                id=row["id"],
                organization_id=row["organization"],
                kind=ListingKind(row["kind"]),
                council_code=row["council_code"],
                checks=msgspec.json.decode(row["checks"] or "[]", type=tuple[Check, ...]),
            ),
            was_incomplete=row["was_incomplete"],
            complete_at=row["complete_at"],
        )
        for row in rows
    ]


async def note_checks(changed: Mapping[UUID, bool], now: datetime) -> None:
    """Note of listings that they have all their checks since now, or have not; not of deleted ones."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO alert_listing (listing, complete_at)
            SELECT s.id, CASE WHEN c.is_complete THEN $3::timestamptz END
            FROM service s JOIN unnest($1::uuid[], $2::boolean[]) AS c (id, is_complete) ON c.id = s.id
            ORDER BY s.id FOR KEY SHARE OF s SKIP LOCKED
            ON CONFLICT (listing) DO UPDATE SET complete_at = excluded.complete_at""",
            list(changed),
            list(changed.values()),
            now,
        )


async def list_searches(account_ids: Collection[UUID]) -> list[DueSearch]:
    """Saved searches of accounts that want to be told."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, account AS account_id, query, created_at, looked_at FROM saved_search
            WHERE account = ANY($1::uuid[]) AND wants_alerts ORDER BY account, created_at, id""",
            list(account_ids),
        )
    return [DueSearch(**dict(row)) for row in rows]


async def list_published(after: datetime) -> list[NewListing]:
    """Public listings that were published after a moment."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, published_at FROM service
            WHERE status = 'published' AND NOT is_hidden AND published_at > $1""",
            after,
        )
    return [NewListing(row["id"], row["published_at"]) for row in rows]


async def note_looked(search_ids: Collection[UUID], now: datetime) -> None:
    """Note that searches were run."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE saved_search SET looked_at = $2 WHERE id = ANY($1::uuid[])", list(search_ids), now
        )


async def add_told(told: Sequence[Told], at: datetime) -> set[tuple[UUID, UUID]]:
    """Keep what is told; return subject and item of those that were not told before."""
    async with connection() as raw:
        rows = await raw.fetch(
            """INSERT INTO alert_told (account, kind, subject, item, told_at)
            SELECT account, kind, subject, item, $5::timestamptz
            FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) AS told (account, kind, subject, item)
            ORDER BY account, subject, item
            ON CONFLICT (account, subject, item) DO NOTHING RETURNING subject, item""",
            [each.account_id for each in told],
            [each.kind.value for each in told],
            [each.subject for each in told],
            [each.item for each in told],
            at,
        )
    return {(row["subject"], row["item"]) for row in rows}


async def list_items(
    account_id: UUID, subject: UUID, since: datetime, *, limit: int | None = None, offset: int = 0
) -> tuple[list[NewItem], int]:
    """What an account was told for a subject since a moment, the latest first, and how much that is."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT item, told_at, count(*) OVER () AS total FROM alert_told
            WHERE account = $1 AND subject = $2 AND told_at >= $3
            ORDER BY told_at DESC, id LIMIT $4 OFFSET $5""",
            account_id,
            subject,
            since,
            limit,
            offset,
        )
    found = [NewItem(row["item"], row["told_at"]) for row in rows]
    return found, rows[0]["total"] if rows else 0


async def find_choices(account_id: UUID) -> AlertChoices:
    """Which letters an account wants; all where it never said."""
    row = await AlertAccount.select().where(AlertAccount.account == account_id).first()
    if row is None:
        return AlertChoices()
    return AlertChoices(
        has_stopped=row["stopped_at"] is not None,
        about_own_adverts=row["about_own_adverts"],
        about_adverts=row["about_adverts"],
    )


async def put_choices(account_id: UUID, choices: AlertChoices, now: datetime) -> bool:
    """Write which letters an account wants; False when the account is gone."""
    async with connection() as raw:
        done = await raw.fetchval(
            """INSERT INTO alert_account (account, stopped_at, about_own_adverts, about_adverts)
            SELECT id, CASE WHEN $2 THEN $5::timestamptz END, $3, $4 FROM account WHERE id = $1 FOR KEY SHARE
            ON CONFLICT (account) DO UPDATE SET
                stopped_at = CASE WHEN $2 THEN coalesce(alert_account.stopped_at, $5) END,
                about_own_adverts = excluded.about_own_adverts,
                about_adverts = excluded.about_adverts
            RETURNING true""",
            account_id,
            choices.has_stopped,
            choices.about_own_adverts,
            choices.about_adverts,
            now,
        )
    return bool(done)


async def find_unseen(account_id: UUID, since: datetime) -> tuple[int, datetime | None]:
    """How many adverts that are still shown an account was told of since a moment and has not looked at."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) AS number, min(t.told_at) AS first FROM alert_told t
                JOIN wanted_advert a ON a.id = t.item AND a.status = 'published'
                JOIN alert_account l ON l.account = t.account
            WHERE t.account = $1 AND t.kind = 'advert' AND t.told_at >= $2
                AND (l.seen_at IS NULL OR t.told_at > l.seen_at)""",
            account_id,
            since,
        )
    return row["number"], row["first"]


async def note_seen(account_id: UUID, now: datetime) -> None:
    """Note that an account looks at what it was told of, where there is something that it did not look at."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE alert_account l SET seen_at = $2 WHERE l.account = $1 AND EXISTS (
                SELECT FROM alert_told t WHERE t.account = $1 AND t.kind = 'advert'
                    AND (l.seen_at IS NULL OR t.told_at > l.seen_at))""",
            account_id,
            now,
        )


async def drop_told(before: datetime) -> int:
    """Forget what was told long ago; return how much that was."""
    rows = await AlertTold.delete().where(AlertTold.told_at < before).returning(AlertTold.id)
    return len(rows)


async def export(account_id: UUID) -> list[dict[str, Any]]:
    """What an account was told."""
    rows: list[dict[str, Any]] = (
        await AlertTold.select(AlertTold.kind, AlertTold.item, AlertTold.told_at)
        .where(AlertTold.account == account_id)
        .order_by(AlertTold.told_at, AlertTold.id)
    )
    return rows
