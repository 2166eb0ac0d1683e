"""What goes in and out of the listings room. Money is whole pence; hours are hours a week."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class ListingKind(StrEnum):
    """The five kinds of support."""

    PERSONAL_ASSISTANT = "personal_assistant"
    MICRO_ENTERPRISE = "micro_enterprise"
    CO_OPERATIVE = "co_operative"
    COMMUNITY_ACTIVITY = "community_activity"
    SUPPORT_ORGANIZATION = "support_organization"


class ListingStatus(StrEnum):
    """Where a listing is in its life. Only `published` is public."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class HiddenReason(StrEnum):
    """Why a listing is not shown though it is published. It is shown when no reason is left."""

    SUSPENDED = "suspended"
    """By a steward, at once, because something may be wrong."""
    NOT_CONFIRMED = "not_confirmed"
    """Nobody has said for too long that it is still right."""
    NOT_SIGNED_IN = "not_signed_in"
    """A personal assistant who has not signed in for too long."""
    PAUSED = "paused"
    """By the provider, for now."""


class CostUnit(StrEnum):
    """What a price is for."""

    HOUR = "hour"
    SESSION = "session"
    DAY = "day"
    NIGHT = "night"
    WEEK = "week"
    TRIP = "trip"
    FREE = "free"


class CqcStatus(StrEnum):
    """Care Quality Commission: registered; exempt (gives personal care but need not register); not needed."""

    REGISTERED = "registered"
    EXEMPT = "exempt"
    NOT_NEEDED = "not_needed"


class CostOption(Struct, frozen=True, kw_only=True):
    """A price, from-to where `amount_to_pence` is given. `FREE` has amount 0."""

    unit: CostUnit
    amount_pence: int
    amount_to_pence: int | None = None
    description: str = ""


class Schedule(Struct, frozen=True, kw_only=True):
    """A time of the week. `day` is a code of the taxonomy DAY.

    `closes_at` no later than `opens_at` runs past midnight; 00:00 to 00:00 is the whole day.
    """

    day: str
    opens_at: time
    closes_at: time


class Capacity(Struct, frozen=True, kw_only=True):
    """What is free now: hours a week (PAs, home support) or places (groups), true on `as_of`."""

    hours_per_week: float | None = None
    places: int | None = None
    as_of: date

    @property
    def free_now(self) -> float:
        """One number to rank and filter by; 0 = full."""
        return float(self.hours_per_week or 0) + float(self.places or 0)


class Check(Struct, frozen=True, kw_only=True):
    """Something that was checked. `kind` is a code of the taxonomy CHECK; it counts until `expires_on`."""

    kind: str
    level: str = ""
    checked_on: date
    expires_on: date | None = None
    checked_by: str = ""


class Photo(Struct, frozen=True, kw_only=True):
    """A picture, by the hash of its content, with the words that stand for it."""

    media_hash: str
    alt: str


class Venue(Struct, frozen=True, kw_only=True):
    """A place that people go to; public."""

    name: str = ""
    address: str
    town: str
    postcode: str
    latitude: float
    longitude: float


class ServiceArea(Struct, frozen=True, kw_only=True):
    """Where a provider travels: `miles` round a private base, and/or named areas.

    Named areas are postcode districts ("SN12"), council codes or nation codes. With a venue, `miles` are
    measured from the venue and there is no base.
    """

    base_postcode: str | None = None
    """Private: never leaves the room except to the owner. The public sees the base snapped to a kilometre."""
    miles: float = 0.0
    named: tuple[str, ...] = ()


class Organization(Struct, frozen=True, kw_only=True):
    """Who offers it. For a PA the name is a first name and initial."""

    id: UUID
    name: str
    description: str = ""
    website: str | None = None


class ListingDraft(Struct, frozen=True, kw_only=True):
    """All that a provider says of one listing. Codes are those of the taxonomies."""

    organization: Organization
    kind: ListingKind
    title: str
    summary: str
    description: str = ""
    easy_read: tuple[str, ...] = ()
    """Easy-read summary, one idea a line."""
    easy_read_pictures: tuple[str, ...] = ()
    """Code of the symbol at the left of each easy-read line, "" for none; or empty."""
    care_groups: tuple[str, ...] = ()
    support_types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cultures: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    """Gender of the worker(s), where it is said."""
    transport: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    """Accessibility of the venue."""
    funding: tuple[str, ...] = ()
    venue: Venue | None = None
    area: ServiceArea | None = None
    capacity: Capacity | None = None
    schedule: tuple[Schedule, ...] = ()
    costs: tuple[CostOption, ...] = ()
    checks: tuple[Check, ...] = ()
    photos: tuple[Photo, ...] = ()
    cqc_status: CqcStatus = CqcStatus.NOT_NEEDED
    cqc_location_id: str | None = None
    workers: int | None = None
    """How many people work there; two or more giving personal care need CQC registration."""
    minimum_age: int | None = None
    maximum_age: int | None = None
    confirmed_on: date | None = None
    """When the provider last said that this is right; None = today."""
    id: UUID | None = None
    """Given by a loader that wants the same id each time; None = a new one."""


class PublicArea(Struct, frozen=True, kw_only=True):
    """Where a provider travels, as anyone may see it: the snapped base, radius and named areas."""

    latitude: float | None = None
    longitude: float | None = None
    near: str | None = None
    """The postcode district of the public point, e.g. "BA12"."""
    miles: float = 0.0
    named: tuple[str, ...] = ()


class ListingCard(Struct, frozen=True, kw_only=True):
    """A published listing as it stands in a list of results."""

    id: UUID
    version: int
    kind: ListingKind
    title: str
    summary: str
    provider: str
    town: str | None
    """Venue's town, or None."""
    latitude: float | None
    longitude: float | None
    """Public point: the venue, or the snapped base."""
    is_venue: bool
    area: PublicArea | None
    care_groups: tuple[str, ...]
    support_types: tuple[str, ...]
    languages: tuple[str, ...]
    access: tuple[str, ...] = ()
    costs: tuple[CostOption, ...]
    checks: tuple[Check, ...]
    """Only those in date."""
    capacity: Capacity | None
    council_code: str | None
    cqc_status: CqcStatus
    confirmed_on: date
    has_people: bool = False
    """Somebody looks after it and reads messages: without, nobody can be asked."""


class Listing(ListingCard, frozen=True, kw_only=True):
    """A published listing with everything that the public may see."""

    organization: Organization
    description: str
    easy_read: tuple[str, ...]
    easy_read_pictures: tuple[str, ...] = ()
    cultures: tuple[str, ...]
    genders: tuple[str, ...]
    transport: tuple[str, ...]
    funding: tuple[str, ...]
    venue: Venue | None
    schedule: tuple[Schedule, ...]
    times: tuple[tuple[str, str], ...]
    """Days and parts of the day, as (day code, time code)."""
    photos: tuple[Photo, ...]
    cqc_location_id: str | None
    minimum_age: int | None
    maximum_age: int | None
    updated_at: datetime
    is_demonstration: bool


class StoredListing(Struct, frozen=True, kw_only=True):
    """A listing as its owner and the stewards see it, private base included. Never for the public."""

    id: UUID
    version: int
    status: ListingStatus
    hidden_for: frozenset[HiddenReason]
    is_demonstration: bool
    council_code: str | None
    public_area: PublicArea | None = None
    """The area as anyone may see it: the base snapped, with its district."""
    draft: ListingDraft

    @property
    def is_hidden(self) -> bool:
        """Whether there is a reason not to show it."""
        return bool(self.hidden_for)


class ListingRecord(Struct, frozen=True, kw_only=True):
    """A draft that passed, with all that follows from it: what the tables take."""

    id: UUID
    draft: ListingDraft
    council_code: str | None
    latitude: float | None
    longitude: float | None
    """Public point: the venue, or the snapped base; None for named areas only."""
    near: str | None
    """Postcode district of the public point."""
    base_latitude: float | None
    base_longitude: float | None
    """Private."""
    price_pence: int | None
    times: tuple[str, ...]
    """Days and parts of the day, "mon.morning"."""
    checks_held: tuple[str, ...]


class Media(Struct, frozen=True, kw_only=True):
    """A picture as it is sent."""

    content: bytes
    content_type: str


class ListingCounts(Struct, frozen=True, kw_only=True):
    """How many listings there are, for the operator."""

    public: int
    total: int
    demonstration: int
