"""Reads and writes referrals. Raw SQL: who may read stands in each statement, and rows are held.

A practitioner reads what a team of theirs has, or what they have alone, of councils that they work for now.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.kernel.needs import Need
from marketplace.referrals.schemas import (
    CaseloadFilter,
    CaseloadItem,
    Mode,
    Outcome,
    Referral,
    ReferralStatus,
)
from marketplace.referrals.tables import Referral as ReferralTable

_COLUMNS = """r.id, r.version, r.council_code, r.team AS team_id, r.created_by, r.reference, r.first_name,
    r.contact_way, r.support_types, r.care_group, r.outcode, r.hours_per_week, r.days, r.languages, r.words,
    r.mode, r.answer_within_days, r.status, r.outcome, r.created_at, r.moved_at, r.sent_at, r.accepted_at,
    r.started_at, r.ended_at, r.consent_withdrawn_at, r.warned_at"""
_READABLE = """r.council_code = ANY($1::text[]) AND ((r.team IS NULL AND r.created_by = $2)
    OR r.team = ANY(ARRAY(SELECT m.team FROM team_member m WHERE m.account = $2)))"""
"""An array, since the planner finds rows of an index by one, and goes through all rows for a list."""
_OVERDUE = (
    """o.status IN ('sent', 'seen') AND o.sent_at + make_interval(days => r.answer_within_days) <= $3"""
)
_LAPSED = """o.status = 'waiting' AND NOT EXISTS (SELECT FROM referral_reach x
    JOIN referral_consent c ON c.id = x.consent
    WHERE x.offer = o.id AND c.withdrawn_at IS NULL AND c.given_on >= {}::date)"""
_LIKE = f"""EXISTS (SELECT FROM referral l WHERE l.id = {{}} AND lower(l.reference) = lower(r.reference)
    AND l.reference <> '' AND {_READABLE.replace("r.", "l.")})"""
_LISTS = frozenset({"support_types", "days", "languages"})


async def add(referral_id: UUID, at: datetime, **columns: Any) -> None:
    """Keep a new draft."""
    await ReferralTable.insert(
        ReferralTable(
            id=referral_id,
            version=1,
            first_name="",
            contact_way="",
            status=ReferralStatus.DRAFT.value,
            created_at=at,
            moved_at=at,
            **columns,
        )
    )


async def take_turn(account_id: UUID) -> None:
    """One at a time begins referrals as a practitioner."""
    async with connection() as raw:
        await raw.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('referrals ' || $1::text, 0))", str(account_id)
        )


async def find_draft(created_by: UUID, since: datetime, **columns: object) -> UUID | None:
    """The draft of an account that says just this, was begun since, and was not touched."""
    query = ReferralTable.select(ReferralTable.id).where(
        (ReferralTable.created_by == created_by)
        & (ReferralTable.status == ReferralStatus.DRAFT.value)
        & (ReferralTable.version == 1)
        & (ReferralTable.created_at > since)
    )
    for name, value in columns.items():
        query = query.where(ReferralTable._meta.get_column_by_name(name) == value)  # noqa: SLF001 - Piccolo's way
    found = await query.first()
    return found["id"] if found else None


async def find(referral_id: UUID, *, lock: bool = False) -> Referral | None:
    """A referral, whoever asks: for work that nobody reads. `lock` holds it for a change."""
    return await _find("r.id = $1", lock, referral_id)


async def find_readable(
    referral_id: UUID, councils: Sequence[str], account_id: UUID, *, lock: bool = False
) -> Referral | None:
    """A referral that this practitioner of these councils may read; `lock` holds it for a change."""
    return await _find(f"{_READABLE} AND r.id = $3", lock, list(councils), account_id, referral_id)


async def _find(condition: str, lock: bool, *values: object) -> Referral | None:  # noqa: FBT001 - private, and named where it is called
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {_COLUMNS} FROM referral r WHERE {condition} {'FOR UPDATE' if lock else ''}",  # noqa: S608 - our own names
            *values,
        )
    return _referral(row) if row else None


async def put(referral_id: UUID, **columns: object) -> None:
    """Write some columns, by their names in the table."""
    changes: dict[Any, Any] = {
        ReferralTable._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await ReferralTable.update(changes).where(ReferralTable.id == referral_id)


async def drop(referral_ids: Collection[UUID]) -> None:
    """Delete referrals with all that belongs to them."""
    await ReferralTable.delete().where(ReferralTable.id.is_in(list(referral_ids)))


async def count_mine(account_id: UUID) -> int:
    """How many drafts an account has begun and never sent."""
    mine = ReferralTable.created_by == account_id
    return int(await ReferralTable.count().where(mine & (ReferralTable.status == ReferralStatus.DRAFT.value)))


async def list_caseload(
    councils: Sequence[str],
    account_id: UUID,
    wanted: CaseloadFilter,
    now: datetime,
    agreed_since: date,
    *,
    limit: int,
    offset: int,
) -> tuple[list[CaseloadItem], int]:
    """Referrals that a practitioner may read, those that need something first, and how many there are.

    With a consent from before `agreed_since` nobody else is asked.
    """
    conditions, values = [_READABLE], [list(councils), account_id, now, agreed_since]
    for condition, value in _wanted(wanted):
        values.append(value)
        conditions.append(condition.format(f"${len(values)}"))
    if wanted.only_mine:
        conditions.append("r.created_by = $2")
    if wanted.only_overdue:
        conditions.append(
            "r.status = 'open' AND EXISTS (SELECT FROM referral_offer o"
            f" WHERE o.referral = r.id AND {_OVERDUE})"
        )
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT r.id, r.reference, r.support_types, r.care_group, r.outcode, r.status, r.outcome,
                r.created_by, coalesce(t.name, '') AS team_name, r.moved_at, count(*) OVER () AS total,
                p.asked, p.declined, p.waiting, p.overdue, p.lapsed
            FROM referral r LEFT JOIN team t ON t.id = r.team CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE o.status IN ('sent', 'seen')) AS asked,
                    count(*) FILTER (WHERE o.status = 'declined') AS declined,
                    count(*) FILTER (WHERE o.status = 'waiting') AS waiting,
                    count(*) FILTER (WHERE {_OVERDUE}) AS overdue,
                    count(*) FILTER (WHERE {_LAPSED.format("$4")}) AS lapsed
                FROM referral_offer o WHERE o.referral = r.id) p
            WHERE {" AND ".join(conditions)}
            ORDER BY (r.status = 'open' AND (p.overdue > 0 OR p.asked = 0)) DESC, r.moved_at, r.id
            LIMIT ${len(values) + 1} OFFSET ${len(values) + 2}""",  # noqa: S608 - our own names
            *values,
            limit,
            offset,
        )
        total = rows[0]["total"] if rows else 0
    return [_item(row) for row in rows], total


def _wanted(wanted: CaseloadFilter) -> list[tuple[str, object]]:
    conditions: list[tuple[str, object]] = []
    if wanted.status:
        conditions.append(("r.status = {}", wanted.status.value))
    elif not wanted.like:
        conditions.append(("NOT r.status = ANY({}::text[])", ["ended", "withdrawn"]))
    if wanted.team_id:
        conditions.append(("r.team = {}", wanted.team_id))
    if wanted.support_type:
        conditions.append(("{} = ANY(r.support_types)", wanted.support_type))
    if wanted.like:
        conditions.append((_LIKE, wanted.like))
    return conditions


async def find_by_reference(reference: str, councils: Sequence[str], account_id: UUID) -> UUID | None:
    """The latest referral with this reference that a practitioner may read, whatever its capitals."""
    async with connection() as raw:
        found: UUID | None = await raw.fetchval(
            f"""SELECT r.id FROM referral r WHERE {_READABLE} AND lower(r.reference) = lower($3)
            ORDER BY r.created_at DESC, r.id LIMIT 1""",  # noqa: S608 - our own names
            list(councils),
            account_id,
            reference,
        )
    return found


async def list_needs(
    account_id: UUID,
    councils: Sequence[str],
    now: datetime,
    *,
    start_before: datetime,
    warned_before: datetime,
    agreed_since: date,
) -> list[Need]:
    """What waits for an account: as a practitioner of these councils, and as one of a provider's people."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""WITH own AS (
                SELECT r.status, r.moved_at, r.accepted_at, r.warned_at, p.overdue_since, p.is_asked,
                    r.status = 'open' AND NOT p.is_asked AND p.is_lapsed AS needs_consent
                FROM referral r CROSS JOIN LATERAL (
                    SELECT coalesce(bool_or(o.status IN ('sent', 'seen')), false) AS is_asked,
                        coalesce(bool_or({_LAPSED.format("$6")}), false) AS is_lapsed,
                        min(o.sent_at + make_interval(days => r.answer_within_days))
                            FILTER (WHERE {_OVERDUE}) AS overdue_since
                    FROM referral_offer o WHERE o.referral = r.id) p
                WHERE {_READABLE} AND r.status IN ('open', 'accepted', 'started')
            )
            SELECT 'referrals_overdue' AS code, count(*) AS count, min(overdue_since) AS since
                FROM own WHERE status = 'open' AND overdue_since IS NOT NULL
            UNION ALL SELECT 'referrals_to_agree_again', count(*), min(moved_at) FROM own WHERE needs_consent
            UNION ALL SELECT 'referrals_to_move_on', count(*), min(moved_at) FROM own
                WHERE (status = 'open' AND NOT is_asked AND NOT needs_consent)
                    OR (status = 'accepted' AND accepted_at <= $4)
                    OR warned_at > $5
            UNION ALL SELECT 'referrals_to_answer', count(*), min(o.sent_at)
                FROM referral_offer o JOIN organization_member m ON m.organization = o.organization
                WHERE m.account = $2 AND o.status IN ('sent', 'seen')""",  # noqa: S608 - our own names
            list(councils),
            account_id,
            now,
            start_before,
            warned_before,
            agreed_since,
        )
    return [Need(**dict(row)) for row in rows if row["count"]]


def _referral(row: Mapping[str, Any]) -> Referral:
    values = dict(row)
    return Referral(
        **values
        | {name: tuple(values[name]) for name in _LISTS}
        | {
            "mode": Mode(values["mode"]),
            "status": ReferralStatus(values["status"]),
            "outcome": Outcome(values["outcome"]) if values["outcome"] else None,
        }
    )


def _item(row: Mapping[str, Any]) -> CaseloadItem:
    values = {name: value for name, value in dict(row).items() if name not in {"total", "lapsed"}}
    status = ReferralStatus(values["status"])
    is_stuck = status is ReferralStatus.OPEN and not values["asked"]
    return CaseloadItem(
        **values
        | {
            "support_types": tuple(values["support_types"]),
            "status": status,
            "outcome": Outcome(values["outcome"]) if values["outcome"] else None,
            "is_stuck": is_stuck,
            "needs_consent": is_stuck and bool(row["lapsed"]),
        }
    )
