"""Made-up accounts."""

from msgspec import Struct

from marketplace.accounts.schemas import Role


class MadeUp(Struct, frozen=True, kw_only=True):
    """Somebody to sign in as."""

    name: str
    role: Role
    address: str
    council_code: str | None = None
    acts_for: str | None = None
    """Whom they act for, as a supporter."""


class SignIn(Struct, frozen=True, kw_only=True):
    """What the page says of one."""

    name: str
    address: str
    role: str
    """In words."""
    council_name: str
    code: str
    """What their code app shows now; empty for who has none."""
    seconds: int
    """How long the app shows it."""
