"""Every query of the concerns room. Raw SQL: a list has the titles of listings in the same statement."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.concerns.schemas import (
    Concern,
    ConcernItem,
    ConcernKind,
    ConcernStatus,
    NewConcern,
    Note,
    Outcome,
)
from marketplace.concerns.tables import Concern as ConcernTable
from marketplace.concerns.tables import ConcernNote
from marketplace.kernel.database import connection
from marketplace.kernel.needs import Need

_COLUMNS = (
    "id, version, listing AS listing_id, is_pool, council_code, kind, words, reporter_name AS name,"
    " reporter_contact AS contact, attached, status, created_at, opened_at, escalated_at, taken_by, taken_at,"
    " outcome, reason, closed_by, closed_at, provider_told_at"
)
_NOT_OWN = """ AND NOT EXISTS (
    SELECT FROM service own JOIN organization_member m ON m.organization = own.organization
    WHERE own.id = concern.listing AND m.account = $2)
    AND NOT EXISTS (SELECT FROM pool_member p WHERE p.pool = concern.listing AND p.account = $2)"""
"""Nobody handles a concern about what they offer themselves or are in, nor sees that there is one."""
_ITEMS = """
    SELECT concern.id, concern.listing AS listing_id, concern.is_pool,
        coalesce(service.title, '') AS listing_title, concern.council_code, concern.kind, concern.status,
        concern.created_at, concern.taken_by,
        concern.outcome
    FROM concern LEFT JOIN service ON service.id = concern.listing
"""


async def add(
    concern_id: UUID,
    listing_id: UUID,
    council_code: str,
    new: NewConcern,
    at: datetime,
    *,
    is_pool: bool = False,
) -> None:
    """Keep a new concern; about a pool it has the pool's id."""
    await ConcernTable.insert(
        ConcernTable(
            id=concern_id,
            version=1,
            listing=listing_id,
            is_pool=is_pool,
            council_code=council_code,
            kind=new.kind.value,
            words=new.words,
            reporter_name=new.name,
            reporter_contact=new.contact,
            attached=new.attached,
            status=ConcernStatus.OPEN.value,
            reason="",
            created_at=at,
        )
    )


async def find(concern_id: UUID, *, lock: bool = False) -> Concern | None:
    """A concern; `lock` holds it for a change."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {_COLUMNS} FROM concern WHERE id = $1 {'FOR UPDATE' if lock else ''}",  # noqa: S608 - our own names
            concern_id,
        )
    return _concern(row) if row else None


async def put(concern_id: UUID, **columns: object) -> None:
    """Write some columns of a concern, by their names in the table."""
    changes: dict[Any, Any] = {
        ConcernTable._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await ConcernTable.update(changes).where(ConcernTable.id == concern_id)


async def count_waiting(council_codes: list[str], account_id: UUID | None) -> tuple[int, int]:
    """How many concerns of these councils wait for an account, and how many of these are urgent."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT count(*) AS waiting, count(*) FILTER (WHERE kind = 'safeguarding') AS urgent"  # noqa: S608 - our own words
            f" FROM concern WHERE council_code = ANY($1) AND status <> 'closed'{_NOT_OWN}",
            council_codes,
            account_id,
        )
    return row["waiting"], row["urgent"]


async def list_needs(council_codes: list[str], account_id: UUID) -> list[Need]:
    """Urgent concerns that wait for an account, and all others."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT CASE WHEN kind = 'safeguarding' THEN 'concerns_urgent' ELSE 'concerns_open' END AS code,"  # noqa: S608 - our own words
            " count(*) AS count, min(created_at) AS since"
            f" FROM concern WHERE council_code = ANY($1) AND status <> 'closed'{_NOT_OWN} GROUP BY 1",
            council_codes,
            account_id,
        )
    return [Need(**dict(row)) for row in rows]


async def list_waiting(
    council_codes: list[str], account_id: UUID | None, most: int, offset: int
) -> list[ConcernItem]:
    """Concerns that wait: urgent ones first, each oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_ITEMS} WHERE concern.council_code = ANY($1) AND concern.status <> 'closed'{_NOT_OWN}"
            " ORDER BY (concern.kind <> 'safeguarding'), concern.created_at, concern.id LIMIT $3 OFFSET $4",
            council_codes,
            account_id,
            most,
            offset,
        )
    return [_item(row) for row in rows]


async def count_closed(council_codes: list[str], account_id: UUID | None) -> int:
    """How many concerns of these councils are closed and still kept."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                f"SELECT count(*) FROM concern WHERE council_code = ANY($1) AND status = 'closed'{_NOT_OWN}",  # noqa: S608 - our own words
                council_codes,
                account_id,
            )
        )


async def list_closed(
    council_codes: list[str], account_id: UUID | None, most: int, offset: int
) -> list[ConcernItem]:
    """Closed concerns, latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_ITEMS} WHERE concern.council_code = ANY($1) AND concern.status = 'closed'{_NOT_OWN}"
            " ORDER BY concern.closed_at DESC, concern.id LIMIT $3 OFFSET $4",
            council_codes,
            account_id,
            most,
            offset,
        )
    return [_item(row) for row in rows]


async def find_state_of_listing(listing_id: UUID) -> tuple[bool, datetime | None]:
    """Whether an urgent concern about a listing waits; when its provider was last told of any concern."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT coalesce(bool_or(kind = 'safeguarding' AND status <> 'closed'), false) AS has_urgent,"
            " max(provider_told_at) AS told_at FROM concern WHERE listing = $1",
            listing_id,
        )
    return row["has_urgent"], row["told_at"]


async def list_others(
    concern: Concern, council_codes: list[str], account_id: UUID | None, most: int
) -> list[ConcernItem]:
    """Other concerns of these councils about the same listing, latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_ITEMS} WHERE concern.council_code = ANY($1) AND concern.listing = $3 AND concern.id <> $4"
            f"{_NOT_OWN} ORDER BY concern.created_at DESC, concern.id LIMIT $5",
            council_codes,
            account_id,
            concern.listing_id,
            concern.id,
            most,
        )
    return [_item(row) for row in rows]


async def list_own_listings(account_id: UUID) -> list[UUID]:
    """The listings that an account looks after as a provider, and the pools in which it has or had a part."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT own.id FROM service own JOIN organization_member m ON m.organization = own.organization"
            " WHERE m.account = $1 UNION SELECT pool FROM pool_member WHERE account = $1",
            account_id,
        )
    return [row["id"] for row in rows]


async def list_in_pool(concern: Concern) -> frozenset[UUID]:
    """Accounts that have or had a part in the pool that a concern is about; nobody for a listing."""
    if not concern.is_pool:
        return frozenset()
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT account FROM pool_member WHERE pool = $1 AND account IS NOT NULL", concern.listing_id
        )
    return frozenset(row["account"] for row in rows)


async def count_open_of(
    listing_ids: Collection[UUID], council_codes: list[str], account_id: UUID | None
) -> dict[UUID, tuple[int, int]]:
    """How many concerns of these councils about each listing wait for an account; how many are urgent."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT listing, count(*) AS waiting, count(*) FILTER (WHERE kind = 'safeguarding') AS urgent
            FROM concern WHERE council_code = ANY($1) AND listing = ANY($3::uuid[])
                AND status <> 'closed'{_NOT_OWN} GROUP BY listing""",  # noqa: S608 - our own words
            council_codes,
            account_id,
            list(listing_ids),
        )
    return {row["listing"]: (row["waiting"], row["urgent"]) for row in rows}


async def list_unopened() -> list[tuple[Concern, UUID | None]]:
    """Urgent concerns that nobody opened, each with the letter to the safeguarding contact. Holds them."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {_COLUMNS}, letter FROM concern"  # noqa: S608 - our own names
            " WHERE kind = 'safeguarding' AND status = 'open' AND opened_at IS NULL"
            " ORDER BY created_at FOR UPDATE SKIP LOCKED"
        )
    return [(_concern(row), row["letter"]) for row in rows]


async def add_note(concern_id: UUID, note: Note) -> None:
    """Keep a note."""
    await ConcernNote.insert(
        ConcernNote(concern=concern_id, at=note.at, author=note.author, words=note.words)
    )


async def list_notes(concern_id: UUID) -> list[Note]:
    """The notes of a concern, oldest first."""
    rows = await (
        ConcernNote.select(ConcernNote.at, ConcernNote.author, ConcernNote.words)
        .where(ConcernNote.concern == concern_id)
        .order_by(ConcernNote.id)
    )
    return [Note(**row) for row in rows]


async def list_closed_councils() -> list[str]:
    """Codes of the councils with closed concerns."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT council_code FROM concern WHERE status = 'closed'")
    return [row["council_code"] for row in rows]


async def drop_closed(council_code: str, before: datetime) -> list[UUID]:
    """Delete a council's concerns that were closed before a moment; return their ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            "DELETE FROM concern WHERE council_code = $1 AND status = 'closed' AND closed_at < $2"
            " RETURNING id",
            council_code,
            before,
        )
    return [row["id"] for row in rows]


async def list_by_contact(address: str) -> list[Concern]:
    """Concerns whose reporter left this address."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {_COLUMNS} FROM concern WHERE lower(reporter_contact) = lower($1)"  # noqa: S608 - our own names
            " AND reporter_contact <> '' ORDER BY created_at",
            address,
        )
    return [_concern(row) for row in rows]


async def forget_contact(address: str) -> None:
    """Remove name and address of a reporter."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE concern SET reporter_name = '', reporter_contact = ''"
            " WHERE lower(reporter_contact) = lower($1) AND reporter_contact <> ''",
            address,
        )


async def list_notes_of(account_id: UUID) -> list[tuple[UUID, Note]]:
    """Notes that an account wrote, each with its concern."""
    rows = await (
        ConcernNote.select(ConcernNote.concern, ConcernNote.at, ConcernNote.author, ConcernNote.words)
        .where(ConcernNote.author == account_id)
        .order_by(ConcernNote.id)
    )
    return [(row.pop("concern"), Note(**row)) for row in rows]


def _item(row: Any) -> ConcernItem:
    return ConcernItem(
        **{
            **dict(row),
            "kind": ConcernKind(row["kind"]),
            "status": ConcernStatus(row["status"]),
            "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
        }
    )


def _concern(row: Any) -> Concern:
    values = {name: value for name, value in dict(row).items() if name != "letter"}
    values["kind"] = ConcernKind(row["kind"])
    values["status"] = ConcernStatus(row["status"])
    values["outcome"] = Outcome(row["outcome"]) if row["outcome"] else None
    return Concern(**values)
