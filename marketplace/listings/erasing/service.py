"""The door of erasing: within the caller's transaction, for whoever erases an account or an organisation."""

from datetime import timedelta
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.erasing import repository
from marketplace.listings.evidence.service import erase_evidence
from marketplace.listings.history.service import erase_versions
from marketplace.listings.media.service import erase_uploads
from marketplace.listings.records import repository as records
from marketplace.listings.states import repository as held
from marketplace.listings.states import service as states

__all__ = ["erase_listing_content", "erase_organization", "erase_withdrawn"]

WITHDRAWN_KEPT = timedelta(days=730)
"""How long a listing that was taken down can still be read by stewards, when a concern comes late."""
_AT_ONCE = 500


async def erase_listing_content(listing_id: UUID, *, actor: str) -> None:
    """Take a listing down for good and erase all that it says and ever said; twice is once.

    A tombstone stays: withdrawn, of a kind, in a council. Pictures are unlinked, past versions and what the
    audit trail says of changes are erased, and the index is told. Requests and concerns are the business of
    their rooms.

    Raises:
        NotFoundError: there is no such listing.
    """
    async with states.changing(listing_id) as (state, now):
        version = state.version + 1
        await repository.empty_listing(listing_id, version=version, at=now)
        await held.mark_changed({listing_id: version}, now)
        await erase_versions([listing_id])
        await repository.empty_import_rows(listing_id)
        await audit.erase_subject(listing_id, actor=actor)
        await states.record("erase", listing_id, actor, council_code=state.council_code)


async def erase_withdrawn() -> int:
    """Erase what listings said that were taken down long ago; return how many. For timed work."""
    ids = await repository.list_withdrawn(clock.now() - WITHDRAWN_KEPT, _AT_ONCE)
    for listing_id in ids:
        await erase_listing_content(listing_id, actor="retention")
    return len(ids)


async def erase_organization(organization_id: UUID, *, actor: str) -> None:
    """Erase an organisation's name and words, those of all its listings, and its evidence; twice is once.

    Raises:
        NotFoundError: there is no such organisation.
    """
    async with transaction():
        # First the organisation, then its listings in the order of ids, as all who hold several.
        if await records.find_organization(organization_id) is None:
            raise NotFoundError(_("This organisation is not here."))
        for listing_id in await repository.list_ids_of(organization_id):
            await erase_listing_content(listing_id, actor=actor)
        await repository.empty_organization(organization_id, clock.now())
        await erase_evidence(organization_id)
        await erase_uploads(organization_id)
        await audit.erase_subject(organization_id, actor=actor)
        await audit.record("erase", "organization", organization_id, actor)
