"""The preview, marked as such and told to no search engine."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.finder.service import get_vocabulary, preview_listing_page
from marketplace.finder.web import map_of_listing, week_of
from marketplace.kernel.web.guards import for_roles
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.previewing.service import preview_listing
from marketplace.places.service import Gazetteer
from marketplace.provider.steps.rules import request_url

WRITERS = for_roles(Role.PROVIDER, Role.STEWARD)


@get("/provider/requests/{request_id:uuid}/preview", opt=WRITERS, include_in_schema=False)
async def show_preview(
    request_id: FromPath[UUID], viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template:
    """A request as others will see it, as far as it is written."""
    request = await editing.get_request(request_id, viewer)
    reading = await editing.read_request(request, gazetteer)
    page = await preview_listing_page(preview_listing(reading, request.version, gazetteer))
    context = {
        "page": page,
        "week": week_of(page, get_vocabulary()),
        "map": map_of_listing(page.listing, gazetteer),
        "media_url": "/provider/media/",
        "preview_url": request_url(request_id),
        "here": "/provider",
    }
    return Template("finder/listing.html", context=context)


route_handlers = (show_preview,)
