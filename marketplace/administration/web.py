"""The first page of administration. And all pages of administration together."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template
from msgspec import Struct

from marketplace.accounts.roles.service import list_staff
from marketplace.accounts.schemas import Role, Viewer
from marketplace.administration.council import web as council
from marketplace.administration.council.support import web as support
from marketplace.administration.rules import councils_of
from marketplace.administration.staff import web as staff
from marketplace.administration.trail import web as trail
from marketplace.concerns.handling import service as concerns
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL, CouncilSettings
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import plain_page


class CouncilPart(Struct, frozen=True, kw_only=True):
    """What the page says of one council."""

    settings: CouncilSettings
    staff: int
    has_contact: bool
    """There is somebody to call and to write to about safety."""
    is_national: bool


@get("/administration", opt=for_roles(Role.ADMINISTRATOR), include_in_schema=False)
async def show_administration(viewer: NamedDependency[Viewer]) -> Template:
    """Where to go, with what waits there."""
    codes = councils_of(viewer)
    all_settings = await councils.list_council_settings(codes)
    parts = []
    for code in codes:
        settings = all_settings[code]
        members = await list_staff(code)
        contact = settings.safeguarding
        parts.append(
            CouncilPart(
                settings=settings,
                staff=members.total,
                has_contact=bool(contact.phone and contact.email),
                is_national=code == NATIONAL,
            )
        )
    waiting, urgent = await concerns.count_waiting(viewer)
    return plain_page(
        "administration/home.html", here="/administration", parts=parts, waiting=waiting, urgent=urgent
    )


route_handlers = (
    show_administration,
    *council.route_handlers,
    *support.route_handlers,
    *staff.route_handlers,
    *trail.route_handlers,
)
