"""Keeps change requests. What changes one holds its row first."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.schemas import ChangeRequest, RequestStatus
from marketplace.listings.editing.tables import ChangeRequest as RequestTable
from marketplace.listings.schemas import Organization

_COLUMNS = (
    "id", "is_new", "version", "base", "content", "steps", "council_code",
    "note", "created_by", "created_at", "updated_at",
    "submitted_by", "submitted_at", "decided_by", "decided_at",
)  # fmt: skip
REFUSED_SHOWN = timedelta(days=60)
"""So long a request that was refused is shown to those who wrote it."""
# Raw SQL, because Piccolo can neither hold one of two joined rows nor ask for membership beside them.
_SELECT = """SELECT r.*, o.id AS organization_id, o.name, o.description, o.website
    FROM change_request r JOIN organization o ON o.id = r.organization"""
_SHOWN = "(r.status IN ('writing', 'submitted') OR (r.status = 'rejected' AND r.decided_at > $2))"
_BEGUN = f"r.organization = ANY($1::uuid[]) AND r.is_new AND {_SHOWN}"
_MAY_WRITE = """(EXISTS (SELECT FROM organization_member m
        WHERE m.organization = r.organization AND m.account = $2)
    OR EXISTS (SELECT FROM request_on_behalf b
        WHERE b.request = r.id AND b.account = $2 AND b.council_code = ANY($3::text[])))"""


async def find(
    request_id: UUID,
    account_id: UUID | None = None,
    *,
    councils: Sequence[str] = (),
    hold: bool = False,
) -> ChangeRequest | None:
    """A request; with an account, only if that is one of the organisation's people.

    Or the steward of one of `councils` who began it on their behalf. `hold` keeps others from changing it
    until the transaction ends.
    """
    where = "r.id = $1"
    values: tuple[object, ...] = (request_id,)
    if account_id is not None:
        where, values = f"{where} AND {_MAY_WRITE}", (request_id, account_id, list(councils))
    async with connection() as raw:
        row = await raw.fetchrow(f"{_SELECT} WHERE {where}{' FOR UPDATE OF r' if hold else ''}", *values)
    return None if row is None else _request(row)


async def find_open(listing_id: UUID) -> ChangeRequest | None:
    """The request of a listing that is still to be decided."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"{_SELECT} WHERE r.listing = $1 AND r.status IN ('writing', 'submitted')", listing_id
        )
    return None if row is None else _request(row)


async def find_last_approved(listing_id: UUID) -> ChangeRequest | None:
    """The request that a listing's present words came from."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"{_SELECT} WHERE r.listing = $1 AND r.status = 'approved' ORDER BY r.decided_at DESC LIMIT 1",
            listing_id,
        )
    return None if row is None else _request(row)


async def list_of(organization_ids: Sequence[UUID], now: datetime) -> tuple[ChangeRequest, ...]:
    """Open requests of organisations and those refused lately, the last touched first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_SELECT} WHERE r.organization = ANY($1::uuid[]) AND {_SHOWN}
            ORDER BY r.updated_at DESC, r.id""",
            list(organization_ids),
            now - REFUSED_SHOWN,
        )
    return tuple(_request(row) for row in rows)


async def list_begun(
    organization_ids: Sequence[UUID], now: datetime, *, limit: int, offset: int
) -> tuple[tuple[ChangeRequest, ...], int]:
    """New listings of organisations that are open or were refused lately, and how many there are in all.

    The last touched first.
    """
    values = (list(organization_ids), now - REFUSED_SHOWN)
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_SELECT} WHERE {_BEGUN} ORDER BY r.updated_at DESC, r.id LIMIT $3 OFFSET $4",
            *values,
            limit,
            offset,
        )
        total = await raw.fetchval(f"SELECT count(*) FROM change_request r WHERE {_BEGUN}", *values)  # noqa: S608 - our own words
    return tuple(_request(row) for row in rows), total


async def list_changes(listing_ids: Sequence[UUID], now: datetime) -> dict[UUID, ChangeRequest]:
    """For each listing the changes that are open or were refused lately, those touched last."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT DISTINCT ON (r.listing) * FROM ({_SELECT} WHERE r.listing = ANY($1::uuid[])
                AND NOT r.is_new AND {_SHOWN}) r
            ORDER BY r.listing, r.updated_at DESC, r.id""",  # noqa: S608 - our own words
            list(listing_ids),
            now - REFUSED_SHOWN,
        )
    return {row["listing"]: _request(row) for row in rows}


async def count_unfinished(organization_id: UUID) -> int:
    """How many new listings an organisation writes at."""
    async with connection() as raw:
        found: int = await raw.fetchval(
            "SELECT count(*) FROM change_request WHERE organization = $1 AND is_new AND status = 'writing'",
            organization_id,
        )
    return found


async def add(request: ChangeRequest) -> None:
    """Keep a new request.

    Raises:
        ConflictError: its listing has an open one already.
    """
    values = {name: getattr(request, name) for name in _COLUMNS}
    rows = (
        await RequestTable.insert(
            RequestTable(
                listing=request.listing_id,
                organization=request.organization.id,
                status=request.status.value,
                risks=list(request.risks),
                **values,
            )
        )
        .on_conflict(action="DO NOTHING")
        .returning(RequestTable.id)
    )
    if not rows:
        raise ConflictError(_("Changes to this listing have been begun already."))


async def change(request_id: UUID, values: Mapping[str, Any], *, version: int, at: datetime) -> None:
    """Write columns of a request under a new version. The caller holds the row."""
    columns: dict[Column | str, Any] = {"version": version, "updated_at": at}
    columns.update(values)
    await RequestTable.update(columns).where(RequestTable.id == request_id)


async def empty_of(organization_id: UUID, at: datetime) -> None:
    """Erase all that was typed in the requests of an organisation, and close those that are open."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE change_request SET content = '{}', base = '{}', note = '', version = version + 1,
            status = CASE WHEN status IN ('writing', 'submitted') THEN 'discarded' ELSE status END,
            updated_at = $2 WHERE organization = $1""",
            organization_id,
            at,
        )


def _request(row: Mapping[str, Any]) -> ChangeRequest:
    return ChangeRequest(
        **{name: row[name] for name in _COLUMNS},
        status=RequestStatus(row["status"]),
        risks=tuple(row["risks"]),
        listing_id=row["listing"],
        organization=Organization(
            id=row["organization_id"],
            name=row["name"],
            description=row["description"],
            website=row["website"],
        ),
    )
