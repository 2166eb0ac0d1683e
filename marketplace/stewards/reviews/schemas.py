"""What the page of a request shows."""

from uuid import UUID

from msgspec import Struct

from marketplace.listings.evidence.schemas import Claim
from marketplace.listings.reviewing.schemas import Review
from marketplace.stewards.diffs.schemas import Diff
from marketplace.stewards.tiers.schemas import Tiers


class ReviewPage(Struct, frozen=True, kw_only=True):
    """A request with everything beside it that helps to decide."""

    review: Review
    diff: Diff
    risks: tuple[str, ...]
    """In words, the gravest first."""
    overlapping: frozenset[str]
    """Fields of the difference that were changed elsewhere too."""
    facts: tuple[str, ...]
    """What the provider says they hold."""
    problems: tuple[str, ...]
    """What is missing or wrong by now."""
    council: str
    """Name of the council whose stewards decide."""
    evidence: tuple[Claim, ...]
    """What the provider sent in and a steward is still to look at."""
    held: tuple[str, ...]
    """Checks that a steward has seen, in words."""
    tiers: Tiers
    """Where the listing would be in the council's own scheme."""
    concerns: int
    urgent_concerns: int

    @property
    def id(self) -> UUID:
        """Id of the request."""
        return self.review.request.id
