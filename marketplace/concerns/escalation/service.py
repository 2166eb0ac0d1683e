"""The door of escalation, for timed work. What is late is decided by dates in the data."""

from marketplace.accounts.schemas import Role
from marketplace.audit import service as audit
from marketplace.concerns import repository, rules
from marketplace.concerns import service as concerns
from marketplace.concerns.letters import rules as letters
from marketplace.concerns.schemas import Concern
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.logging import log
from marketplace.listings import service as listings
from marketplace.listings.organizations.service import addresses_of
from marketplace.listings.schemas import StoredListing
from marketplace.mail import service as mail

ACTOR = "escalation"


async def escalate_concerns() -> int:
    """Write to the administrators about urgent concerns that are late; return how many. Again each day."""
    count = 0
    async with transaction():
        waiting = await repository.list_unopened()
        dead = await mail.list_dead([letter for _concern, letter in waiting if letter is not None])
        for concern, letter in waiting:
            settings = await councils.get_council_settings(concern.council_code)
            is_late = rules.is_late(
                concern, settings.escalate_after_hours, is_undelivered=letter in dead, now=clock.now()
            )
            if is_late:
                await _escalate(concern, has_contact=letter is not None)
                count += 1
    return count


async def _escalate(concern: Concern, *, has_contact: bool) -> None:
    listing = await _find_listing(concern)
    title = rules.subject_words(listing.draft.title if listing else "", is_pool=concern.is_pool)
    people = await addresses_of(listing.draft.organization.id) if listing else []
    own = frozenset(account_id for account_id, _address in people) | await repository.list_in_pool(concern)
    letter = letters.for_administrators(title, concern.id, has_contact=has_contact)
    told = await concerns.tell_role(Role.ADMINISTRATOR, concern.council_code, letter, but=own)
    await repository.put(concern.id, escalated_at=clock.now())
    await audit.record(
        "escalate",
        concerns.RECORD_TYPE,
        concern.id,
        ACTOR,
        after={"told": told},
        council=concern.council_code,
    )
    if not told:
        # Nobody is left to write to: the operator must hear of it.
        log.error("concern not read", council=concern.council_code, concern=str(concern.id))


async def _find_listing(concern: Concern) -> StoredListing | None:
    try:
        return await listings.get_stored(concern.listing_id)
    except NotFoundError:
        return None
