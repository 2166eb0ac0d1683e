"""The door of the nation: read once, and again when something of it changed."""

import numpy as np

from marketplace.councils.service import list_council_settings
from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.need import service as need
from marketplace.gaps.supply.nation import repository
from marketplace.gaps.supply.nation.schemas import Nation
from marketplace.gaps.supply.rules import make_terrain

__all__ = ["read_mark", "read_nation"]

_held: list[tuple[str, Nation]] = []
"""The one that was read last, with the mark that it had: some ten megabytes."""


async def read_mark() -> str:
    """Changes whenever areas, need or the settings of a council do. One statement."""
    return await repository.read_mark()


async def read_nation() -> Nation:
    """All small areas with their need. One statement where nothing has changed, else five."""
    mark = await repository.read_mark()
    if _held and _held[0][0] == mark:
        return _held[0][1]
    nation = await _read(await areas.list_all_areas())
    _held[:] = [(mark, nation)]
    return nation


async def _read(columns: AreaColumns) -> Nation:
    settings = await list_council_settings(columns.council_codes)
    modes = {code: each.travel_mode for code, each in settings.items() if code}
    row_of = {code: row for row, code in enumerate(columns.codes)}
    shares = await repository.list_districts(columns.set_ids)
    councils = np.repeat(np.array(columns.council_codes), np.diff(columns.starts)).tolist()
    terrain = make_terrain(
        columns.latitudes,
        columns.longitudes,
        councils,
        ((district, row_of[code], share) for code, district, share in shares),
        modes,
    )
    return Nation(
        columns=columns, terrain=terrain, people=(await need.need_columns(columns)).people, modes=modes
    )
