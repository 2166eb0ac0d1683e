"""All pages of commissioners: gaps, and by month what was looked for and what came of asking."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.commissioners import rules
from marketplace.commissioners.gaps import web as gaps_web
from marketplace.commissioners.gaps.area import web as area_web
from marketplace.commissioners.gaps.choice import web as choice_web
from marketplace.commissioners.gaps.comparing import web as comparing_web
from marketplace.commissioners.gaps.taking import web as taking_web
from marketplace.commissioners.gaps.what_if import web as what_if_web
from marketplace.commissioners.gaps.words import web as words_web
from marketplace.councils.service import council_name, get_council_settings
from marketplace.gaps.unmet import service as unmet
from marketplace.gaps.unmet.schemas import By, Published
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import plain_page, see_other

HERE = "/commissioners"
COMMISSIONERS = for_roles(Role.COMMISSIONER)


@get(HERE, opt=COMMISSIONERS, include_in_schema=False, sync_to_thread=False)
def choose_council(viewer: NamedDependency[Viewer]) -> Redirect:
    """To what is missing in the first council that the viewer is a commissioner of."""
    return see_other(f"{HERE}/{rules.councils_of(viewer)[0]}/gaps")


@get(f"{HERE}/{{council_code:str}}", opt=COMMISSIONERS, include_in_schema=False)
async def show_searches(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What people looked for in one month, and whether anything was found."""
    rules.check_commissions(viewer, council_code)
    context, asked = await _context(council_code, request, viewer)
    if asked is not None:
        context |= {
            "places": await unmet.list_places(
                asked, By.SUPPORT_TYPE, _number(request, "page"), of_searches=True
            ),
            "groups": await unmet.list_places(asked, By.GROUP, _number(request, "groups"), of_searches=True),
            "words": await unmet.list_words(asked, _number(request, "words")),
        }
    return plain_page("commissioners/searches.html", part="searches", **context)


@get(f"{HERE}/{{council_code:str}}/outcomes", opt=COMMISSIONERS, include_in_schema=False)
async def show_outcomes(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What came of asking in one month."""
    rules.check_commissions(viewer, council_code)
    context, asked = await _context(council_code, request, viewer)
    if asked is not None:
        context |= {
            "reasons": await unmet.list_endings(asked, _number(request, "reasons")),
            "places": await unmet.list_places(
                asked, By.SUPPORT_TYPE, _number(request, "page"), of_searches=False
            ),
            "groups": await unmet.list_places(asked, By.GROUP, _number(request, "groups"), of_searches=False),
        }
    return plain_page("commissioners/outcomes.html", part="outcomes", **context)


def _number(request: PageRequest, name: str) -> int:
    return page_number(request.query_params.get(name))


async def _context(
    council_code: str, request: PageRequest, viewer: Viewer
) -> tuple[dict[str, Any], Published | None]:
    """What both pages show, and the month that is asked for; None where none was counted."""
    published = await unmet.list_published(council_code)
    month = request.query_params.get("month", "")
    asked = unmet.ask(published, month) if published or month else None
    context = {
        "here": HERE,
        "council": council_name(council_code),
        "council_code": council_code,
        "councils": [(code, council_name(code)) for code in rules.councils_of(viewer)],
        "months": [each.month for each in published],
        "asked": asked,
        "is_off": not published and not (await get_council_settings(council_code)).keeps_signals,
        "say": rules,
    }
    return context, asked


route_handlers = (
    choose_council,
    show_searches,
    show_outcomes,
    *gaps_web.route_handlers,
    *area_web.route_handlers,
    *choice_web.route_handlers,
    *comparing_web.route_handlers,
    *taking_web.route_handlers,
    *words_web.route_handlers,
    *what_if_web.route_handlers,
)
