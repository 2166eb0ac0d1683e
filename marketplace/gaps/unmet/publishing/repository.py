"""Every query of publishing. Raw SQL: months of all councils, and their numbers, in one statement each."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct, structs

from marketplace.kernel.database import connection

NATIONAL = "national"


class Row(Struct, frozen=True, kw_only=True):
    """A number as it is kept."""

    counted: int
    part: str
    kind: str
    is_met: bool = False
    outcode: str = ""
    is_rest: bool = False
    code: str
    reason: str = ""
    people: int


async def list_counted(months: Sequence[date]) -> set[date]:
    """Those of these months that were counted."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT month FROM unmet_month WHERE council_code = $1 AND month = ANY($2)",
            NATIONAL,
            list(months),
        )
    return {row["month"] for row in rows}


async def begin_month(month: date, today: date) -> bool:
    """Claim a month; False when somebody else has it, or had it."""
    async with connection() as raw:
        claimed = await raw.fetchval(
            "INSERT INTO unmet_month (council_code, month, counted_on) VALUES ($1, $2, $3)"
            " ON CONFLICT (council_code, month) DO NOTHING RETURNING id",
            NATIONAL,
            month,
            today,
        )
    return claimed is not None


async def add_councils(month: date, codes: Sequence[str], today: date) -> dict[str, int]:
    """Say that a month of these councils is counted; return its ids by council, the national one included."""
    async with connection() as raw:
        await raw.execute(
            "INSERT INTO unmet_month (council_code, month, counted_on)"
            " SELECT c, $2, $3 FROM unnest($1::text[]) c",
            list(codes),
            month,
            today,
        )
        rows = await raw.fetch("SELECT council_code, id FROM unmet_month WHERE month = $1", month)
    return {row["council_code"]: row["id"] for row in rows}


async def add_numbers(rows: Sequence[Row]) -> None:
    """Keep what is told."""
    if not rows:
        return
    async with connection() as raw:
        await raw.copy_records_to_table(
            "unmet_cell",
            records=[structs.astuple(row) for row in rows],
            columns=[field.name for field in structs.fields(Row)],
        )


async def drop_before(cuts: dict[str, date], others: date) -> int:
    """Delete months from before a council's cut, and from before `others` of all other councils.

    The national row stays until nothing of its month is kept: it says that the month was counted.
    """
    async with connection() as raw:
        deleted: int = await raw.fetchval(
            """WITH cut AS (
                SELECT m.id, m.month < coalesce(c.day, $3) AS is_over FROM unmet_month m
                LEFT JOIN unnest($1::text[], $2::date[]) c (code, day) ON c.code = m.council_code
            ), emptied AS (
                DELETE FROM unmet_cell WHERE counted IN (SELECT id FROM cut WHERE is_over)
            ), gone AS (
                DELETE FROM unmet_month m WHERE m.council_code <> $4
                    AND m.id IN (SELECT id FROM cut WHERE is_over)
                RETURNING 1
            )
            SELECT count(*) FROM gone""",
            list(cuts),
            list(cuts.values()),
            others,
            NATIONAL,
        )
    return deleted
