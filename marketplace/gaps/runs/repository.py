"""Keeps runs and reads them. Raw SQL: columns of numbers by COPY, and a month kept in four statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marketplace.gaps.runs.schemas import Levels, NewCouncil, Run
from marketplace.kernel.database import connection

_RUN = "r.id, r.computed_at, r.month, r.areas, r.listings, r.unsaid, r.unreached, r.support_types"
_ACCESS = (
    "run", "council_code", "care_group", "support_type", "unit", "amounts", "low", "high", "reaching",
)  # fmt: skip


async def read_mark() -> str:
    """Changes whenever a listing does. One statement."""
    async with connection() as raw:
        return str(
            await raw.fetchval(
                """SELECT concat_ws(':', count(*), sum(version), max(updated_at)) FROM service
                WHERE status = 'published' AND NOT is_hidden"""
            )
        )


async def find_mark() -> str | None:
    """What the latest run was worked out from."""
    async with connection() as raw:
        mark: str | None = await raw.fetchval("SELECT mark FROM gap_run WHERE month IS NULL")
    return mark


async def find_run(month: date | None) -> Run | None:
    """The latest run, or that of a month."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {_RUN} FROM gap_run r WHERE r.month IS NOT DISTINCT FROM $1::date",  # noqa: S608 - our own words
            month,
        )
    return _run(row) if row else None


async def find_council(council_code: str, month: date | None) -> tuple[Run, str, tuple[str, ...]] | None:
    """The run, the set of areas and their codes, for a council that it has."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"""SELECT {_RUN}, c.area_set, c.area_codes FROM gap_run r
            JOIN gap_council c ON c.run = r.id AND c.council_code = $1
            WHERE r.month IS NOT DISTINCT FROM $2::date""",  # noqa: S608 - our own words
            council_code,
            month,
        )
    return (_run(row), row["area_set"], tuple(row["area_codes"])) if row else None


def _run(row: Any) -> Run:
    return Run(
        id=row["id"],
        computed_at=row["computed_at"],
        month=row["month"],
        areas=row["areas"],
        listings=row["listings"],
        unsaid=row["unsaid"],
        unreached=row["unreached"],
        support_types=tuple(row["support_types"]),
    )


async def list_levels(
    run_id: UUID, council_code: str, support_types: Sequence[str] | None
) -> dict[tuple[str, str, str], Levels]:
    """A council's figures by care group, kind of support and unit: of some kinds, or of all."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT care_group, support_type, unit, amounts, low, high, reaching FROM gap_access
            WHERE run = $1 AND council_code = $2 AND ($3::text[] IS NULL OR support_type = ANY($3))""",
            run_id,
            council_code,
            support_types,
        )
    return {
        (row["care_group"], row["support_type"], row["unit"]): Levels(
            amounts=tuple(row["amounts"]),
            low=tuple(row["low"]),
            high=tuple(row["high"]),
            reaching=tuple(row["reaching"]),
        )
        for row in rows
    }


async def list_middles(
    places: Sequence[str], month: date | None
) -> tuple[tuple[str, ...], dict[str, tuple[float, ...]]]:
    """The kinds of support of a run, and by place its middles in their order."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT r.support_types, m.place, m.amounts FROM gap_run r JOIN gap_middle m ON m.run = r.id
            WHERE r.month IS NOT DISTINCT FROM $1::date AND m.place = ANY($2::text[])""",
            month,
            list(places),
        )
    types = tuple(rows[0]["support_types"]) if rows else ()
    return types, {row["place"]: tuple(row["amounts"]) for row in rows}


async def list_months(council_code: str) -> list[date]:
    """Months that are kept of a council, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT r.month FROM gap_run r JOIN gap_council c ON c.run = r.id AND c.council_code = $1
            WHERE r.month IS NOT NULL ORDER BY r.month DESC""",
            council_code,
        )
    return [row["month"] for row in rows]


async def lock() -> None:
    """Be the one that writes runs until the transaction ends."""
    async with connection() as raw:
        await raw.execute("SELECT pg_advisory_xact_lock(hashtext('gaps run'))")


async def put_run(run: Run, mark: str) -> UUID:
    """Keep the head of the latest run in place of the one before; return its id, which stays the same."""
    async with connection() as raw:
        run_id: UUID = await raw.fetchval(
            """INSERT INTO gap_run (id, month, computed_at, areas, listings, unsaid, unreached,
                support_types, mark)
            VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (month) DO UPDATE SET computed_at = excluded.computed_at, areas = excluded.areas,
                listings = excluded.listings, unsaid = excluded.unsaid, unreached = excluded.unreached,
                support_types = excluded.support_types, mark = excluded.mark
            RETURNING id""",
            run.id,
            run.computed_at,
            run.areas,
            run.listings,
            run.unsaid,
            run.unreached,
            list(run.support_types),
            mark,
        )
    return run_id


async def list_digests(run_id: UUID) -> dict[str, bytes]:
    """By council: the digest of what a run has of it."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT council_code, digest FROM gap_council WHERE run = $1", run_id)
    return {row["council_code"]: row["digest"] for row in rows}


async def delete_councils(run_id: UUID, council_codes: Iterable[str]) -> None:
    """Remove the figures of councils from a run."""
    codes = list(council_codes)
    async with connection() as raw:
        for table in ("gap_access", "gap_council"):
            await raw.execute(
                f"DELETE FROM {table} WHERE run = $1 AND council_code = ANY($2::text[])",  # noqa: S608 - our own names
                run_id,
                codes,
            )


async def add_council(run_id: UUID, council: NewCouncil) -> None:
    """Keep a council's figures."""
    code = council.council_code
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO gap_council (run, council_code, area_set, area_codes, digest)
            VALUES ($1, $2, $3, $4, $5)""",
            run_id,
            code,
            council.area_set,
            list(council.area_codes),
            council.digest,
        )
        await raw.copy_records_to_table(
            "gap_access",
            columns=_ACCESS,
            records=[
                (run_id, code, *key, each.amounts, each.low, each.high, each.reaching)
                for key, each in council.rows.items()
            ],
        )


async def replace_middles(run_id: UUID, middles: Mapping[str, Sequence[float]]) -> None:
    """Keep the middles of all places in place of those before."""
    async with connection() as raw:
        await raw.execute("DELETE FROM gap_middle WHERE run = $1", run_id)
        await raw.copy_records_to_table(
            "gap_middle",
            columns=("run", "place", "amounts"),
            records=[(run_id, place, list(amounts)) for place, amounts in middles.items()],
        )


async def keep_month(month: date, before: datetime, middles: int) -> bool:
    """Copy the latest run as that of a month, for all kinds of support together; False when there is nothing.

    Only a run from before a moment can be that of the month. `middles` is how many of them are kept.
    """
    async with connection() as raw:
        run_id = await raw.fetchval(
            """INSERT INTO gap_run (id, month, computed_at, areas, listings, unsaid, unreached,
                support_types, mark)
            SELECT gen_random_uuid(), $1, computed_at, areas, listings, unsaid, unreached, '{""}', mark
            FROM gap_run WHERE month IS NULL AND computed_at < $2
            ON CONFLICT (month) DO NOTHING RETURNING id""",
            month,
            before,
        )
        if run_id is None:
            return False
        for statement in (
            """INSERT INTO gap_council (run, council_code, area_set, area_codes, digest)
            SELECT $1, c.council_code, c.area_set, c.area_codes, c.digest
            FROM gap_council c JOIN gap_run r ON r.id = c.run AND r.month IS NULL""",
            """INSERT INTO gap_access (run, council_code, care_group, support_type, unit, amounts, low, high,
                reaching)
            SELECT $1, a.council_code, a.care_group, '', a.unit, a.amounts, a.low, a.high, a.reaching
            FROM gap_access a JOIN gap_run r ON r.id = a.run AND r.month IS NULL
            WHERE a.support_type = ''""",
        ):
            await raw.execute(statement, run_id)
        await raw.execute(
            """INSERT INTO gap_middle (run, place, amounts)
            SELECT $1, m.place, m.amounts[1:$2] FROM gap_middle m
            JOIN gap_run r ON r.id = m.run AND r.month IS NULL""",
            run_id,
            middles,
        )
    return True


async def drop_months(before: date) -> int:
    """Delete months from before one; return how many."""
    async with connection() as raw:
        rows = await raw.fetch("DELETE FROM gap_run WHERE month < $1 RETURNING 1", before)
    return len(rows)
