"""Every query of need."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from marketplace.gaps.need.schemas import KeptCount, NewCount
from marketplace.kernel.database import connection

_COUNTS = """
SELECT counted.*, need_import.source, need_import.period
FROM gap_need_count counted JOIN gap_need_import need_import ON need_import.id = counted.need_import
WHERE $1::text IS NULL OR council_code = $1
ORDER BY council_code COLLATE "C", measure COLLATE "C"
"""
_DROP = "DELETE FROM gap_need_count WHERE council_code = $1 AND measure = $2"
_DROP_EMPTY = """
DELETE FROM gap_need_import need_import
WHERE NOT EXISTS (SELECT FROM gap_need_count counted WHERE counted.need_import = need_import.id)
"""


async def list_counts(council_code: str | None) -> list[KeptCount]:
    """What was counted in a council, or in all."""
    async with connection() as raw:
        return [
            KeptCount(
                import_id=row["need_import"],
                source=row["source"],
                period=row["period"],
                council_code=row["council_code"],
                measure=row["measure"],
                area_codes=tuple(row["area_codes"]),
                people=tuple(row["people"]),
            )
            for row in await raw.fetch(_COUNTS, council_code)
        ]


async def replace_counts(
    import_id: UUID,
    counts: Sequence[NewCount],
    *,
    source: str,
    period: str,
    file_name: str,
    imported_at: datetime,
    imported_by: str,
) -> None:
    """Keep counts in place of those of the same council and measure; an import of which none is left goes."""
    async with connection() as raw:
        await raw.execute(
            "INSERT INTO gap_need_import (id, source, period, file_name, imported_at, imported_by) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            import_id, source, period, file_name, imported_at, imported_by,
        )  # fmt: skip
        await raw.executemany(_DROP, [(each.council_code, each.measure) for each in counts])
        await raw.copy_records_to_table(
            "gap_need_count",
            records=[
                (import_id, each.council_code, each.measure, list(each.area_codes), list(each.people))
                for each in counts
            ],
            columns=("need_import", "council_code", "measure", "area_codes", "people"),
        )
        await raw.execute(_DROP_EMPTY)


async def drop_counts(council_code: str) -> int:
    """Take away what was counted in a council; return how many measures that were."""
    async with connection() as raw:
        done = await raw.execute("DELETE FROM gap_need_count WHERE council_code = $1", council_code)
        await raw.execute(_DROP_EMPTY)
    return int(str(done).rsplit(" ", 1)[1])
