"""Options packs for tests, through the services only."""

from marketplace.practitioners.packs.service import reader_of
from marketplace.shortlists.packs import service
from marketplace.shortlists.packs.schemas import PackContent, PackItem
from tests.factories.accounts import COUNCIL


async def make_pack(viewer, listing_ids=(), *, team_id=None, council=COUNCIL, reasons=(), **content):
    """A pack of a practitioner with these listings, each with these reasons; returns its id."""
    items = tuple(PackItem(listing_id=each, reasons=tuple(reasons)) for each in listing_ids)
    return await service.make_pack(
        PackContent(items=items, **content), await reader_of(viewer), council_code=council, team_id=team_id
    )


async def make_linked(viewer, listing_ids, **values):
    """A pack with a link; returns its id and the token."""
    pack_id = await make_pack(viewer, listing_ids, **values)
    return pack_id, await service.make_pack_link(pack_id, await reader_of(viewer))
