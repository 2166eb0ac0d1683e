"""Reads what is to be indexed and keeps the dirty set.

Raw SQL, for what Piccolo cannot say: advisory locks, arrays as rows, a server-side cursor.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.indexing.schemas import IndexRow, IndexState
from marketplace.listings.states.repository import CHANNEL

STREAM_ROWS = 2_000
_LEASE = "hashtext('listings index publisher')"
_PROBLEMS_TOLD = 5

_SELECT = """SELECT s.id, s.version, (s.status = 'published' AND NOT s.is_hidden) AS is_public, s.kind,
    s.title, s.summary, s.description, s.easy_read, o.name AS provider, s.care_groups, s.support_types,
    s.languages, s.cultures, s.genders, s.transport, s.access, s.funding, s.times, s.checks_held,
    s.hours_per_week, s.places, s.price_pence, s.minimum_age, s.maximum_age, s.confirmed_on,
    l.name AS venue_name, l.town, l.id IS NOT NULL AS is_venue, coalesce(l.latitude, a.latitude) AS latitude,
    coalesce(l.longitude, a.longitude) AS longitude, a.miles, a.named
    FROM service s JOIN organization o ON o.id = s.organization
    LEFT JOIN location l ON l.id = s.location LEFT JOIN service_area a ON a.service = s.id"""


async def take_lease() -> bool:
    """Become the one publisher until the transaction ends; False when somebody else is."""
    async with connection() as raw:
        return bool(await raw.fetchval(f"SELECT pg_try_advisory_xact_lock({_LEASE})"))


async def wait_for_lease() -> None:
    """Become the one publisher until the transaction ends, waiting for whoever is."""
    async with connection() as raw:
        await raw.execute(f"SELECT pg_advisory_xact_lock({_LEASE})")


async def list_dirty(limit: int | None = None) -> dict[UUID, int]:
    """Listings to publish with their versions, those waiting longest first; all of them when `limit` is None.

    Without a limit those set aside are in it too.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT service, version FROM dirty_listing WHERE problem IS NULL OR $1::int IS NULL
            ORDER BY marked_at, service LIMIT $1""",
            limit,
        )
    return {row["service"]: row["version"] for row in rows}


async def read_rows(ids: Sequence[UUID]) -> dict[UUID, IndexRow]:
    """Listings as they are now, public or not; those that are gone are not in it."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_SELECT} WHERE s.id = ANY($1::uuid[])", list(ids))
    return {row["id"]: IndexRow(**dict(row)) for row in rows}


async def stream_public() -> AsyncIterator[list[IndexRow]]:
    """All public listings in batches, as they are at one moment. To be called in a transaction."""
    async with connection() as raw:
        cursor = await raw.cursor(f"{_SELECT} WHERE s.status = 'published' AND NOT s.is_hidden")
        while rows := await cursor.fetch(STREAM_ROWS):
            yield [IndexRow(**dict(row)) for row in rows]


async def list_versions() -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Versions of the public listings, and of all others."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id, version, (status = 'published' AND NOT is_hidden) AS is_public FROM service"
        )
    public = {row["id"]: row["version"] for row in rows if row["is_public"]}
    return public, {row["id"]: row["version"] for row in rows if not row["is_public"]}


async def clear(versions: Mapping[UUID, int]) -> None:
    """Take listings out of the dirty set, unless they have changed again since these versions were sent.

    One that is being changed at this moment is passed over: it stays in the set either way.
    """
    async with connection() as raw:
        await raw.execute(
            """DELETE FROM dirty_listing WHERE service IN (
                SELECT d.service FROM dirty_listing d
                JOIN unnest($1::uuid[], $2::int[]) AS sent (id, version) ON d.service = sent.id
                WHERE d.version <= sent.version FOR UPDATE OF d SKIP LOCKED)""",
            list(versions),
            list(versions.values()),
        )


async def set_aside(problems: Mapping[UUID, tuple[int, str]], at: datetime) -> None:
    """Note what the index said of listings that it would not take, unless they have changed since.

    In the order of ids, as all who write the dirty set, so that no two wait for each other.
    """
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO dirty_listing (service, version, problem, marked_at)
            SELECT id, version, problem, $4
            FROM unnest($1::uuid[], $2::int[], $3::text[]) AS refused (id, version, problem) ORDER BY id
            ON CONFLICT (service) DO UPDATE SET problem = excluded.problem
            WHERE dirty_listing.version <= excluded.version""",
            list(problems),
            [version for version, _problem in problems.values()],
            [problem for _version, problem in problems.values()],
            at,
        )


async def retry_set_aside() -> int:
    """Put all that was set aside back among the waiting; return how many."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE dirty_listing SET problem = NULL WHERE service IN (
                SELECT service FROM dirty_listing WHERE problem IS NOT NULL ORDER BY service FOR UPDATE)
            RETURNING service"""
        )
        await raw.execute("SELECT pg_notify($1, '')", CHANNEL)
    return len(rows)


async def find_state() -> IndexState:
    """How far the index is behind."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) FILTER (WHERE problem IS NULL) AS waiting,
            min(marked_at) FILTER (WHERE problem IS NULL) AS oldest_waiting_at,
            count(problem) AS set_aside, array_remove((array_agg(problem))[:$1], NULL) AS problems
            FROM (SELECT * FROM dirty_listing ORDER BY problem IS NULL, marked_at) AS dirty""",
            _PROBLEMS_TOLD,
        )
    return IndexState(**dict(row) | {"problems": tuple(row["problems"] or ())})
