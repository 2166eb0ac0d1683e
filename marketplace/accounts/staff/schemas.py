"""What is known of who works for a council, and of who is invited to."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from marketplace.accounts.schemas import Role


class Invite(Struct, frozen=True, kw_only=True):
    """Somebody who is asked to work for a council, until they say yes or it runs out."""

    id: UUID
    council_code: str
    address: str
    roles: tuple[Role, ...]
    invited_by: UUID | None
    """None when a command invited."""
    invited_at: datetime
    expires_at: datetime


class StaffMember(Struct, frozen=True, kw_only=True):
    """Somebody who works for a council, as its administrators see them."""

    account_id: UUID
    name: str
    address: str
    roles: tuple[Role, ...]
    """For this council; whatever else they do is not told."""
    second_factor_is_set: bool
    last_signed_in_at: datetime | None
    is_viewer: bool = False
    """The administrator who looks at it."""
    can_be_reset: bool = False
    """Their second factor can be reset by this council's administrators."""


class Joining(Struct, frozen=True, kw_only=True):
    """What an invitation leads to."""

    invite: Invite
    council_name: str
    has_account: bool
    """The invited address has an account: its owner signs in to say yes."""
