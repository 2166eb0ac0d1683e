"""What the page of the queue shows."""

from msgspec import Struct

from marketplace.kernel.paging import Page
from marketplace.listings.reviewing.schemas import QueueCounts, QueueItem


class Waiting(Struct, frozen=True, kw_only=True):
    """How much waits in each part of a steward's work."""

    requests: QueueCounts
    concerns: int
    urgent_concerns: int
    claims: int
    checks: int


class QueuePage(Struct, frozen=True, kw_only=True):
    """A page of the queue."""

    items: Page[QueueItem]
    risks: dict[str, tuple[str, ...]]
    """Risks of each request in words, the gravest first, by its id."""
    waiting: Waiting
