"""What goes in and out of the people of organisations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import Organization


class MemberRole(StrEnum):
    """Owners may do all that members may, and also invite, remove and change roles."""

    OWNER = "owner"
    MEMBER = "member"


class ClaimStatus(StrEnum):
    """Where a claim is. All but `open` are final."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"


class Membership(Struct, frozen=True, kw_only=True):
    """An organisation as one of its people sees it."""

    organization: Organization
    role: MemberRole
    since: datetime

    @property
    def is_owner(self) -> bool:
        """Whether this person may also invite and remove people."""
        return self.role is MemberRole.OWNER


class Member(Struct, frozen=True, kw_only=True):
    """One of the people of an organisation."""

    account_id: UUID
    name: str
    role: MemberRole
    since: datetime


class Invite(Struct, frozen=True, kw_only=True):
    """Somebody who was asked to join. The address is for the organisation's own people only."""

    id: UUID
    organization_id: UUID
    address: str
    role: MemberRole
    invited_by: UUID
    created_at: datetime
    expires_at: datetime


class Claim(Struct, frozen=True, kw_only=True):
    """Somebody says that a listing is theirs."""

    id: UUID
    listing_id: UUID
    organization_id: UUID
    account_id: UUID
    words: str
    council_code: str
    status: ClaimStatus
    version: int
    created_at: datetime
    title: str
    """Of the listing."""
    provider: str
    """Name of the organisation."""
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    note: str = ""
    people: int = 0
    """How many people the organisation has already."""
