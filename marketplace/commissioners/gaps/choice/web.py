"""The page of choice."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps import rules as gap_rules
from marketplace.commissioners.gaps.choice import rules
from marketplace.commissioners.gaps.lines.rules import types_under
from marketplace.commissioners.gaps.web import COMMISSIONERS, HERE, context_of
from marketplace.councils.service import get_council_settings
from marketplace.gaps.areas import service as areas
from marketplace.gaps.need import service as need
from marketplace.gaps.reading.choice.rules import choices, is_evening, is_weekend, serves
from marketplace.gaps.supply import service as supply
from marketplace.kernel.forms import page_number
from marketplace.kernel.paging import Page, cut_page
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import plain_page
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

AREAS_A_PAGE = 15


@get(f"{HERE}/{{council_code:str}}/gaps/choice", opt=COMMISSIONERS, include_in_schema=False)
async def show_choice(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What people can choose from."""
    commissioners.check_commissions(viewer, council_code)
    filters = gap_rules.read_filters(request.query_params)
    found = await supply.read_reach(council_code)
    names = {area.code: area.name for area in await areas.list_areas(council_code)}
    types = types_under(filters.support_type)
    rows = [at for at, each in enumerate(found.listings) if serves(each, filters.group, types)]
    options = [found.listings[at] for at in rows]
    kinds = [term.code for term in taxonomies.terms(Taxonomy.KIND)]
    by_area = choices(options, found.weights[rows], filters.unit, kinds)
    page: Page[int] = cut_page(
        rules.order_of(by_area), page_number(request.query_params.get("page")), AREAS_A_PAGE
    )
    context: dict[str, Any] = context_of(council_code, viewer, filters, "choice")
    links = [f"{context['base']}/areas/{code}{context['query']}" for code in found.area_codes]
    rate = (await get_council_settings(council_code)).rate_pence_per_hour
    context |= {
        "options": len(options),
        "evenings": sum(map(is_evening, options)),
        "weekends": sum(map(is_weekend, options)),
        "kinds": [gap_rules.kind_words(kind) for kind in kinds],
        "areas": len(by_area),
        "number_of_areas": rules.number_of_areas,
        "limits": rules.limits(by_area),
        "page": page,
        "rows": rules.area_rows(
            by_area, [names.get(code, code) for code in found.area_codes], links, kinds, page.items
        ),
        "languages": rules.language_rows(need.list_languages(council_code), options),
        "prices": rules.price_rows(options, rate, kinds),
        "rate": rate,
        "rate_words": rules.rate_words(rate),
    }
    return plain_page("commissioners/gaps/choice.html", **context)


route_handlers = (show_choice,)
