"""What goes in and out of evidence. Money is whole pence. Nothing of this is public."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class ClaimStatus(StrEnum):
    """Where a claim is. All but `waiting` and `accepted` are final."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"
    """By a newer one of its kind that was accepted."""
    ENDED = "ended"
    """Taken back by the provider."""


class DbsLevel(StrEnum):
    """Levels of a check by the Disclosure and Barring Service."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    ENHANCED_BARRED = "enhanced_barred"


class ClaimFacts(Struct, frozen=True, kw_only=True):
    """What a provider says of a check; `kind` is a code of the taxonomy CHECK. See `rules.ASKED`."""

    kind: str
    level: str = ""
    """Of a DBS check."""
    checked_on: date | None = None
    """The date on the certificate, policy or registration."""
    expires_on: date | None = None
    amount_pence: int | None = None
    """What an insurance covers."""
    reference: str = ""
    """Number of the policy or registration."""
    number: int | None = None
    """How many references there are."""
    words: str = ""
    """Who gave the training, who can be asked."""


class FileInfo(Struct, frozen=True, kw_only=True):
    """A file of a claim, without its content."""

    id: UUID
    content_type: str
    size_bytes: int
    uploaded_at: datetime
    delete_on: date | None

    @property
    def is_picture(self) -> bool:
        """It is a picture and no PDF."""
        return self.content_type.startswith("image/")


class Claim(Struct, frozen=True, kw_only=True):
    """A claim as the organisation's people and the stewards see it."""

    id: UUID
    organization_id: UUID
    organization_name: str
    facts: ClaimFacts
    council_code: str
    status: ClaimStatus
    version: int
    created_at: datetime
    decided_at: datetime | None
    decided_by: UUID | None
    """The steward: told to other stewards, not to the provider."""
    seen_on: date | None
    note: str
    """The steward's words to the provider."""
    files: tuple[FileInfo, ...] = ()
    is_sent: bool = True
    """The provider sent it in, or a steward put it on record; else it was only said in a listing."""
    said: ClaimFacts | None = None
    """The facts as they were last said in a listing; None for what no listing says."""
    said_in: tuple[UUID, ...] = ()
    """The listings that say it."""

    @property
    def is_only_said(self) -> bool:
        """It waits, and nothing was sent in that shows it."""
        return self.status is ClaimStatus.WAITING and not self.is_sent

    def is_in_date(self, today: date) -> bool:
        """Whether it was accepted and has not run out."""
        is_accepted = self.status is ClaimStatus.ACCEPTED
        return is_accepted and (self.facts.expires_on is None or self.facts.expires_on >= today)


class Acceptance(Struct, frozen=True, kw_only=True):
    """What a steward saw: it may differ from what the provider typed."""

    checked_on: date
    expires_on: date | None = None
    level: str = ""
    seen_on: date | None = None
    """When they saw it; None = today."""
    number: int | None = None
    """References that were taken up."""
    note: str = ""


class EvidenceFile(Struct, frozen=True, kw_only=True):
    """A file as it is sent, always as a download."""

    content: bytes
    content_type: str
    name: str
    """Made by us: what people call their files tells of them and is not kept."""
