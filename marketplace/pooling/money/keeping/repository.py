"""Finds the councils of pools. Raw SQL: each once."""

from marketplace.kernel.database import connection


async def list_councils() -> list[str | None]:
    """Councils of all pools; None: of a place that is of no council."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT council_code FROM pool ORDER BY council_code")
    return [row["council_code"] for row in rows]
