"""What goes in and out of the referrals room."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class ReferralStatus(StrEnum):
    """Where a referral is on its way. `ended` and `withdrawn` are final."""

    DRAFT = "draft"
    OPEN = "open"
    """Providers are asked."""
    ACCEPTED = "accepted"
    """One of them takes it on."""
    STARTED = "started"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    """The person no longer agrees: nothing of them is kept."""


FINAL = frozenset({ReferralStatus.ENDED, ReferralStatus.WITHDRAWN})


class OfferStatus(StrEnum):
    """Where one provider is with a referral."""

    WAITING = "waiting"
    """Chosen, and not asked yet: the provider knows nothing of it."""
    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """No longer asked."""
    TAKEN = "taken"
    """Another provider was quicker."""


ASKED = frozenset({OfferStatus.SENT, OfferStatus.SEEN})
"""The provider may answer."""


class Mode(StrEnum):
    """How providers are asked."""

    IN_ORDER = "in_order"
    """The next one when one says no."""
    AT_ONCE = "at_once"
    """All of them; the first who says yes has it."""


class Reason(StrEnum):
    """Why a provider does not take it on."""

    NO_CAPACITY = "no_capacity"
    TOO_FAR = "too_far"
    NOT_WHAT_WE_DO = "not_what_we_do"
    PRICE = "price"
    HOURS = "hours"
    OTHER = "other"


class Outcome(StrEnum):
    """How a referral ended."""

    CONTINUES = "continues"
    """It works, and goes on without the team."""
    FINISHED = "finished"
    """It did what it was for, and is over."""
    STOPPED = "stopped"
    """It stopped earlier than planned."""
    NEVER_STARTED = "never_started"
    NONE_FOUND = "none_found"
    """No provider could take it on."""
    NOT_NEEDED = "not_needed"
    """Something else was found, or nothing is needed any more."""
    FORGOTTEN = "forgotten"
    """Nobody said for a year what came of it: by timed work only."""


class GivenBy(StrEnum):
    """Who agreed."""

    PERSON = "person"
    ATTORNEY = "attorney"
    """Under a lasting power of attorney."""
    DEPUTY = "deputy"
    """Appointed by the Court of Protection."""
    BEST_INTERESTS = "best_interests"
    """Nobody could agree: it was decided in the person's best interests (Mental Capacity Act 2005, s. 4)."""


class GivenHow(StrEnum):
    """How they agreed."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    WRITING = "writing"
    OTHER_WAY = "other_way"
    """With an interpreter, pictures, signs …"""


class ShareWith(StrEnum):
    """Who may be told of the need."""

    NAMED = "named"
    """The providers who were chosen when they agreed, and nobody else."""
    SUITABLE = "suitable"
    """Whichever providers the team finds suitable."""


class NewReferral(Struct, frozen=True, kw_only=True):
    """What a practitioner writes of a need. Nothing in it names the person."""

    council_code: str
    team_id: UUID | None = None
    """Who may read it besides the provider; None: the practitioner alone."""
    reference: str
    """The council's own, by which the team knows whom it is about."""
    support_types: tuple[str, ...]
    care_group: str
    place: str
    """A postcode or district; only the district is kept."""
    hours_per_week: float | None = None
    days: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: str = ""
    """For every provider who is asked."""


class NewConsent(Struct, frozen=True, kw_only=True):
    """What was agreed, and what may be shared once a provider takes it on."""

    given_by: GivenBy
    how: GivenHow
    given_on: date
    share_with: ShareWith
    first_name: str = ""
    """Empty: they did not agree to share it."""
    contact_way: str = ""
    """How to reach them: "ring after 2 pm, 01225 …"; empty: they did not agree to share any."""


class Covered(Struct, frozen=True, kw_only=True):
    """A provider whom a consent covers."""

    offer_id: UUID
    asked_at: datetime | None
    """When it was last asked with this consent; None: not with this one."""


class Consent(Struct, frozen=True, kw_only=True):
    """What is on record of an agreement."""

    id: UUID
    given_by: GivenBy
    how: GivenHow
    given_on: date
    share_with: ShareWith
    shares_first_name: bool
    shares_contact: bool
    recorded_by: UUID
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    covers: tuple[Covered, ...] = ()
    """In the order in which they are asked."""


class Referral(Struct, frozen=True, kw_only=True):
    """A referral as the team reads it."""

    id: UUID
    version: int
    """Raised by each change, of its offers too; not when a provider looks at it."""
    council_code: str
    team_id: UUID | None
    created_by: UUID
    reference: str
    first_name: str
    contact_way: str
    support_types: tuple[str, ...]
    care_group: str
    outcode: str
    hours_per_week: float | None
    days: tuple[str, ...]
    languages: tuple[str, ...]
    words: str
    mode: Mode
    answer_within_days: int
    status: ReferralStatus
    outcome: Outcome | None
    created_at: datetime
    moved_at: datetime
    """When it last took a step."""
    sent_at: datetime | None
    accepted_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    consent_withdrawn_at: datetime | None
    warned_at: datetime | None
    """When the team was last told that it will be deleted since nothing happens with it."""

    @property
    def is_final(self) -> bool:
        """Nothing more can become of it."""
        return self.status in FINAL


class Offer(Struct, frozen=True, kw_only=True):
    """One provider who is, or is to be, asked."""

    id: UUID
    version: int
    referral_id: UUID
    listing_id: UUID
    organization_id: UUID
    position: int
    """From 1."""
    status: OfferStatus
    reason: Reason | None
    words: str
    """What the provider wrote with a no."""
    sent_at: datetime | None
    seen_at: datetime | None
    answered_at: datetime | None
    answered_by: UUID | None
    taken_on_at: datetime | None
    """When the provider last said yes; it stays, since from then on it knows who the person is."""
    told_at: datetime | None
    """When the team was told that it is late, or that nobody is there any more."""
    listing_title: str = ""
    """Empty when the listing was erased."""
    can_be_asked: bool = False
    """Everybody can see the listing, and somebody looks after it."""
    agreed_on: date | None = None
    """The latest day of a consent that covers it and was not withdrawn."""


class ReferralView(Struct, frozen=True, kw_only=True):
    """A referral with all that its team decides by."""

    referral: Referral
    offers: tuple[Offer, ...]
    """In the order in which they are asked."""
    consents: tuple[Consent, ...]
    """Latest first."""
    overdue: frozenset[UUID]
    """Ids of offers that should have been answered by now."""
    lapsed: frozenset[UUID]
    """Ids of offers that wait, and whose consent is too old: it is asked for again before they are asked."""
    answer_by: dict[UUID, datetime]
    """By id of an offer that is open: until when an answer is awaited."""
    team_name: str
    """Empty without a team."""
    deleted_on: date | None
    """When it will be deleted, as it stands."""
    names: dict[UUID, str]
    """Practitioners by account."""


class CaseloadFilter(Struct, frozen=True, kw_only=True):
    """Which referrals of the caseload are wanted."""

    status: ReferralStatus | None = None
    """None: those that are not over, or with `like` all."""
    only_overdue: bool = False
    only_mine: bool = False
    team_id: UUID | None = None
    support_type: str = ""
    like: UUID | None = None
    """Those with the same reference as this one. An id, since a reference has no place in an address."""


class CaseloadItem(Struct, frozen=True, kw_only=True):
    """A referral in the list of its team."""

    id: UUID
    reference: str
    """Empty once the person no longer agrees."""
    support_types: tuple[str, ...]
    care_group: str
    outcode: str
    status: ReferralStatus
    outcome: Outcome | None
    created_by: UUID
    team_name: str
    moved_at: datetime
    asked: int
    """How many providers may answer now."""
    declined: int
    waiting: int
    overdue: int
    is_stuck: bool
    """It is open, and nobody is asked."""
    needs_consent: bool
    """The same, and somebody waits whose consent is too old."""
