"""What goes in and out of the accounts room: roles, who looks at a page, and what is kept of an account."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct


class Role(StrEnum):
    """What an account may do. Staff roles belong to a council and see that council only."""

    PERSON = "person"
    """Draws on care and support, or acts for someone who does."""
    PROVIDER = "provider"
    PRACTITIONER = "practitioner"
    COMMISSIONER = "commissioner"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = frozenset({Role.PRACTITIONER, Role.COMMISSIONER, Role.STEWARD, Role.ADMINISTRATOR})


class Grant(Struct, frozen=True):
    """One role, for one council; people and providers have theirs for no council."""

    role: Role
    council_code: str | None = None


class Viewer(Struct, frozen=True, kw_only=True):
    """Who makes the request in hand.

    Staff roles count only once the second factor was passed in this session: until then `has`, `councils`
    and `may` say no. An account with a second factor is not signed in at all before it was passed.
    """

    account_id: UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    has_second_factor: bool = False
    """The second factor was passed in this session."""
    second_factor_is_set: bool = False
    """The account has a second factor."""
    session_id: UUID | None = None
    """Names the session; it is no secret and opens nothing."""
    speaks_for: UUID | None = None
    """The record of one person, where the account acts for several and the page says for whom, as it was
    sent. The room that keeps the record looks whether it is the viewer's."""

    @property
    def is_halfway(self) -> bool:
        """The password was right; the second factor is still asked for."""
        return self.account_id is not None and self.second_factor_is_set and not self.has_second_factor

    @property
    def is_signed_in(self) -> bool:
        """All that was asked of this account at sign-in was given."""
        return self.account_id is not None and not self.is_halfway

    @property
    def is_staff(self) -> bool:
        """A staff role was granted, whether or not the second factor was passed."""
        return any(grant.role in STAFF_ROLES for grant in self.grants)

    @property
    def actor(self) -> str:
        """Who it is, for the audit trail. ValueError for a visitor: nothing is changed by nobody."""
        if self.account_id is None:
            raise ValueError("A visitor is no actor.")
        return str(self.account_id)

    def was_granted(self, role: str) -> bool:
        """Whether the role was granted, whether or not it counts yet."""
        return any(grant.role == role for grant in self.grants)

    def has(self, role: str) -> bool:
        """Whether the viewer is this, for whichever council, and it counts."""
        return any(grant.role == role for grant in self._counting())

    def councils(self, role: str) -> tuple[str, ...]:
        """Codes of the councils for which the viewer has this role, in order."""
        codes = {grant.council_code for grant in self._counting() if grant.role == role}
        return tuple(sorted(code for code in codes if code is not None))

    def may(self, role: str, council_code: str | None) -> bool:
        """Whether the viewer has this role for this council."""
        return council_code is not None and council_code in self.councils(role)

    def _counting(self) -> tuple[Grant, ...]:
        if not self.is_signed_in:
            return ()
        if self.has_second_factor:
            return self.grants
        return tuple(grant for grant in self.grants if grant.role not in STAFF_ROLES)


ANONYMOUS = Viewer()
"""A visitor who is not signed in."""


class Account(Struct, frozen=True, kw_only=True):
    """What is kept of an account, without its password."""

    id: UUID
    address: str
    """Email address, as its owner writes it; two that differ in case only are one."""
    name: str
    has_password: bool
    second_factor_is_set: bool
    created_at: datetime
    last_signed_in_at: datetime | None = None
    """When it was last here, signing in or signed in already."""
    grants: tuple[Grant, ...] = ()


class Session(Struct, frozen=True, kw_only=True):
    """A place where an account is signed in."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


class OpenedSession(Struct, frozen=True, kw_only=True):
    """A session that was just opened: the token goes into the cookie and is kept nowhere else."""

    token: str
    viewer: Viewer
    expires_at: datetime


class FieldFault(Struct, frozen=True):
    """What to mend at one field."""

    field: str
    message: str


class DataHolder(Protocol):
    """What a room that keeps something about an account offers, so that all can be handed over or erased."""

    @property
    def name(self) -> str:
        """What it keeps, in a word: the key of its part in what is handed over."""
        ...

    async def export(self, account_id: UUID) -> object:
        """All that is kept about the account, as JSON takes it."""
        ...

    async def erase(self, account_id: UUID) -> None:
        """Erase it, within the transaction in which it is called."""
        ...


class DataHolders(Struct, frozen=True):
    """Those of all rooms. `marketplace.app` puts them together."""

    all: tuple[Any, ...] = ()
