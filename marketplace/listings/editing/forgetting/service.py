"""Removes old requests, claims and invitations. For timed work: what is due follows from dates kept."""

from datetime import timedelta

from marketplace.audit import service as audit
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import get_council_settings
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.editing.forgetting import repository
from marketplace.listings.organizations.claims import repository as claims
from marketplace.listings.organizations.invites import repository as invites


async def forget_old_requests(*, actor: str = "worker") -> int:
    """Delete requests that are no longer written at, were refused or thrown away; return how many.

    How long they stay is said by the national settings, since what was never handed in belongs to no council.
    The last one that was approved stays while its listing does: it holds the facts about checks. What waits
    for a steward stays however long it waits.
    """
    settings = await get_council_settings(NATIONAL)
    before = clock.now() - timedelta(days=settings.drafts_kept_days)
    async with transaction():
        gone = await repository.drop_untouched(before)
        await audit.record_many("forget", "change_request", actor, list(gone), councils=gone)
    return len(gone)


async def forget_old_claims(*, actor: str = "worker") -> int:
    """Delete claims of listings that were decided or taken back long ago; return how many."""
    settings = await get_council_settings(NATIONAL)
    before = clock.now() - timedelta(days=settings.drafts_kept_days)
    async with transaction():
        gone = await claims.drop_decided(before)
        await audit.record_many("forget", "claim", actor, list(gone), councils=gone)
    return len(gone)


async def forget_old_invites() -> int:
    """Delete invitations to an organisation that nobody accepted in time; return how many."""
    async with transaction():
        return await invites.drop_expired(clock.now())
