"""What goes in and out of options packs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

PACK = "options_pack"
"""What links to packs are for."""


class PackKind(StrEnum):
    """How a pack opens at first; who reads it can choose another."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"


class PackItem(Struct, frozen=True, kw_only=True):
    """A listing of a pack, and why it is in it."""

    listing_id: UUID
    reasons: tuple[str, ...] = ()
    """In plain words, one idea each."""


class PackContent(Struct, frozen=True, kw_only=True):
    """What a practitioner writes. Nothing in it is of a person by name."""

    introduction: str = ""
    near: str = ""
    """A postcode district or a town: what distances are told from; "" for none."""
    kind: PackKind = PackKind.STANDARD
    items: tuple[PackItem, ...] = ()


class Pack(Struct, frozen=True, kw_only=True):
    """A pack as it is kept."""

    id: UUID
    version: int
    council_code: str
    team_id: UUID | None
    """Whose it is; None when it is its maker's alone."""
    made_by: UUID | None
    """None once that account is deleted."""
    language: str
    content: PackContent
    created_at: datetime
    changed_at: datetime
    expires_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it has run out, and only its maker and team can still open it, to renew it."""
        return self.expires_at <= now


class Orphan(Struct, frozen=True, kw_only=True):
    """A pack of a team that went, or in which nobody works any more."""

    id: UUID
    council_code: str
    has_maker: bool
    """Who made it is still a practitioner of its council."""


class PackReader(Struct, frozen=True, kw_only=True):
    """A practitioner, with the councils and teams for which they count now."""

    account_id: UUID
    councils: tuple[str, ...]
    team_ids: tuple[UUID, ...] = ()

    @property
    def actor(self) -> str:
        """Who it is, for the audit trail."""
        return str(self.account_id)

    def may_read(self, pack: Pack) -> bool:
        """Whether a pack is theirs, or their team's, of a council that they work for."""
        if pack.council_code not in self.councils:
            return False
        if pack.team_id is None:
            return pack.made_by == self.account_id
        return pack.team_id in self.team_ids
