"""The page of one small area."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps import rules as gap_rules
from marketplace.commissioners.gaps.area import rules
from marketplace.commissioners.gaps.web import COMMISSIONERS, HERE, context_of
from marketplace.gaps.need import service as need
from marketplace.gaps.reading import service as reading
from marketplace.gaps.supply import service as supply
from marketplace.gaps.what_if.schemas import Asked
from marketplace.gaps.what_if.service import list_contributions
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.forms import page_number
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import cut_page
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import plain_page
from marketplace.places.service import find_council

LISTINGS_A_PAGE = 15


@get(f"{HERE}/{{council_code:str}}/gaps/areas/{{area_code:str}}", opt=COMMISSIONERS, include_in_schema=False)
async def show_gap_area(
    council_code: FromPath[str],
    area_code: FromPath[str],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template:
    """All care groups of an area; for one of them, how its number came about and the listings behind it."""
    commissioners.check_commissions(viewer, council_code)
    filters = gap_rules.read_filters(request.query_params)
    picture = await reading.read_picture(council_code, filters)
    position = picture.position(area_code)
    if position is None:
        raise NotFoundError(_("This page is not here."))
    signals = await reading.read_signals(council_code)
    rows = rules.group_rows(picture, position, signals)
    group = filters.group or (rows[0].group if rows else None)
    view = picture.view(group) if group else None
    reach = await supply.read_reach(council_code)
    found = []
    if group is not None and area_code in reach.area_codes:
        asked = Asked(group=group, unit=filters.unit, support_type=filters.support_type)
        parts = list_contributions(reach, area_code, asked)
        found = rules.reaching(reach, picture, picture.areas[position], group, parts)
    page: Any = cut_page(found, page_number(request.query_params.get("page")), LISTINGS_A_PAGE)
    council = find_council(council_code)
    region = (council.region if council else None) or ""
    context = context_of(council_code, viewer, filters, "areas") | {
        "picture": picture,
        "area": picture.areas[position],
        "rows": rows,
        "group": group,
        "signals": signals,
        "page": page,
        "listings": rules.listing_rows(page.items, filters.unit),
        "worked": rules.worked(
            picture, view, position, (await need.list_bases(council_code)).get(view.group), found, region
        )
        if view
        else None,
    }
    return plain_page("commissioners/gaps/area.html", **context)


route_handlers = (show_gap_area,)
