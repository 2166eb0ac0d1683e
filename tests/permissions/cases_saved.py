"""Shared lists, which nobody but their maker ends."""

from marketplace.shortlists.schemas import SavedListing
from marketplace.shortlists.sharing import service as sharing
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, publish
from tests.permissions.cases import COUNCIL, Foreign, foreign


@foreign("POST /saved/shared/{shared_id:uuid}/end")
async def a_list_that_somebody_else_shares():
    owner = await make_account("person")
    viewer = await viewer_of(owner)
    saved = (SavedListing(listing_id=await publish(make_activity())),)
    await sharing.share_list(saved, viewer, host="192.0.2.1")
    (shared,) = await sharing.list_shared(viewer)
    return Foreign(
        path=f"/saved/shared/{shared.id}/end",
        owner=owner,
        strangers=[await make_account("person"), await make_account("administrator", COUNCIL)],
    )
