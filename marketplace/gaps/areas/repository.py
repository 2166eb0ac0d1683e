"""Every query of the small areas."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from marketplace.gaps.areas.drawing.rules import Box
from marketplace.gaps.areas.schemas import AreaSet, AreaSetKind, NewArea, SmallArea
from marketplace.kernel.database import connection

_IN_USE = """
SELECT DISTINCT ON (council_code COLLATE "C") * FROM gap_area_set
WHERE $1::text[] IS NULL OR council_code = ANY ($1) ORDER BY council_code COLLATE "C", kind = 'built_in'
"""
"""Of a council's sets the imported one, if there is one; else the one that is built in."""
_AREAS = f"""
SELECT area.*, used.council_code, used.id AS set_id
FROM ({_IN_USE}) used JOIN gap_area area ON area.area_set = used.id
ORDER BY area.code COLLATE "C"
"""  # noqa: S608 - our own words
_ALL_AREAS = f"""
SELECT used.id AS set_id, used.council_code, area.code, area.name, area.latitude, area.longitude,
    area.postcodes
FROM ({_IN_USE}) used JOIN gap_area area ON area.area_set = used.id
ORDER BY used.council_code COLLATE "C", area.code COLLATE "C"
"""  # noqa: S608 - our own words
_PATHS = f"""
SELECT used.*, area.code, area.path FROM ({_IN_USE}) used JOIN gap_area area ON area.area_set = used.id
ORDER BY area.code COLLATE "C"
"""  # noqa: S608 - our own words
_POLYGONS = f"""
SELECT area.code, area.polygons FROM ({_IN_USE}) used JOIN gap_area area ON area.area_set = used.id
ORDER BY area.code COLLATE "C"
"""  # noqa: S608 - our own words
_SET_COLUMNS = (
    "id", "council_code", "kind", "source", "period", "mark", "areas", "south", "west", "north", "east",
    "width", "height", "made_at",
)  # fmt: skip
_AREA_COLUMNS = (
    "area_set", "code", "name", "latitude", "longitude", "postcodes", "districts", "path", "polygons",
)  # fmt: skip


class NewSet(Struct, frozen=True, kw_only=True):
    """A council's areas that are to be kept."""

    council_code: str
    kind: AreaSetKind
    source: str
    period: str
    mark: str
    box: Box
    areas: Sequence[NewArea]
    paths: dict[str, str]


async def replace_sets(sets: Sequence[NewSet], made_at: datetime) -> None:
    """Keep sets in place of those of the same council and kind."""
    ids = [uuid4() for _ in sets]
    async with connection() as raw:
        await raw.executemany(
            "DELETE FROM gap_area_set WHERE council_code = $1 AND kind = $2",
            [(each.council_code, str(each.kind)) for each in sets],
        )
        await raw.copy_records_to_table(
            "gap_area_set",
            records=[_set_row(each, id_, made_at) for each, id_ in zip(sets, ids, strict=True)],
            columns=_SET_COLUMNS,
        )
        await raw.copy_records_to_table(
            "gap_area",
            records=[
                _area_row(area, id_, each.paths[area.code])
                for each, id_ in zip(sets, ids, strict=True)
                for area in each.areas
            ],
            columns=_AREA_COLUMNS,
        )


def _set_row(new: NewSet, id_: UUID, made_at: datetime) -> tuple[object, ...]:
    box = new.box
    return (
        id_, new.council_code, str(new.kind), new.source, new.period, new.mark, len(new.areas), box.south,
        box.west, box.north, box.east, box.width, box.height, made_at,
    )  # fmt: skip


def _area_row(area: NewArea, set_id: UUID, path: str) -> tuple[object, ...]:
    return (
        set_id, area.code, area.name, area.latitude, area.longitude, area.postcodes, area.districts, path,
        area.polygons,
    )  # fmt: skip


async def delete_imported(council_code: str) -> bool:
    """Take away a council's imported areas; say whether there were any."""
    async with connection() as raw:
        done = await raw.execute(
            "DELETE FROM gap_area_set WHERE council_code = $1 AND kind = 'imported'", council_code
        )
    return str(done) != "DELETE 0"


async def list_marks() -> dict[str, str]:
    """By council: what its built-in areas were made from."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT council_code, mark FROM gap_area_set WHERE kind = 'built_in'")
    return {row["council_code"]: row["mark"] for row in rows}


async def lock_building() -> None:
    """Let nobody else change areas until this transaction ends."""
    async with connection() as raw:
        await raw.execute("SELECT pg_advisory_xact_lock(hashtext('marketplace small areas'))")


async def list_sets(council_codes: Sequence[str] | None) -> list[AreaSet]:
    """The sets in use, of some councils or of all."""
    async with connection() as raw:
        return [_read_set(row) for row in await raw.fetch(_IN_USE, council_codes)]


def _read_set(row: Any) -> AreaSet:
    return AreaSet(
        id=row["id"],
        council_code=row["council_code"],
        kind=AreaSetKind(row["kind"]),
        source=row["source"],
        period=row["period"],
        areas=row["areas"],
        made_at=row["made_at"],
    )


async def list_areas(council_code: str) -> list[SmallArea]:
    """The areas of a council's set in use, by code."""
    async with connection() as raw:
        return [
            SmallArea(
                code=row["code"],
                name=row["name"],
                council_code=row["council_code"],
                latitude=row["latitude"],
                longitude=row["longitude"],
                postcodes=row["postcodes"],
                districts=tuple((district, share) for district, share in row["districts"]),
                set_id=row["set_id"],
            )
            for row in await raw.fetch(_AREAS, [council_code])
        ]


async def list_rows() -> list[tuple[UUID, str, str, str, float, float, int]]:
    """Of all areas in use: set, council, code, name, latitude, longitude, postcodes."""
    async with connection() as raw:
        return [tuple(row) for row in await raw.fetch(_ALL_AREAS, None)]


async def list_paths(council_code: str) -> list[Any]:
    """Of a council: rows of its set, with the code and path of each area."""
    async with connection() as raw:
        return list(await raw.fetch(_PATHS, [council_code]))


async def list_polygons(council_code: str) -> dict[str, Any]:
    """By code: corners of the areas of a council."""
    async with connection() as raw:
        return {row["code"]: row["polygons"] for row in await raw.fetch(_POLYGONS, [council_code])}
