"""What a provider sees of a referral."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from marketplace.referrals.schemas import ASKED, FINAL, OfferStatus, Reason, ReferralStatus


class Practitioner(Struct, frozen=True, kw_only=True):
    """Somebody who looks after a referral for the council, at work."""

    name: str
    address: str
    """Email address."""


class OfferView(Struct, frozen=True, kw_only=True):
    """What a provider may read of a referral: the need while it is asked or has it, else next to nothing."""

    id: UUID
    version: int
    listing_id: UUID
    listing_title: str
    status: OfferStatus
    referral_status: ReferralStatus
    sent_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    support_types: tuple[str, ...]
    care_group: str
    outcode: str
    hours_per_week: float | None = None
    days: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: str = ""
    reference: str = ""
    """To name it by when talking to the team; only who takes it on sees it."""
    first_name: str = ""
    """Only who takes it on sees it, if the person agreed; so `contact_way`."""
    contact_way: str = ""
    practitioners: tuple[Practitioner, ...] = ()
    """Whom to talk to; only who takes it on sees it."""
    team_name: str = ""
    council_code: str = ""
    is_best_interests: bool = False
    """Somebody else decided that this may be shared; only who takes it on sees it."""
    had_it: bool = False
    """The provider said yes once, and so knows who the person is, also when it gave it back."""
    is_consent_withdrawn: bool = False
    """The person no longer agrees; only who had taken it on is told so."""
    reason: Reason | None = None
    own_words: str = ""
    """What the provider wrote with a no."""

    @property
    def is_open(self) -> bool:
        """It may be answered."""
        return self.status in ASKED

    @property
    def is_own(self) -> bool:
        """The provider has taken it on, and it is not over."""
        return self.status is OfferStatus.ACCEPTED and self.referral_status not in FINAL

    @property
    def has_started(self) -> bool:
        """The provider has it, and the support has begun."""
        return self.is_own and self.referral_status is ReferralStatus.STARTED


class OfferFilter(Struct, frozen=True, kw_only=True):
    """Which of a provider's referrals are wanted."""

    only_open: bool = False
    """To be answered."""
    only_own: bool = False
    """Taken on, and not over."""
    only_over: bool = False
    listing_id: UUID | None = None


class AskedListing(Struct, frozen=True, kw_only=True):
    """A listing of the provider that was ever asked."""

    id: UUID
    title: str


class OfferItem(Struct, frozen=True, kw_only=True):
    """A referral in the list of a provider."""

    id: UUID
    listing_id: UUID
    listing_title: str
    status: OfferStatus
    referral_status: ReferralStatus
    support_types: tuple[str, ...]
    outcode: str
    sent_at: datetime
    answer_by: datetime
    is_overdue: bool
