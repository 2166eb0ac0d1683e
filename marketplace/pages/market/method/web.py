"""The method page: public, since every number links to it and anybody may check it."""

from litestar import get
from litestar.response import Template

from marketplace.gaps.need import service as need
from marketplace.gaps.reading.service import MONTHS_HEARD
from marketplace.gaps.runs.service import MONTHS_KEPT
from marketplace.kernel.web.guards import PUBLIC
from marketplace.pages.market.method.rules import method_page

STILL = {"cache-control": "public, max-age=300"}


@get("/market/method", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_method() -> Template:
    """How every number of market gaps is made."""
    page = method_page(need.list_rates(), MONTHS_HEARD, MONTHS_KEPT)
    return Template("pages/market/method.html", context={"method": page}, headers=STILL)


route_handlers = (show_method,)
