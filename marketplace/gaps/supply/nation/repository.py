"""What the areas are made of, and whether any of it changed."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.database import connection

_MARK = """SELECT concat_ws(' ',
    (SELECT concat_ws(':', count(*), sum(hashtext(id::text))) FROM gap_area_set),
    (SELECT concat_ws(':', count(*), sum(hashtext(id::text))) FROM gap_need_import),
    (SELECT concat_ws(':', count(*), sum(version), sum(hashtext(code || (settings ->> 'travel_mode'))))
        FROM council))"""
"""Sets of areas and files of need are replaced and never changed, and so their ids tell."""


async def read_mark() -> str:
    """Changes whenever areas, need or the settings of a council do. One statement."""
    async with connection() as raw:
        return str(await raw.fetchval(_MARK))


async def list_districts(set_ids: Sequence[UUID]) -> list[tuple[str, str, float]]:
    """Area code, postcode district and the share of it, for the areas of some sets. One statement."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT area.code, pair ->> 0 AS district, (pair ->> 1)::float8 AS share
            FROM gap_area area CROSS JOIN jsonb_array_elements(area.districts) pair
            WHERE area.area_set = ANY($1::uuid[])""",
            list(set_ids),
        )
    return [tuple(row) for row in rows]
