"""What somebody says when signing up."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from marketplace.accounts.schemas import Role
from marketplace.accounts.supporting.schemas import Support


class JoinAs(StrEnum):
    """As what somebody signs up."""

    PERSON = "person"
    SUPPORTER = "supporter"
    PROVIDER = "provider"

    @property
    def role(self) -> Role:
        """The role that goes with it; a supporter has that of the person."""
        return Role.PROVIDER if self is JoinAs.PROVIDER else Role.PERSON


class SignUp(Struct, frozen=True, kw_only=True):
    """Who wants an account. `support` says for whom a supporter acts."""

    join_as: JoinAs
    name: str
    address: str
    support: Support | None = None
    asked_at: datetime | None = None
