"""All pages of commissioners: what was looked for, and what came of asking, by month."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.commissioners import rules
from marketplace.councils.service import council_name
from marketplace.kernel import clock
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.signals.counts import service as counts
from marketplace.signals.counts.schemas import Asked

HERE = "/commissioners"
COMMISSIONERS = for_roles(Role.COMMISSIONER)


@get(HERE, opt=COMMISSIONERS, include_in_schema=False, sync_to_thread=False)
def choose_council(viewer: NamedDependency[Viewer]) -> Redirect:
    """To the first council that the viewer is a commissioner of."""
    return see_other(f"{HERE}/{rules.councils_of(viewer)[0]}")


@get(f"{HERE}/{{council_code:str}}", opt=COMMISSIONERS, include_in_schema=False)
async def show_searches(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What people looked for in one month, and whether anything was found."""
    rules.check_commissions(viewer, council_code)
    context, asked = await _context(council_code, request, viewer)
    if asked is not None:
        context |= {
            "places": await counts.list_places(asked, page_number(request.query_params.get("page"))),
            "words": await counts.list_words(asked, page_number(request.query_params.get("words"))),
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
            "reasons": await counts.list_reasons(asked, page_number(request.query_params.get("reasons"))),
            "places": await counts.list_outcome_places(asked, page_number(request.query_params.get("page"))),
        }
    return plain_page("commissioners/outcomes.html", part="outcomes", **context)


async def _context(
    council_code: str, request: PageRequest, viewer: Viewer
) -> tuple[dict[str, Any], Asked | None]:
    """What both pages show, and what is asked for; None where the council keeps no counts."""
    months = await counts.list_months(council_code)
    asked = counts.ask(council_code, request.query_params.get("month", ""), months) if months else None
    context = {
        "here": HERE,
        "council": council_name(council_code),
        "council_code": council_code,
        "councils": [(code, council_name(code)) for code in rules.councils_of(viewer)],
        "months": months,
        "asked": asked,
        "today": clock.today(),
        "say": rules,
    }
    return context, asked


route_handlers = (choose_council, show_searches, show_outcomes)
