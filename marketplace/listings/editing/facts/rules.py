"""Turns what was answered about checks into facts of claims. Pure."""

from marketplace.listings.editing.schemas import Fact
from marketplace.listings.evidence.schemas import ClaimFacts


def claim_facts(fact: Fact) -> ClaimFacts:
    """A fact as evidence knows it."""
    return ClaimFacts(
        kind=fact.kind,
        level=fact.level,
        checked_on=fact.on,
        expires_on=fact.expires_on,
        reference=fact.number,
    )
