"""The planner: a page, and the same answer as a fragment for while somebody types. Nothing is kept."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.datastructures import FormMultiDict
from litestar.response import Template

from marketplace.kernel import clock
from marketplace.kernel.forms import read_form
from marketplace.kernel.money import say_pence
from marketplace.kernel.web.bodies import MOST_FIELDS, PageRequest
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import form_page
from marketplace.listings import service as listings
from marketplace.listings.schemas import Listing
from marketplace.people.pools.planning import rules
from marketplace.people.pools.planning.rules import ANSWER_PATH, PATH, SENT
from marketplace.people.pools.planning.saying import rules as saying
from marketplace.people.pools.planning.saying.law import rules as law
from marketplace.people.pools.planning.schemas import DEFAULTS, PlanForm
from marketplace.pooling.planning import service
from marketplace.pooling.planning.schemas import Planned

STILL = {"cache-control": "public, max-age=300"}
"""Of a good answer, which is the same for everybody; one with something to mend is not kept."""
LIVE = {"cache-control": "public, max-age=60"}
"""With a listing: who takes it down takes its price down."""


@get(PATH, opt=PUBLIC, include_in_schema=False)
async def show_plan(request: PageRequest) -> Template:
    """The form, with what a listing says filled in; and the answer, as soon as there is a price.

    Status 422: something is missing or out of bounds.
    """
    query = _query(request)
    listing = await _find_listing(query.get("listing"))
    if SENT in query:
        form = read_form(PlanForm, query, **DEFAULTS)
        planned = _work_out(form, clock.today())
        return _page("people/pools/planning/plan.html", form, planned, listing)
    # Without what the form always sends, it is the link from a listing, or nothing yet.
    known = rules.prefilled(listing) if listing else {}
    if "price" not in known:
        return _page("people/pools/planning/plan.html", read_form(PlanForm, None, **DEFAULTS), None, listing)
    filled = FormMultiDict([(name, str(value)) for name, value in (DEFAULTS | known).items()])
    form = read_form(PlanForm, filled)
    return _page("people/pools/planning/plan.html", form, _work_out(form, clock.today()), listing)


@get(ANSWER_PATH, opt=PUBLIC, include_in_schema=False)
async def show_plan_answer(request: PageRequest) -> Template:
    """The answer alone. Status 422: what is still missing, in words."""
    form = read_form(PlanForm, _query(request), **DEFAULTS)
    return _page("people/pools/planning/_answer.html", form, _work_out(form, clock.today()), None)


def _query(request: PageRequest) -> FormMultiDict:
    return FormMultiDict(list(request.query_params.multi_items())[:MOST_FIELDS])


async def _find_listing(text: object) -> Listing | None:
    """The listing that an address names, if it is public; a plan goes without one too."""
    listing_id = _id(text)
    return (await listings.list_public([listing_id])).get(listing_id) if listing_id else None


def _id(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _work_out(form: PlanForm, today: date) -> Planned | None:
    asked = rules.read_plan(form, today)
    return service.work_out(asked) if asked else None


def _page(template: str, form: PlanForm, planned: Planned | None, listing: Listing | None) -> Template:
    listing_id = listing.id if listing else _id(form.listing.data)
    form.listing.data = str(listing_id) if listing_id else ""
    return form_page(
        template,
        form,
        headers=_headers(form, listing),
        here=PATH,
        url=PATH,
        answer_url=ANSWER_PATH,
        listing=listing,
        planned=planned,
        start_url=rules.start_url(planned.answer, form) if planned else "",
        said=_said(planned) if planned else None,
        pounds=say_pence,
    )


def _headers(form: PlanForm, listing: Listing | None) -> dict[str, str]:
    if form.problems:
        return {}
    return LIVE if listing else STILL


def _said(planned: Planned) -> dict[str, object]:
    answer = planned.answer
    return {
        "headline": saying.headline(answer),
        "short": saying.short(answer),
        "lines": saying.lines(planned),
        "weeks": saying.weeks_words(planned),
        "break_even": saying.break_even_words(answer),
        "leaving": saying.leaving_words(answer),
        "absence": saying.absence_words(answer),
        "duties": law.duties(planned),
        "rates": law.rates_words(planned.rates),
        "sources": law.sources(planned),
    }


route_handlers = (show_plan, show_plan_answer)
