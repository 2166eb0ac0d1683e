"""Claims of checks with a paper, for tests."""

from datetime import timedelta

from marketplace.kernel import clock
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from tests.factories.evidence import make_pdf


async def claim_insurance(organization_id, viewer, kind="insurance"):
    """A claim that waits for a steward, with one file."""
    facts = ClaimFacts(kind=kind, amount_pence=500_000_000, expires_on=clock.today() + timedelta(days=100))
    return await evidence.add_claim(organization_id, facts, [make_pdf()], viewer)
