"""What goes in and out of runs: access as it was worked out at one time."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from marketplace.gaps.access.schemas import Floats
from marketplace.gaps.schemas import GapGroup, Unit

Key = tuple[GapGroup, str, Unit]
"""Care group, kind of support ("" = all, else a heading of the list of support types), and unit."""


class Run(Struct, frozen=True, kw_only=True):
    """One working out of all areas: the latest, or what was kept of a month."""

    id: UUID
    computed_at: datetime
    month: date | None = None
    """First day of the month at whose end it was kept; None = the latest."""
    areas: int
    listings: int
    """Public listings with something free."""
    unsaid: int
    """Public listings that do not say what they have free: they count as nothing."""
    unreached: int
    """Listings with something free that reach no small area of England."""
    support_types: tuple[str, ...]
    """Kinds of support that figures were kept for; "" = all together."""


class Levels(Struct, frozen=True, kw_only=True):
    """Columns in the order of the areas. Hours a week, or places, for 100 people in need."""

    amounts: tuple[float, ...]
    low: tuple[float, ...]
    """The least of it with reaches half as wide, as stated, and half as wide again."""
    high: tuple[float, ...]
    """The most of it."""
    reaching: tuple[float, ...]
    """What is free and reaches the area, in hours or places, however many people share it."""


class CouncilAccess(Struct, frozen=True, kw_only=True):
    """Access of a council's small areas."""

    run: Run
    council_code: str
    area_set: str
    """Id of the set of areas that was in use."""
    area_codes: tuple[str, ...]
    levels: Mapping[Key, Levels]
    """Those where anything is above 0."""

    def find(self, group: GapGroup, unit: Unit, support_type: str = "") -> Levels:
        """The columns of a care group; nothing anywhere where there are none."""
        none = (0.0,) * len(self.area_codes)
        empty = Levels(amounts=none, low=none, high=none, reaching=none)
        return self.levels.get((group, support_type, unit), empty)


class Middles(Struct, frozen=True, kw_only=True):
    """What half of the people of England, a region or a council have at most."""

    values: Mapping[str, Mapping[Key, float]]
    """By nation code, name of the region, or council code."""

    def find(self, place: str, group: GapGroup, unit: Unit, support_type: str = "") -> float | None:
        """The middle of a place; None for one that nothing is known of."""
        known = self.values.get(place)
        return None if known is None else known.get((group, support_type, unit), 0.0)


class Measured(Struct, frozen=True, kw_only=True):
    """Access of all areas: area, kind of support, unit and care group are the axes."""

    amounts: Floats
    """For 100 people."""
    low: Floats
    high: Floats
    reaching: Floats
    listings: int
    unsaid: int
    unreached: int


class NewCouncil(Struct, frozen=True, kw_only=True):
    """A council's figures that are to be kept."""

    council_code: str
    area_set: str
    area_codes: tuple[str, ...]
    digest: bytes
    rows: Mapping[tuple[str, str, str], Levels]
    """By care group, kind of support and unit."""
