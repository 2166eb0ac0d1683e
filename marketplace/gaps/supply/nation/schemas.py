"""All small areas with their need."""

from msgspec import Struct

from marketplace.councils.schemas import TravelMode
from marketplace.gaps.access.schemas import Floats
from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.supply.schemas import Terrain


class Nation(Struct, frozen=True, kw_only=True):
    """Small areas of all councils, where they lie, and how many people in them need support."""

    columns: AreaColumns
    terrain: Terrain
    people: Floats
    """A row for each area, a column for each care group."""
    modes: dict[str, TravelMode]
    """How people of each council get to a venue."""
