"""Keeps claims and their files. Raw SQL: a claim comes with its organisation and files in one statement."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.pictures import Picture
from marketplace.listings.evidence.schemas import Claim, ClaimFacts, ClaimStatus, FileInfo
from marketplace.listings.evidence.tables import CheckClaim
from marketplace.listings.evidence.tables import EvidenceFile as FileTable

_FACTS = ("kind", "level", "checked_on", "expires_on", "amount_pence", "reference", "number", "words")
_SELECT = f"""SELECT c.id, c.organization AS organization_id, o.name AS organization_name, c.council_code,
    c.status, c.version, c.created_at, c.decided_at, c.decided_by, c.seen_on, c.note,
    c.is_sent, c.said, c.said_in, {", ".join(f"c.{name}" for name in _FACTS)},
    (SELECT json_agg(json_build_object('id', f.id, 'content_type', f.content_type, 'size_bytes', f.size_bytes,
        'uploaded_at', f.uploaded_at, 'delete_on', f.delete_on) ORDER BY f.uploaded_at, f.id)
        FROM evidence_file f WHERE f.claim = c.id)::text AS files
    FROM check_claim c JOIN organization o ON o.id = c.organization"""  # noqa: S608 - our own names


async def add_claim(
    claim_id: UUID,
    organization_id: UUID,
    facts: ClaimFacts,
    *,
    council_code: str,
    account_id: UUID,
    at: datetime,
) -> None:
    """Keep a new claim, which waits.

    Raises:
        ConflictError: one of the same kind waits already.
    """
    values = {name: getattr(facts, name) for name in _FACTS}
    try:
        await CheckClaim.insert(
            CheckClaim(
                id=claim_id,
                organization=organization_id,
                council_code=council_code,
                created_by=account_id,
                created_at=at,
                updated_at=at,
                **values,
            )
        )
    except asyncpg.UniqueViolationError as error:
        raise ConflictError(
            _("The council is looking at this already. Take that one back before you add another.")
        ) from error


async def send_in(claim_id: UUID, facts: ClaimFacts, at: datetime) -> None:
    """Write what was sent in for a claim that was only said. It keeps its place among those that wait."""
    values: dict[Column | str, Any] = {name: getattr(facts, name) for name in _FACTS}
    values |= {"is_sent": True, "version": CheckClaim.version + 1, "updated_at": at}
    await CheckClaim.update(values).where(CheckClaim.id == claim_id)


async def add_file(file_id: UUID, claim_id: UUID, file: Picture, at: datetime) -> None:
    """Keep a file of a claim."""
    await FileTable.insert(
        FileTable(
            id=file_id,
            claim=claim_id,
            content_type=file.content_type,
            content=file.content,
            size_bytes=len(file.content),
            uploaded_at=at,
        )
    )


async def list_of_organization(
    organization_id: UUID, *, codes: Sequence[str] | None = None, limit: int, offset: int
) -> tuple[tuple[Claim, ...], int]:
    """Claims of an organisation, newest first, and how many; with `codes` those to these councils."""
    condition = "c.organization = $1 AND ($2::text[] IS NULL OR c.council_code = ANY($2))"
    values = (organization_id, None if codes is None else list(codes))
    found = await _list(
        f"{condition} ORDER BY c.created_at DESC, c.id LIMIT $3 OFFSET $4", *values, limit, offset
    )
    async with connection() as raw:
        total = await raw.fetchval(f"SELECT count(*) FROM check_claim c WHERE {condition}", *values)  # noqa: S608 - our own words
    return found, total


async def list_current(organization_id: UUID) -> tuple[Claim, ...]:
    """The claims of an organisation that wait or stand, newest first: at most two of a kind and level."""
    condition = "c.organization = $1 AND c.status IN ('waiting', 'accepted') ORDER BY c.created_at DESC, c.id"
    return await _list(condition, organization_id)


async def hold_waiting_of(organization_id: UUID) -> tuple[Claim, ...]:
    """Hold the claims of an organisation that wait until the transaction ends, oldest first."""
    condition = "c.organization = $1 AND c.status = 'waiting' ORDER BY c.created_at, c.id FOR UPDATE OF c"
    return await _list(condition, organization_id)


async def list_last_decided(organization_id: UUID) -> tuple[Claim, ...]:
    """For each kind the newest claim of an organisation that was decided, whatever became of it since."""
    return await _list(
        """c.id IN (SELECT DISTINCT ON (d.kind) d.id FROM check_claim d
            WHERE d.organization = $1 AND d.status IN ('accepted', 'refused', 'replaced')
            ORDER BY d.kind, d.created_at DESC, d.id)""",
        organization_id,
    )


async def list_accepted(organization_id: UUID) -> tuple[Claim, ...]:
    """The claims of an organisation that stand, oldest first."""
    condition = "c.organization = $1 AND c.status = 'accepted' ORDER BY c.created_at, c.id"
    return await _list(condition, organization_id)


async def list_waiting(
    codes: Sequence[str], *, only_sent: bool, limit: int, offset: int
) -> tuple[tuple[Claim, ...], int]:
    """Claims that wait for the stewards of these councils, oldest first, and how many there are."""
    condition = "c.status = 'waiting' AND c.council_code = ANY($1)" + (" AND c.is_sent" if only_sent else "")
    found = await _list(
        f"{condition} ORDER BY c.created_at, c.id LIMIT $2 OFFSET $3", list(codes), limit, offset
    )
    async with connection() as raw:
        total = await raw.fetchval(
            f"SELECT count(*) FROM check_claim c WHERE {condition}",  # noqa: S608 - our own words
            list(codes),
        )
    return found, total


async def find(claim_id: UUID) -> Claim | None:
    """A claim. Whoever calls this asks whether it may be seen."""
    return next(iter(await _list("c.id = $1", claim_id)), None)


async def lock(claim_id: UUID) -> Claim | None:
    """Hold a claim until the transaction ends, and read it then."""
    async with connection() as raw:
        await raw.execute("SELECT FROM check_claim WHERE id = $1 FOR UPDATE", claim_id)
    return await find(claim_id)


async def organization_of(claim_id: UUID) -> UUID | None:
    """Whose a claim is."""
    async with connection() as raw:
        organization_id: UUID | None = await raw.fetchval(
            "SELECT organization FROM check_claim WHERE id = $1", claim_id
        )
    return organization_id


async def find_file(file_id: UUID) -> tuple[Claim, bytes, str] | None:
    """A file with its claim: content and type. Whoever calls this asks whether it may be seen."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT claim, content, content_type FROM evidence_file WHERE id = $1", file_id
        )
    claim = await find(row["claim"]) if row is not None else None
    return None if claim is None else (claim, row["content"], row["content_type"])


async def set_status(
    claim_id: UUID, status: ClaimStatus, at: datetime, *, delete_files_on: date | None, **values: Any
) -> None:
    """Write how a claim goes on, and when its files are deleted."""
    changes = {"status": status.value, "version": CheckClaim.version + 1, "updated_at": at, **values}
    await CheckClaim.update(changes).where(CheckClaim.id == claim_id)  # type: ignore[arg-type]  # names are columns
    if delete_files_on is not None:
        await FileTable.update({FileTable.delete_on: delete_files_on}).where(FileTable.claim == claim_id)


async def raise_version(claim_id: UUID, at: datetime) -> None:
    """Note that the files of a claim changed: something was sent in for it."""
    changes: dict[Column | str, Any] = {
        CheckClaim.version: CheckClaim.version + 1,
        CheckClaim.updated_at: at,
        CheckClaim.is_sent: True,
    }
    await CheckClaim.update(changes).where(CheckClaim.id == claim_id)


async def drop_file(file_id: UUID) -> None:
    """Delete a file."""
    await FileTable.delete().where(FileTable.id == file_id)


async def drop_due_files(today: date) -> list[tuple[UUID, str]]:
    """Delete files whose day has come; for each the claim that it belonged to, and that one's council."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM evidence_file f USING check_claim c WHERE c.id = f.claim AND f.delete_on <= $1
            RETURNING c.id, c.council_code""",
            today,
        )
    return [(row["id"], row["council_code"]) for row in rows]


async def drop_ended(before: datetime) -> dict[UUID, str]:
    """Delete claims that stand for nothing since before a moment; return the ids, each with its council.

    Their files have times of their own, and go first.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM check_claim c WHERE status IN ('refused', 'replaced', 'ended') AND updated_at < $1
            AND NOT EXISTS (SELECT FROM evidence_file f WHERE f.claim = c.id) RETURNING id, council_code""",
            before,
        )
    return {row["id"]: row["council_code"] for row in rows}


async def drop_of_organization(organization_id: UUID) -> list[UUID]:
    """Delete all claims of an organisation with their files; their ids."""
    rows = (
        await CheckClaim.delete().where(CheckClaim.organization == organization_id).returning(CheckClaim.id)
    )
    return [row["id"] for row in rows]


async def list_of_account(account_id: UUID) -> list[dict[str, Any]]:
    """What an account claimed, for handing over."""
    rows = await (
        CheckClaim.select(*(getattr(CheckClaim, name) for name in (*_FACTS, "status", "created_at", "note")))
        .where(CheckClaim.created_by == account_id)
        .order_by(CheckClaim.created_at)
    )
    return list(rows)


async def _list(condition: str, *values: Any) -> tuple[Claim, ...]:
    async with connection() as raw:
        rows = await raw.fetch(f"{_SELECT} WHERE {condition}", *values)
    return tuple(_claim(row) for row in rows)


def _claim(row: Mapping[str, Any]) -> Claim:
    return Claim(
        id=row["id"],
        organization_id=row["organization_id"],
        organization_name=row["organization_name"],
        facts=ClaimFacts(**{name: row[name] for name in _FACTS}),
        council_code=row["council_code"],
        status=ClaimStatus(row["status"]),
        version=row["version"],
        created_at=row["created_at"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        seen_on=row["seen_on"],
        note=row["note"],
        files=msgspec.json.decode(row["files"] or "[]", type=tuple[FileInfo, ...]),
        is_sent=row["is_sent"],
        said=msgspec.convert(row["said"], ClaimFacts) if row["said"] is not None else None,
        said_in=tuple(row["said_in"]),
    )
