"""Reads what is to be indexed and keeps the dirty set of each index.

Raw SQL, for what Piccolo cannot say: locks, arrays as rows, a server-side cursor. `engine` is a name.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.indexing.schemas import IndexRow, IndexState
from marketplace.listings.states.repository import CHANNEL

STREAM_ROWS = 2_000
_LEASE = "hashtext('listings index publisher'), hashtext($1)"
_PROBLEMS_TOLD = 5

_SELECT = """SELECT s.id, s.version, (s.status = 'published' AND NOT s.is_hidden) AS is_public, s.kind,
    s.title, s.summary, s.description, s.easy_read, o.name AS provider, s.care_groups, s.support_types,
    s.languages, s.cultures, s.genders, s.transport, s.access, s.funding, s.times, s.checks_held,
    s.hours_per_week, s.places, s.price_pence, s.minimum_age, s.maximum_age, s.confirmed_on,
    EXISTS (SELECT FROM listing_freshness f WHERE f.service = s.id AND f.confirmed_on = s.confirmed_on
        AND f.stage >= 3) AS is_lapsed,
    l.name AS venue_name, l.town, l.id IS NOT NULL AS is_venue, coalesce(l.latitude, a.latitude) AS latitude,
    coalesce(l.longitude, a.longitude) AS longitude, a.miles, a.named
    FROM service s JOIN organization o ON o.id = s.organization
    LEFT JOIN location l ON l.id = s.location LEFT JOIN service_area a ON a.service = s.id"""


async def list_registered() -> list[str]:
    """Names of the engines that changes are kept for."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT name FROM search_index ORDER BY name")
    return [row["name"] for row in rows]


async def register(engines: Sequence[str], at: datetime) -> None:
    """Keep changes for these engines too from now on; the new ones have missed all before. In a transaction.

    Waits until every change under way is committed: a fresh index that is filled after this holds it. New
    changes wait meanwhile, and then are marked for the new engines.
    """
    async with connection() as raw:
        await raw.execute("LOCK TABLE dirty_listing IN SHARE MODE")
        await raw.execute(
            """INSERT INTO search_index (name, added_at, needs_rebuild)
            SELECT name, $2, true FROM unnest($1::text[]) AS wanted (name) ON CONFLICT (name) DO NOTHING""",
            engines,
            at,
        )


async def forget(engines: Sequence[str]) -> None:
    """Keep no changes for these engines any more. In a transaction; waits for changes as `register` does."""
    async with connection() as raw:
        await raw.execute("LOCK TABLE dirty_listing IN SHARE MODE")
        await raw.execute("DELETE FROM search_index WHERE name = ANY($1::text[])", engines)
        await raw.execute("DELETE FROM dirty_listing WHERE engine = ANY($1::text[])", engines)


async def set_rebuilt(engine: str) -> None:
    """Note that an index was filled anew."""
    async with connection() as raw:
        await raw.execute("UPDATE search_index SET needs_rebuild = false WHERE name = $1", engine)


async def take_lease(engine: str) -> bool:
    """Become the one publisher to it until the transaction ends; False when somebody else is."""
    async with connection() as raw:
        return bool(await raw.fetchval(f"SELECT pg_try_advisory_xact_lock({_LEASE})", engine))


async def wait_for_lease(engine: str) -> None:
    """Become the one publisher to it until the transaction ends, waiting for whoever is."""
    async with connection() as raw:
        await raw.execute(f"SELECT pg_advisory_xact_lock({_LEASE})", engine)


async def list_dirty(engine: str, limit: int | None = None) -> dict[UUID, int]:
    """Listings to publish with their versions, those waiting longest first; all of them when `limit` is None.

    Without a limit those set aside are in it too.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT service, version FROM dirty_listing
            WHERE engine = $1 AND (problem IS NULL OR $2::int IS NULL)
            ORDER BY marked_at, service LIMIT $2""",
            engine,
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


async def count_public() -> int:
    """How many listings an index should hold."""
    async with connection() as raw:
        counted = await raw.fetchval(
            "SELECT count(*) FROM service WHERE status = 'published' AND NOT is_hidden"
        )
    return int(counted)


async def mark(engine: str, versions: Mapping[UUID, int], at: datetime) -> None:
    """Put listings into the dirty set of one index, in the order of ids, as all who write it."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO dirty_listing AS dirty (service, engine, version, marked_at)
            SELECT id, $1, version, $4 FROM unnest($2::uuid[], $3::int[]) AS changed (id, version)
            ORDER BY id
            ON CONFLICT (service, engine) DO UPDATE SET problem = NULL,
            version = greatest(dirty.version, excluded.version)""",
            engine,
            list(versions),
            list(versions.values()),
            at,
        )


async def clear(engine: str, versions: Mapping[UUID, int]) -> None:
    """Take listings out of an index's dirty set, unless they have changed since these versions were sent.

    One that is being changed at this moment is passed over: it stays in the set either way.
    """
    async with connection() as raw:
        await raw.execute(
            """DELETE FROM dirty_listing WHERE engine = $1 AND service IN (
                SELECT d.service FROM dirty_listing d
                JOIN unnest($2::uuid[], $3::int[]) AS sent (id, version)
                ON d.service = sent.id AND d.engine = $1
                WHERE d.version <= sent.version FOR UPDATE OF d SKIP LOCKED)""",
            engine,
            list(versions),
            list(versions.values()),
        )


async def set_aside(engine: str, problems: Mapping[UUID, tuple[int, str]], at: datetime) -> None:
    """Note what an index said of listings that it would not take, unless they have changed since.

    In the order of ids, as all who write the dirty set, so that no two wait for each other.
    """
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO dirty_listing (service, engine, version, problem, marked_at)
            SELECT id, $1, version, problem, $5
            FROM unnest($2::uuid[], $3::int[], $4::text[]) AS refused (id, version, problem) ORDER BY id
            ON CONFLICT (service, engine) DO UPDATE SET problem = excluded.problem
            WHERE dirty_listing.version <= excluded.version""",
            engine,
            list(problems),
            [version for version, _problem in problems.values()],
            [problem for _version, problem in problems.values()],
            at,
        )


async def retry_set_aside(engines: Sequence[str]) -> int:
    """Put all that these indexes set aside back among the waiting; return how many."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE dirty_listing SET problem = NULL WHERE (service, engine) IN (
                SELECT service, engine FROM dirty_listing
                WHERE problem IS NOT NULL AND engine = ANY($1::text[]) ORDER BY service, engine FOR UPDATE)
            RETURNING service""",
            engines,
        )
        await raw.execute("SELECT pg_notify($1, '')", CHANNEL)
    return len(rows)


async def find_state(engine: str) -> IndexState:
    """How far an index is behind."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT EXISTS (SELECT FROM search_index WHERE name = $1) AS is_registered,
            EXISTS (SELECT FROM search_index WHERE name = $1 AND needs_rebuild) AS needs_rebuild,
            count(*) FILTER (WHERE problem IS NULL) AS waiting,
            min(marked_at) FILTER (WHERE problem IS NULL) AS oldest_waiting_at,
            count(problem) AS set_aside, array_remove((array_agg(problem))[:$2], NULL) AS problems
            FROM (
                SELECT * FROM dirty_listing WHERE engine = $1 ORDER BY problem IS NULL, marked_at
            ) AS dirty""",
            engine,
            _PROBLEMS_TOLD,
        )
    return IndexState(**dict(row) | {"problems": tuple(row["problems"] or ())})
