"""What is compared, and what comes of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import Check, ListingCard, ListingKind
from marketplace.wanted.schemas import AdvertKind, Area, Wish


class Side(StrEnum):
    """Who reads the reasons."""

    PERSON = "person"
    """Whose advert it is: "covers your area · free Tuesdays · speaks Somali"."""
    PROVIDER = "provider"
    """Whose listing it is: "in your area · wants Tuesdays · speaks Somali"."""


class ReasonCode(StrEnum):
    """In what a pair fits, in the order in which it is told."""

    COVERS = "covers"
    """The provider travels there."""
    AT_HAND = "at_hand"
    """The venue is near."""
    TIMES = "times"
    LANGUAGES = "languages"
    GENDER = "gender"
    DRIVER = "driver"
    TASKS = "tasks"
    HOURS = "hours"
    RATE = "rate"


class Reason(Struct, frozen=True, kw_only=True):
    """One thing in which a pair fits. It reads for either side."""

    code: ReasonCode
    codes: tuple[str, ...] = ()
    """Of the taxonomy that it is about: days, languages, a gender, support types."""
    number: float | None = None
    """Whole miles, hours a week, pence."""


class Offer(Struct, frozen=True, kw_only=True):
    """A public listing, as far as it decides a match."""

    id: UUID
    organization_id: UUID
    kind: ListingKind
    council_code: str | None
    support_types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    transport: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    """Days and parts of the day, "mon.morning"."""
    hours_free: float | None = None
    """Hours a week; None = not said."""
    places_free: int | None = None
    hour_pence: int | None = None
    """The lowest price of an hour; None = not said."""
    session_pence: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    """Public point: the venue, or the snapped base."""
    is_venue: bool = False
    miles: float = 0.0
    """How far it travels from there."""
    named: tuple[str, ...] = ()
    """Districts, councils and nations that it covers."""
    checks: tuple[Check, ...] = ()


class Match(Struct, frozen=True, kw_only=True):
    """How a pair fits."""

    reasons: tuple[Reason, ...]
    miles: float | None
    """From the listing's point to the advert's area; None for a listing without a point."""
    fit: float
    """The more the better; to be compared only."""


class Pair(Struct, frozen=True, kw_only=True):
    """A published advert and a public listing that may suit each other."""

    advert_id: UUID
    account_id: UUID
    """Whose advert it is."""
    wish: Wish
    area: Area
    offer: Offer
    since: datetime
    """When the later of the two came to be shown."""
    told_to: UUID | None = None
    """For alerts: an account that is to know."""


class MatchedPair(Struct, frozen=True, kw_only=True):
    """One that does."""

    pair: Pair
    match: Match


class MatchedListing(Struct, frozen=True, kw_only=True):
    """A listing that suits an advert, for whose advert it is."""

    card: ListingCard
    why: str
    """In words: "covers your area · free Tuesdays · speaks Somali"."""
    miles: int | None
    """Whole miles, 1 at least."""
    new_since: datetime | None = None
    """When the person was told of it, if that was lately."""


class MatchedAdvert(Struct, frozen=True, kw_only=True):
    """An advert that suits a listing, for those who look after the listing. Nothing of its owner is in it."""

    advert_id: UUID
    kind: AdvertKind
    listing_id: UUID
    """Of the viewer's listings the one that it suits best."""
    why: str
    miles: int | None
    outcode: str
    since: datetime


class Today(Struct, frozen=True):
    """When it is: what is published and in date depends on it."""

    now: datetime
    day: date
