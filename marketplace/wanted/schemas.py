"""What goes in and out of the wanted room. Money is whole pence; hours are hours a week."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class AdvertKind(StrEnum):
    """What is looked for."""

    PERSONAL_ASSISTANT = "personal_assistant"
    ACTIVITY = "activity"
    """A club, group or class, or something to do with support."""


class AdvertStatus(StrEnum):
    """Where an advert is. The last three are over, but an expired one can be renewed for a while."""

    WRITING = "writing"
    SUBMITTED = "submitted"
    """A steward looks at it."""
    RETURNED = "returned"
    """The steward asks for changes: its owner writes again."""
    REJECTED = "rejected"
    PUBLISHED = "published"
    FILLED = "filled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """By its owner."""


class GenderReason(StrEnum):
    """Why the law lets somebody ask for a woman or a man (Equality Act 2010, schedule 9, paragraph 1)."""

    INTIMATE_CARE = "intimate_care"
    """Washing, dressing, using the toilet: privacy and decency."""
    OTHER = "other"
    """In the owner's words, which the steward judges."""


class RejectReason(StrEnum):
    """Why an advert cannot be shown."""

    OTHER_PLACE = "other_place"
    NOT_SUPPORT = "not_support"
    NOT_LAWFUL = "not_lawful"
    NOT_SAFE = "not_safe"
    SHOWN_ALREADY = "shown_already"
    OTHER = "other"


class ReportReason(StrEnum):
    """What a provider finds wrong with an advert that is shown."""

    NOT_SAFE = "not_safe"
    NOT_LAWFUL = "not_lawful"
    TELLS_WHO = "tells_who"
    """It says who somebody is, or how to reach them."""
    NOT_REAL = "not_real"
    OTHER = "other"


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody wants. Codes are those of the taxonomies."""

    kind: AdvertKind
    support_types: tuple[str, ...] = ()
    """What there is to do."""
    skills: str = ""
    """What somebody needs to know or be able to do."""
    languages: tuple[str, ...] = ()
    gender: str = ""
    """Code of the taxonomy GENDER; empty: it does not matter, as it mostly must not."""
    gender_reason: GenderReason | None = None
    gender_words: str = ""
    """For the steward only."""
    needs_driver: bool = False
    hours_per_week: float | None = None
    times: tuple[str, ...] = ()
    """Days and parts of the day, "mon.morning", as in listings; empty: any."""
    times_words: str = ""
    rate_from_pence: int | None = None
    """What its owner can pay for an hour (a session, for an activity)."""
    rate_to_pence: int | None = None
    words: str = ""
    acting_for: UUID | None = None
    """Whom of those it is for, for whom its owner acts; None: its owner. Nobody else learns it."""
    relation: str = ""
    """What its owner is to them, a code of Relation; empty: it is for its owner. Found, not said."""


class Area(Struct, frozen=True, kw_only=True):
    """Where it is wanted, to within about a kilometre. All of it follows from the snapped point."""

    outcode: str
    """Postcode district: "BA12"."""
    council_code: str | None
    nation_code: str | None
    latitude: float
    longitude: float

    @property
    def codes(self) -> tuple[str, ...]:
        """The named areas it lies in, as providers name those they cover."""
        return tuple(code for code in (self.outcode, self.council_code, self.nation_code) if code)


class Advert(Struct, frozen=True, kw_only=True):
    """An advert with all that is kept of it: for its owner and for services. Others get a part of it."""

    id: UUID
    account_id: UUID
    replaces: UUID | None
    """The published advert that this is a change of."""
    status: AdvertStatus
    version: int
    wish: Wish
    area: Area
    steward_council: str
    """Whose stewards look at it: the area's council if it is in the system, else the national ones."""
    risks: tuple[str, ...]
    """Codes of what a steward should look at."""
    reason: RejectReason | None
    note: str
    """What the steward wrote to its owner."""
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    """The first time."""
    renewed_at: datetime | None
    """The last time."""
    expires_at: datetime | None
    reported_for: ReportReason | None
    """A provider said that something is wrong, and no steward has looked since."""
    ended_at: datetime | None


class OwnAdvert(Struct, frozen=True, kw_only=True):
    """An advert as its owner sees it."""

    advert: Advert
    change: Advert | None
    """What its owner wants to have instead, and no steward has approved yet."""
    new: int = 0
    """How many listings its owner was told of lately, in a list."""


class ShownAdvert(Struct, frozen=True, kw_only=True):
    """A published advert as a provider sees it. Neither its owner nor a point is in it."""

    id: UUID
    wish: Wish
    """Without the words for the steward, and without the record of whom it is for."""
    outcode: str
    council_code: str | None
    published_at: datetime
    expires_at: datetime
    listing_id: UUID
    """The viewer's listing that is nearest to it."""
    distance_miles: int | None
    """Whole miles from that listing, 1 at least; None when the listing has no point."""
    is_answered: bool
    """Somebody of the organisation answered it."""


class Seer(Struct, frozen=True, kw_only=True):
    """A public listing of the viewer's whose checks let it see adverts."""

    listing_id: UUID
    organization_id: UUID
    title: str


class CheckItem(Struct, frozen=True, kw_only=True):
    """An advert in a list of stewards."""

    id: UUID
    kind: AdvertKind
    outcode: str
    support_types: tuple[str, ...]
    is_change: bool
    risks: tuple[str, ...]
    since: datetime
    """When it was handed in or reported; of one that is shown and not reported, when it was first shown."""
    reported_for: ReportReason | None


class AdvertCheck(Struct, frozen=True, kw_only=True):
    """An advert as a steward sees it: not whose it is."""

    advert: Advert
    shown: Advert | None
    """The published one that a change is of."""
    rejected_before: int
    """How many adverts of the same owner were rejected."""
    is_own: bool
    """It is the viewer's: a colleague has to decide."""
