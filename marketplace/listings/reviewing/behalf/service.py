"""The door for stewards who write on behalf of a provider."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing import service as editing
from marketplace.listings.moderating import service as moderating
from marketplace.listings.reviewing.behalf import repository


async def change_on_behalf(listing_id: UUID, viewer: Viewer) -> UUID:
    """Begin changes to a listing for its people, or go on with one's own; return the id of the request.

    It is handed in and decided on like any other, and marked as a steward's.

    Raises:
        NotFoundError: there is no such listing, or it is another council's.
        ConflictError: it has been taken down, or somebody else is changing it.
    """
    async with transaction():
        stored = await moderating.get_listing(listing_id, viewer)
        if viewer.account_id is None:
            raise NotFoundError(_("This listing is not here."))
        request_id = await editing.begin_change(stored, viewer)
        request = await editing.find_request(request_id)
        if request is None or request.created_by != viewer.account_id:
            raise ConflictError(_("Somebody else is changing this listing. Wait until it is handed in."))
        council = await responsible_council(stored.council_code)
        await repository.add(request_id, viewer.account_id, council)
        await audit.record(
            "write_on_behalf",
            "change_request",
            request_id,
            viewer.actor,
            after={"listing": listing_id},
            council=council,
        )
    return request_id
