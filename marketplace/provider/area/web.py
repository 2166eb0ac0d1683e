"""The page that shows what a provider covers, as saved so far. The base postcode is never in an address."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.web.guards import for_roles
from marketplace.listings.editing import service as editing
from marketplace.places.service import Gazetteer
from marketplace.provider.area.service import show_area

WRITERS = for_roles(Role.PROVIDER, Role.STEWARD)


@get("/provider/requests/{request_id:uuid}/area", opt=WRITERS, include_in_schema=False)
async def show_request_area(
    request_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template:
    """What the answers of a request cover: a drawing and a sentence."""
    request = await editing.get_request(request_id, viewer)
    reading = await editing.read_request(request, gazetteer)
    area = await show_area(reading.draft, gazetteer)
    return Template("provider/area.html", context={"request_id": request_id, "area": area})


route_handlers = (show_request_area,)
