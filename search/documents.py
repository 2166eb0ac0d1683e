"""What an engine is given to index."""

from datetime import date
from uuid import UUID

from msgspec import Struct

LAPSED = date.min
"""The `confirmed_on` of a document that nobody confirms any more: every engine puts it below others."""


class Point(Struct, frozen=True):
    """A point on the earth, in decimal degrees (WGS 84)."""

    latitude: float
    longitude: float


class SearchDocument(Struct, frozen=True, kw_only=True):
    """One listing as the index sees it: public facts only.

    `point` is where people go, or the *snapped* base of a provider who travels; a private base point never
    gets here. The four text fields are searched in this order of weight: title, tags, provider, text.
    """

    id: UUID
    version: int
    title: str
    tags: tuple[str, ...] = ()
    provider: str = ""
    text: str = ""
    point: Point | None = None
    is_venue: bool = False
    """People go to `point`. False for a provider who only travels."""
    travels_miles: float = 0.0
    """Radius round `point` that the provider travels; 0 = does not travel by radius."""
    areas: tuple[str, ...] = ()
    """Named areas the provider covers: postcode districts ("SN12"), council codes ("E06000054"), nations
    ("E92000001"); compared with `Near.areas`."""
    facets: dict[str, tuple[str, ...]] = {}
    """Choices by facet name, e.g. {"kind": ("personal_assistant",), "day": ("mon", "tue")}."""
    price_pence: int | None = None
    """The price to sort and filter by; 0 = free; None = not said."""
    free_now: float = 0.0
    """Free capacity now, in hours a week or places; 0 = none."""
    confirmed_on: date
    """When somebody last said that it is right; LAPSED = it is to be found below others."""
    minimum_age: int | None = None
    maximum_age: int | None = None


class Change(Struct, frozen=True):
    """A document to put in (`document` set) or take out (`document` None), with the version it belongs to.

    An engine never lets an older version replace a newer one, a deletion included.
    """

    id: UUID
    version: int
    document: SearchDocument | None = None


class IndexSchema(Struct, frozen=True, kw_only=True):
    """What an engine must know besides documents: what can be filtered and counted, and the thesaurus."""

    facets: tuple[str, ...]
    synonyms: dict[str, tuple[str, ...]] = {}
    """Word or phrase (lower case) -> words or phrases that mean the same. One way: list both if both hold."""
    stop_words: frozenset[str] = frozenset()
