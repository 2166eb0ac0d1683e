"""What is compared, and what is found."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct


class Why(StrEnum):
    """Why two may be the same, the surest first."""

    SAME = "same"
    """Provider, title and place are the same."""
    PLACE = "place"
    """The postcode that people come to is the same, and the titles are near."""
    WEBSITE = "website"
    """The website is the same, and the titles are near."""
    NAME = "name"
    """Provider and title are near, elsewhere."""


class Subject(NamedTuple):
    """A row or a listing, by what is compared."""

    provider: str
    title: str
    place: str
    """Postcode that people come to; "" without one. A private base is never compared with listings."""
    website: str


class Listed(NamedTuple):
    """A listing of the council."""

    id: UUID
    subject: Subject
    can_merge: bool
    """It has not been taken down."""


class Alike(Struct, frozen=True, kw_only=True):
    """One that a row may be the same as: a listing, or an earlier row. Its words are read when shown."""

    why: Why
    score: int
    """How near the names are, of 100."""
    listing: UUID | None = None
    row: int | None = None
    can_merge: bool = False
