"""What lies in a pack's files, and what look-ups in them answer."""

from datetime import datetime

from msgspec import Struct

COMPACT_MILES = 6.0
SMALL_TOWN = 5_000
BIG_TOWN = 20_000


class PackFacts(Struct, frozen=True, kw_only=True):
    """What a pack was built from and holds: its `pack.json`, written last."""

    format: int
    built_at: datetime
    sources: dict[str, str]
    """Packages and their versions."""
    councils: tuple[str, ...]
    """Codes of the councils, in the order in which the columns number them."""
    unresolved_councils: tuple[str, ...]
    """Codes of the directory that no council is known for (the Crown dependencies')."""
    postcodes: int
    postcodes_without_place: int
    districts: int
    towns: int


class Spot(Struct, frozen=True):
    """A point with the council (its place in the pack's list, or NO_COUNCIL)."""

    latitude: float
    longitude: float
    council: int


class NearPostcode(Struct, frozen=True):
    """The nearest postcode of a point."""

    district: str
    council: int
    degrees: float
    """How far, in degrees of latitude."""


class TownRecord(Struct, frozen=True, kw_only=True, array_like=True):
    """A town or village as it lies in the pack's `towns.json`, biggest first."""

    name: str
    label: str
    latitude: float
    longitude: float
    population: int
    council: str | None
    """None for London, which lies in 33."""
    nation: str
    county: str
    district: str
    other_names: tuple[str, ...] = ()


class AreaRecord(Struct, frozen=True, kw_only=True, array_like=True):
    """An area as it lies in the pack's `areas.json`. `council` is set where the area is one council's."""

    name: str
    councils: tuple[str, ...]
    county: str
    latitude: float
    longitude: float
    radius_miles: float
    """Nine of ten postcodes lie no farther from the middle."""
    district: str
    other_names: tuple[str, ...] = ()

    @property
    def is_compact(self) -> bool:
        """It can be taken as a place."""
        return self.radius_miles <= COMPACT_MILES and len(self.councils) == 1

    def outweighs(self, population: int) -> bool:
        """Its name means the area, not a town of so many people: Wales, not the village in Yorkshire."""
        return population < (BIG_TOWN if len(self.councils) > 1 else SMALL_TOWN)

    @property
    def label(self) -> str:
        """Reads on its own: "Camden, Greater London"."""
        return self.name if self.name == self.county else f"{self.name}, {self.county}"
