"""Gives listings back to the council that made them, within the caller's transaction."""

from datetime import datetime
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings import repository as listings
from marketplace.listings.erasing.returning import repository, rules
from marketplace.listings.erasing.service import erase_listing_content
from marketplace.listings.evidence.service import erase_evidence
from marketplace.listings.media import repository as media
from marketplace.listings.media.service import erase_uploads
from marketplace.listings.records import repository as records
from marketplace.listings.schemas import Organization, StoredListing
from marketplace.listings.states import repository as held
from marketplace.listings.states import service as states


async def give_back(organization_id: UUID, taken_on_at: datetime, *, actor: str) -> bool:
    """Put what a council had listed back as it was before people took it on, and erase what they added.

    The organisation is nobody's then, and can be claimed anew. Each listing is shown or hidden as it was,
    without checks; listings that its people made are erased. False, and nothing done, when no listing was
    the council's.
    """
    async with transaction():
        # First the organisation, then its listings in the order of ids, as all who hold several.
        if await records.find_organization(organization_id) is None:
            return False
        await held.lock_listings_of(organization_id)
        created = await repository.list_created(organization_id)
        stored = {one.id: one for one in await listings.list_stored_of(organization_id)}
        back = [id_ for id_, at in created.items() if rules.goes_back(stored[id_], at, taken_on_at)]
        if not back:
            return False
        for listing_id in created:
            if listing_id not in back:
                await erase_listing_content(listing_id, actor=actor)
        organizations = [await _give_back(stored[id_], taken_on_at, actor) for id_ in back]
        await records.replace_organization(organizations[0], clock.now())
        await erase_evidence(organization_id)
        await erase_uploads(organization_id)
        await audit.erase_subject(organization_id, actor=actor)
        council = await responsible_council(stored[back[0]].council_code)
        await audit.record("give_back", "organization", organization_id, actor, council=council)
    return True


async def _give_back(stored: StoredListing, taken_on_at: datetime, actor: str) -> Organization:
    """Put one listing back, and return what its organisation was called."""
    now = clock.now()
    version = stored.version + 1
    content = await repository.take_versions_since(stored.id, taken_on_at)
    if content is None:
        await records.replace_checks(stored.id, (), (), version=version, at=now)
        organization = stored.draft.organization
    else:
        wanted = {photo.media_hash for photo in content.draft.photos}
        there = wanted - await media.list_missing_media(wanted)
        record = rules.record_of(stored, content, there, clock.today())
        await records.replace_record(record, version=version, at=now)
        organization = content.draft.organization
    await repository.forget_capacity(stored.id)
    await held.set_hidden(stored.id, stored.hidden_for - rules.OF_PEOPLE, version=version, at=now)
    await held.mark_changed({stored.id: version}, now)
    await audit.erase_subject(stored.id, actor=actor)
    await states.record("give_back", stored.id, actor, council_code=stored.council_code)
    return organization
