"""Puts the page of the queue together."""

from marketplace.accounts.schemas import Role, Viewer
from marketplace.concerns.handling import service as concerns
from marketplace.listings.evidence.deciding.service import list_waiting_claims
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.risks.rules import SAFEGUARDING, words_for
from marketplace.listings.reviewing.schemas import QueueFilter
from marketplace.stewards.queue.schemas import QueuePage, Waiting


async def get_queue(viewer: Viewer, page: int, wanted: QueueFilter) -> QueuePage:
    """A page of what waits for the viewer."""
    items = await reviewing.list_queue(viewer, page, wanted)
    reported = await concerns.count_open_of({item.listing_id for item in items.items}, viewer)
    urgent = {listing_id for listing_id, (_waiting, grave) in reported.items() if grave}
    return QueuePage(
        items=items,
        risks={
            str(item.id): words_for((*item.risks, SAFEGUARDING) if item.listing_id in urgent else item.risks)
            for item in items.items
        },
        waiting=await count_waiting(viewer),
    )


async def count_waiting(viewer: Viewer) -> Waiting:
    """How much waits for the viewer, in a statement for each part."""
    concerns_waiting, urgent = await concerns.count_waiting(viewer)
    return Waiting(
        requests=await reviewing.count_queue(viewer),
        concerns=concerns_waiting,
        urgent_concerns=urgent,
        claims=(await claims.list_claims(viewer.councils(Role.STEWARD), 1)).total,
        checks=(await list_waiting_claims(viewer)).total,
    )
