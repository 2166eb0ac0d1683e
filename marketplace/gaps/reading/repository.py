"""The one query that reading has of its own: a place month by month."""

from datetime import date

from marketplace.kernel.database import connection

Kept = tuple[date, tuple[str, ...], tuple[float, ...]]
"""First day of a month, the kinds of support that were kept of it, and the middles in the order of runs."""


async def list_middles_by_month(place: str) -> list[Kept]:
    """What half of the people of a place had at most at the end of each month that is kept, oldest first.

    Raw SQL: rows of two tables at once.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT r.month, r.support_types, m.amounts FROM gap_run r
            JOIN gap_middle m ON m.run = r.id AND m.place = $1
            WHERE r.month IS NOT NULL ORDER BY r.month""",
            place,
        )
    return [(row["month"], tuple(row["support_types"]), tuple(row["amounts"])) for row in rows]
