"""Keeps claims. A claim comes with the title of its listing and the name of its organisation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.organizations.schemas import Claim, ClaimStatus
from marketplace.listings.organizations.tables import Claim as ClaimTable

# Raw SQL: three tables and a count in one statement, and a row that is held.
_SELECT = """SELECT c.id, c.listing AS listing_id, c.organization AS organization_id, c.account AS account_id,
    c.words, c.council_code, c.status, c.version, c.created_at, c.decided_by, c.decided_at, c.note,
    coalesce(s.title, '') AS title, o.name AS provider,
    (SELECT count(*) FROM organization_member m WHERE m.organization = c.organization) AS people
    FROM organization_claim c JOIN organization o ON o.id = c.organization
    LEFT JOIN service s ON s.id = c.listing"""


async def add(claim: Claim) -> None:
    """Keep a new claim.

    Raises:
        ConflictError: this account has an open one for this organisation.
    """
    rows = (
        await ClaimTable.insert(
            ClaimTable(
                id=claim.id,
                listing=claim.listing_id,
                organization=claim.organization_id,
                account=claim.account_id,
                words=claim.words,
                council_code=claim.council_code,
                status=claim.status.value,
                created_at=claim.created_at,
            )
        )
        .on_conflict(action="DO NOTHING")
        .returning(ClaimTable.id)
    )
    if not rows:
        raise ConflictError(_("You have claimed this already. A steward will decide."))


async def find(claim_id: UUID, *, hold: bool = False) -> Claim | None:
    """A claim; `hold` keeps others from deciding it until the transaction ends."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_SELECT} WHERE c.id = $1{' FOR UPDATE OF c' if hold else ''}", claim_id)
    return None if row is None else _claim(row)


async def list_open(council_codes: Sequence[str], *, limit: int, offset: int) -> tuple[list[Claim], int]:
    """Open claims of councils, the oldest first, and how many there are in all."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_SELECT} WHERE c.status = 'open' AND c.council_code = ANY($1::text[])
            ORDER BY c.created_at, c.id LIMIT $2 OFFSET $3""",
            list(council_codes),
            limit,
            offset,
        )
        total = await raw.fetchval(
            """SELECT count(*) FROM organization_claim
            WHERE status = 'open' AND council_code = ANY($1::text[])""",
            list(council_codes),
        )
    return [_claim(row) for row in rows], total


async def list_of(account_id: UUID) -> tuple[Claim, ...]:
    """Claims that somebody made, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_SELECT} WHERE c.account = $1 ORDER BY c.created_at DESC, c.id", account_id)
    return tuple(_claim(row) for row in rows)


async def list_open_of(organization_id: UUID) -> tuple[Claim, ...]:
    """Open claims of an organisation's listings, the oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_SELECT} WHERE c.organization = $1 AND c.status = 'open' ORDER BY c.created_at, c.id",
            organization_id,
        )
    return tuple(_claim(row) for row in rows)


async def put(claim: Claim) -> None:
    """Write a claim anew under its version. The caller holds the row."""
    await ClaimTable.update(
        {
            ClaimTable.status: claim.status.value,
            ClaimTable.version: claim.version,
            ClaimTable.decided_by: claim.decided_by,
            ClaimTable.decided_at: claim.decided_at,
            ClaimTable.note: claim.note,
        }
    ).where(ClaimTable.id == claim.id)


async def drop_of(account_id: UUID) -> None:
    """Erase what somebody claimed."""
    await ClaimTable.delete().where(ClaimTable.account == account_id)


async def drop_decided(before: datetime) -> dict[UUID, str]:
    """Erase what was decided or taken back before a moment; return the ids, each with its council."""
    rows = (
        await ClaimTable.delete()
        .where((ClaimTable.status != ClaimStatus.OPEN.value) & (ClaimTable.decided_at < before))
        .returning(ClaimTable.id, ClaimTable.council_code)
    )
    return {row["id"]: row["council_code"] for row in rows}


def _claim(row: Mapping[str, Any]) -> Claim:
    values = {name: row[name] for name in Claim.__struct_fields__}
    return Claim(**values | {"status": ClaimStatus(row["status"])})
