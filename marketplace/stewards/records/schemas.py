"""What the page of a listing shows."""

from uuid import UUID

from msgspec import Struct

from marketplace.listings.evidence.schemas import Claim as EvidenceClaim
from marketplace.listings.history.schemas import VersionSummary
from marketplace.listings.imports.kept.schemas import Origin
from marketplace.listings.moderating.schemas import Suspension
from marketplace.listings.organizations.schemas import Claim, Member
from marketplace.listings.schemas import StoredListing
from marketplace.stewards.diffs.schemas import Diff
from marketplace.stewards.tiers.schemas import CheckLine, Tiers


class RecordPage(Struct, frozen=True, kw_only=True):
    """A listing with all that a steward can know of it."""

    stored: StoredListing
    council: str
    kind: str
    diff: Diff
    """All that it says but for its checks; nothing is marked."""
    people: tuple[Member, ...]
    checks: tuple[CheckLine, ...]
    tiers: Tiers
    evidence: tuple[EvidenceClaim, ...]
    """What the provider sent in and nobody has decided on."""
    seen: tuple[EvidenceClaim, ...]
    """What the provider sent in and a steward accepted."""
    versions: tuple[VersionSummary, ...]
    """The latest past versions."""
    versions_total: int
    open_request: UUID | None
    """A request that waits for a steward."""
    claims: tuple[Claim, ...]
    """Claims of the listing that wait."""
    origins: tuple[Origin, ...]
    """Imports by which it came, or that added to it."""
    concerns: int
    urgent_concerns: int
    suspension: Suspension | None
    names: dict[str, str]
    """What the actors of versions and of the suspension are called."""
