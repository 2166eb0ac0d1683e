"""What goes in and out of supply. Distances are miles as the crow flies."""

from datetime import date
from uuid import UUID

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from marketplace.councils.schemas import TravelMode
from marketplace.gaps.access.schemas import Bands, Floats, Indexes
from marketplace.gaps.schemas import GapGroup


class Named(Struct, frozen=True, kw_only=True):
    """The part of each small area that lies in a named one: a postcode district, a council, a nation."""

    rows: Indexes
    """Positions of the small areas that lie in it at all."""
    shares: Floats
    """Share of their postcodes, above 0 and at most 1."""


class Terrain(Struct, frozen=True, kw_only=True):
    """The small areas as the measure needs them: columns of equal length."""

    vectors: Floats
    """A row each: the middle of its postcodes as a point of the unit sphere."""
    edges: Floats
    """A row each: how far its people go to a venue, for each band, in miles."""
    weights: Floats
    """The weights of these bands, nearest first."""
    named: dict[str, Named]
    """By postcode district, council code and nation code."""

    def __len__(self) -> int:
        return len(self.vectors)


class SupplyColumns(Struct, frozen=True, kw_only=True):
    """Public listings as columns of equal length."""

    ids: tuple[UUID, ...]
    vectors: Floats
    """A row each: venue, or the public point of where somebody sets out from; NaN without either."""
    is_venue: NDArray[np.bool_]
    """People go there."""
    miles: Floats
    """How far somebody travels; 0 for who does not."""
    named_sets: tuple[tuple[str, ...], ...]
    """Each combination of named areas that occurs; the first one is none."""
    named: Indexes
    """Which of them, by listing."""
    hours: Floats
    """Free hours a week; NaN where nothing was said."""
    places: Floats
    """Free places; NaN where nothing was said."""
    groups: NDArray[np.uint32]
    """A bit for each care group it serves, in the order of GapGroup. All, for one that names none."""
    types: NDArray[np.uint32]
    """A bit for each kind of support it offers, in the order of `support_types`."""

    def __len__(self) -> int:
        return len(self.ids)


class SupplyListing(Struct, frozen=True, kw_only=True):
    """A public listing that reaches some of a council's small areas."""

    id: UUID
    title: str
    kind: str
    organization: UUID
    provider: str
    groups: frozenset[GapGroup]
    """All nine for one that names no care group; none for one that serves others only."""
    support_types: frozenset[str]
    languages: frozenset[str]
    times: frozenset[str]
    """Days and parts of the day, "mon.morning"."""
    hour_pence: int | None
    """Lowest price of an hour; None where it has no price of an hour."""
    hours: float | None
    """Free hours a week; None = not said."""
    places: int | None
    """Free places; None = not said."""
    capacity_as_of: date | None
    town: str | None
    is_venue: bool
    miles: float
    named: tuple[str, ...]


class CouncilSupply(Struct, frozen=True, kw_only=True):
    """What reaches a council's small areas, wherever it is based, as it is now."""

    council_code: str
    area_codes: tuple[str, ...]
    columns: SupplyColumns
    """In the order of their ids: all listings that are public and reach an area, whatever they have free."""
    listings: tuple[SupplyListing, ...]
    """The same with what a reader wants to know; none where only figures were asked for."""
    weights: Floats
    """A row for each listing, a column for each small area; 0 = out of reach."""
    people_in_reach: Floats
    """A row for each listing, a column for each care group: whom it is shared among, of all councils."""
    people: Floats
    """A row for each small area, a column for each care group."""
    mode: TravelMode
    bands: Bands
    """How far people go to a venue, in miles."""
