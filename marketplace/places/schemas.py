"""What goes in and out of the places room."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

import numpy as np
from msgspec import Struct


class PlaceKind(StrEnum):
    """How exact a place is."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    DISTRICT = "district"
    TOWN = "town"
    POINT = "point"


class Place(Struct, frozen=True, kw_only=True):
    """A place that was understood.

    `council_code` is that of the council with social services (of most postcodes, for a district or sector).
    `label` reads on its own: "BA12 6AA", "SN12", "Mere, Wiltshire".
    """

    label: str
    kind: PlaceKind
    latitude: float
    longitude: float
    council_code: str | None = None
    council_name: str | None = None
    nation_code: str | None = None
    county: str | None = None
    district: str | None = None
    attribution: str | None = None
    """Words that must be shown beside it: whose data an online geocoder answered with."""

    @property
    def areas(self) -> frozenset[str]:
        """The named areas it lies in, as providers name the areas they cover."""
        return frozenset(code for code in (self.district, self.council_code, self.nation_code) if code)


class Town(Place, frozen=True, kw_only=True):
    """A town or village. `population` is 0 where it is not known."""

    name: str
    population: int = 0


class PlaceChoices(Struct, frozen=True, kw_only=True):
    """Several places answer to what was typed; the person is asked which."""

    asked: str
    choices: tuple[Place, ...]
    message: str = ""
    """The question, in words."""


class UnknownPlace(Struct, frozen=True, kw_only=True):
    """Nothing answers to what was typed. `hints` are texts that would be understood ("BA12")."""

    asked: str
    message: str
    hints: tuple[str, ...] = ()


PlaceAnswer = Place | PlaceChoices | UnknownPlace


class DirectPaymentSupport(Struct, frozen=True, kw_only=True):
    """Who helps people of a council's area with direct payments, with the source and date of these facts."""

    name: str
    description: str = ""
    phone: str | None = None
    url: str | None = None
    source: str
    as_of: date
    is_national_default: bool = False
    """No local organisation is on record: this names where to ask instead."""


class Council(Struct, frozen=True, kw_only=True):
    """A council with social services. `name` is as the public says it ("Wiltshire")."""

    code: str
    name: str
    official_name: str
    nation_code: str
    region: str | None = None
    county: str | None = None


class SettlementCell(Struct, frozen=True, kw_only=True):
    """A piece of ground that people live on: its centre and how many postcodes it holds."""

    latitude: float
    longitude: float
    postcodes: int


class SettlementCells(Struct, frozen=True, kw_only=True):
    """Where people live in a box; the cells are of one size, and those that hold nobody are left out."""

    height_degrees: float
    width_degrees: float
    cells: tuple[SettlementCell, ...]


class CoveredArea(Struct, frozen=True, kw_only=True):
    """What lies in an area that somebody serves."""

    postcodes: int
    towns: tuple["Town", ...]
    """The biggest, biggest first."""
    south: float
    west: float
    north: float
    east: float
    cells: SettlementCells
    """The ground of its postcodes."""


class PostcodeSample(Struct, frozen=True, kw_only=True):
    """Postcodes as columns of equal length, to draw from. Names are made when asked for."""

    rows: np.ndarray
    latitudes: np.ndarray
    longitudes: np.ndarray
    councils: np.ndarray
    """Positions in `council_codes`; 65,535 where the directory names no council."""
    council_codes: tuple[str, ...]
    districts: np.ndarray
    """Positions in `district_names`."""
    district_names: Sequence[str]
    name_of_row: Callable[[int], str]

    def __len__(self) -> int:
        return len(self.rows)

    def postcode(self, index: int) -> str:
        """The postcode at a position of the columns: "BA12 6AA"."""
        return self.name_of_row(int(self.rows[index]))

    def council_code(self, index: int) -> str | None:
        """Code of the council with social services at a position of the columns."""
        number = int(self.councils[index])
        return self.council_codes[number] if number < len(self.council_codes) else None
