"""What goes in and out of saying."""

from uuid import UUID

from msgspec import Struct

from marketplace.listings.evidence.schemas import Claim, ClaimFacts


class Said(Struct, frozen=True, kw_only=True):
    """What one listing says of checks: each kind once."""

    listing_id: UUID
    facts: tuple[ClaimFacts, ...]
    unchanged: frozenset[str] = frozenset()
    """Kinds of which it says what it said before: they are old news, if there is any claim of them."""


class Change(Struct, frozen=True, kw_only=True):
    """A claim that waits and says something else from now on."""

    claim: Claim
    facts: ClaimFacts
    """As they are from now on: what was said, and of a sent claim what else was sent in."""
    said: ClaimFacts
    said_in: tuple[UUID, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """What becomes of the claims of an organisation. Done in this order."""

    ended: tuple[Claim, ...]
    """Nobody says them any more."""
    changed: tuple[Change, ...]
    added: tuple[ClaimFacts, ...]

    @property
    def is_empty(self) -> bool:
        """All stays as it is."""
        return not (self.ended or self.changed or self.added)
