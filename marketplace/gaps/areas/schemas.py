"""What goes in and out of the small areas."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import numpy as np
from msgspec import Struct

from marketplace.places.schemas import PostcodeSample, Town

Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of the corners of a closed line, the first again at the end, as GeoJSON has it."""


class AreaSetKind(StrEnum):
    """Where a council's areas come from."""

    BUILT_IN = "built_in"
    """Hexagons of the H3 grid that hold postcodes of the council."""
    IMPORTED = "imported"
    """Official ones, from a file."""


class AreaSet(Struct, frozen=True, kw_only=True):
    """The areas that a council's figures are given for."""

    id: UUID
    council_code: str
    kind: AreaSetKind
    source: str
    """Where it comes from, in words that a page can show."""
    period: str
    """Of when it is, in words; empty where the source says no more."""
    areas: int
    made_at: datetime


class SmallArea(Struct, frozen=True, kw_only=True):
    """A piece of a council's ground."""

    code: str
    """Names it among all areas of England: its H3 cell behind the council's code, or the official code."""
    name: str
    """What people call it; no other of the council has it."""
    council_code: str
    latitude: float
    """The mean of its postcodes, as the longitude is."""
    longitude: float
    postcodes: int
    districts: tuple[tuple[str, float], ...]
    """Postcode districts that it lies in, with their share of its postcodes, the largest first."""
    set_id: UUID


class AreaColumns(Struct, frozen=True, kw_only=True):
    """All areas in use, as columns of equal length: by council, and by code as `list_areas` gives them."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    council_codes: tuple[str, ...]
    """The councils, in order; each once."""
    starts: np.ndarray
    """Where each council begins, and the end: one more than there are councils."""
    latitudes: np.ndarray
    longitudes: np.ndarray
    postcodes: np.ndarray
    set_ids: tuple[UUID, ...]
    """The set of each council."""

    def __len__(self) -> int:
        return len(self.codes)

    def rows_of(self, council_code: str) -> slice:
        """The areas of a council; none for one that has no areas."""
        if council_code not in self.council_codes:
            return slice(0, 0)
        number = self.council_codes.index(council_code)
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


class AreaMap(Struct, frozen=True, kw_only=True):
    """A council's areas to be drawn: whole numbers in a box, the longer side of which is 1,000."""

    set_id: UUID
    width: int
    height: int
    south: float
    west: float
    north: float
    east: float
    paths: dict[str, str]
    """By code: what the `d` of an SVG path says. Simplified so that neighbours still share their border."""

    def place(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Where a point stands in the box; outside of it for a point outside of the council."""
        return (
            round((longitude - self.west) / (self.east - self.west) * self.width),
            round((self.north - latitude) / (self.north - self.south) * self.height),
        )


class NewArea(Struct, frozen=True, kw_only=True):
    """An area that is to be kept."""

    code: str
    name: str
    latitude: float
    longitude: float
    postcodes: int
    districts: tuple[tuple[str, float], ...]
    polygons: tuple[tuple[Ring, ...], ...]
    """Each with its outer ring first, and then its holes."""


class Ground(Protocol):
    """What is asked of the gazetteer."""

    def postcodes_of(self, council_code: str | None = None) -> PostcodeSample:
        """All postcodes of a council, or of all."""
        ...

    def towns_within(self, south: float, west: float, north: float, east: float, limit: int) -> list[Town]:
        """The biggest towns of a box, biggest first."""
        ...
