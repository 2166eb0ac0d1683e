"""Tables of the accounts room. Only hashes of passwords and of session tokens are kept."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table


class Account(Table, tablename="account"):
    """Someone who can sign in. The address was confirmed by its owner, or vouched for by who added it."""

    id: UUID = UUID(primary_key=True)
    address: Text = Text()
    """Unique whatever its case."""
    name: Text = Text()
    password_hash: Text = Text(null=True, default=None, secret=True)
    """None for who signs in through their council only."""
    second_factor_is_set: Boolean = Boolean(default=False)
    created_at: Timestamptz = Timestamptz()
    last_signed_in_at: Timestamptz = Timestamptz(null=True, default=None)
    """When it was last here: it signed in, or used a session."""


class RoleGrant(Table, tablename="role_grant"):
    """One role of an account; staff roles name their council, the others none."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    role: Text = Text()
    council_code: Text = Text(null=True, default=None)
    granted_at: Timestamptz = Timestamptz()


class AccountSession(Table, tablename="session"):
    """A place where an account is signed in, found by the hash of the token in its cookie."""

    token_hash: Bytea = Bytea(primary_key=True, secret=True)
    id: UUID = UUID(unique=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    created_at: Timestamptz = Timestamptz()
    last_seen_at: Timestamptz = Timestamptz()
    """Written at most every few minutes."""
    expires_at: Timestamptz = Timestamptz(index=True)
    second_factor_at: Timestamptz = Timestamptz(null=True, default=None)


class ActingFor(Table, tablename="acting_for"):
    """For whom a supporter acts, and how that person agreed to it."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    person_name: Text = Text()
    """What the supporter calls them; a first name is enough."""
    relation: Text = Text()
    consent: Text = Text()
    """How the person agreed, or by what right the supporter decides."""
    consent_recorded_at: Timestamptz = Timestamptz()
    ended_at: Timestamptz = Timestamptz(null=True, default=None)
