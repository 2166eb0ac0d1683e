"""What goes in and out of the places room."""

from datetime import date
from enum import StrEnum

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

    @property
    def areas(self) -> frozenset[str]:
        """The named areas it lies in, as providers name the areas they cover."""
        return frozenset(code for code in (self.district, self.council_code, self.nation_code) if code)


class PlaceChoices(Struct, frozen=True, kw_only=True):
    """Several places answer to what was typed; the person is asked which."""

    asked: str
    choices: tuple[Place, ...]


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
