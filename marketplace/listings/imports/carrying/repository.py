"""Holds what an import touches, and writes what became of its rows. Raw SQL for locks in order and arrays."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.imports.kept.schemas import Done, Outcome
from marketplace.listings.schemas import ListingStatus


class Held(NamedTuple):
    """A listing that nobody else changes until the transaction ends."""

    version: int
    status: ListingStatus
    council_code: str | None
    people: frozenset[UUID]
    """Accounts that look after its organisation."""


class Touched(NamedTuple):
    """A row that came in."""

    number: int
    outcome: Outcome
    listing: UUID
    version_before: int | None
    version_after: int


async def hold(listing_ids: Collection[UUID]) -> dict[UUID, Held]:
    """Hold organisations and then listings, each in the order of ids, as all do who hold several."""
    ids = list(listing_ids)
    async with connection() as raw:
        await raw.execute(
            """SELECT FROM organization WHERE id IN (
                SELECT organization FROM service WHERE id = ANY($1::uuid[])) ORDER BY id FOR UPDATE""",
            ids,
        )
        await raw.execute("SELECT FROM service WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE", ids)
        rows = await raw.fetch(
            """SELECT s.id, s.version, s.status, s.council_code, ARRAY(SELECT account
                FROM organization_member m WHERE m.organization = s.organization) AS people
            FROM service s WHERE s.id = ANY($1::uuid[])""",
            ids,
        )
    return {row["id"]: _held(row) for row in rows}


def _held(row: Mapping[str, Any]) -> Held:
    return Held(row["version"], ListingStatus(row["status"]), row["council_code"], frozenset(row["people"]))


async def find_organizations(listing_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The organisations of listings."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id, organization FROM service WHERE id = ANY($1::uuid[])", list(listing_ids)
        )
    return {row["id"]: row["organization"] for row in rows}


async def set_outcomes(import_id: UUID, done: Sequence[Done]) -> None:
    """Write what became of rows; those that nothing is said of were not ready."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE listing_import_row r SET outcome = given.outcome, listing = given.listing,
            version_before = given.before, version_after = given.after
            FROM unnest($2::int[], $3::text[], $4::uuid[], $5::int[], $6::int[])
            AS given (number, outcome, listing, before, after)
            WHERE r.listing_import = $1 AND r.number = given.number""",
            import_id,
            [each.number for each in done],
            [each.outcome.value for each in done],
            [each.listing for each in done],
            [each.version_before for each in done],
            [each.version_after for each in done],
        )
        await raw.execute(
            "UPDATE listing_import_row SET outcome = state WHERE listing_import = $1 AND state <> 'ready'",
            import_id,
        )


async def list_touched(import_id: UUID) -> list[Touched]:
    """The rows that came in, in their order."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT number, outcome, listing, version_before, version_after FROM listing_import_row
            WHERE listing_import = $1 AND outcome IN ('added', 'merged') ORDER BY number""",
            import_id,
        )
    return [Touched(**{**dict(row), "outcome": Outcome(row["outcome"])}) for row in rows]


async def set_undone(import_id: UUID, undone: Mapping[int, str]) -> None:
    """Write what the undoing did with rows."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE listing_import_row r SET undone = given.undone
            FROM unnest($2::int[], $3::text[]) AS given (number, undone)
            WHERE r.listing_import = $1 AND r.number = given.number""",
            import_id,
            list(undone),
            list(undone.values()),
        )
