"""The home page of everybody who is signed in. And all routes of the home surface."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.home.service import get_home
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page

HERE = "/home"


@get(HERE, opt=SIGNED_IN, include_in_schema=False)
async def show_home(viewer: NamedDependency[Viewer], done: FromQuery[str | None] = None) -> Template:
    """What needs the viewer now, first."""
    words = _("Your account is ready.") if done == "joined" else ""
    return plain_page("home/home.html", here=HERE, home=await get_home(viewer), done=words)


route_handlers: tuple[Any, ...] = (show_home,)
