"""The page of what-if. It reads only, so its form is sent in the address, which can be kept and shared."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps import rules as gap_rules
from marketplace.commissioners.gaps.web import COMMISSIONERS, HERE, MOST_TOWNS, context_of
from marketplace.commissioners.gaps.what_if import rules
from marketplace.commissioners.gaps.what_if.schemas import TRAVELS, Answer, WhatIfForm
from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import SmallArea
from marketplace.gaps.reading.drawing.rules import draw_map, scale_of_access
from marketplace.gaps.reading.drawing.schemas import MapView, PinSpot
from marketplace.gaps.reading.schemas import Filters
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply import service as supply
from marketplace.gaps.what_if import service as what_if
from marketplace.gaps.what_if.schemas import Addition, Asked
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page
from marketplace.places.schemas import Place, PlaceChoices
from marketplace.places.service import Gazetteer
from search.documents import Point

MOST_FIELDS = 20
SUGGESTED = 3


@get(f"{HERE}/{{council_code:str}}/gaps/what-if", opt=COMMISSIONERS, include_in_schema=False)
async def show_what_if(
    council_code: FromPath[str],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template:
    """The form, and what would change: an addition, a closure, or the best places for more."""
    commissioners.check_commissions(viewer, council_code)
    query = request.query_params
    filters = gap_rules.read_filters(
        {**query, "show": "", "source": "", "month": ""} if _is_whole(query) else {}
    )
    context = context_of(council_code, viewer, filters, "what-if")
    small = await areas.list_areas(council_code)
    form = _form(query, filters)
    answer, asked = None, _asked(filters)
    if "close" in query:
        answer = await _close(council_code, query["close"], asked)
    elif "amount" in query and form.validate():
        asked = Asked(
            group=GapGroup(form.group.data), unit=Unit(form.unit.data), support_type=form.type.data or ""
        )
        answer = await _add(form, council_code, asked, small, gazetteer, is_best="best" in query)
    if answer is not None:
        context |= await _shown(answer, asked, council_code, small, gazetteer, context["base"])
    return form_page("commissioners/gaps/what_if.html", form, answer=answer, asked=asked, **context)


def _is_whole(query: Any) -> bool:
    """Whether the filters of an address can be read: what the form sends has problems of its own."""
    try:
        gap_rules.read_filters(query)
    except NotFoundError:
        return "amount" not in query
    return True


def _asked(filters: Filters) -> Asked:
    return Asked(
        group=filters.group or GapGroup.OLDER_PEOPLE, unit=filters.unit, support_type=filters.support_type
    )


def _form(query: Any, filters: Filters) -> WhatIfForm:
    sent = FormMultiDict(list(query.multi_items())[:MOST_FIELDS]) if "amount" in query else None
    asked = _asked(filters)
    return read_form(
        WhatIfForm, sent, amount="10", unit=asked.unit.value, group=asked.group.value,
        type=asked.support_type, how=TRAVELS, miles="5",
    )  # fmt: skip


async def _close(council_code: str, listing: str, asked: Asked) -> Answer:
    try:
        listing_id = UUID(listing)
    except ValueError:
        raise NotFoundError(_("This page is not here.")) from None
    changed = await what_if.close(council_code, listing_id, asked)
    found = await supply.read_reach(council_code)
    title = next(each.title for each in found.listings if each.id == listing_id)
    return rules.closed(changed, title)


async def _add(
    form: WhatIfForm,
    council_code: str,
    asked: Asked,
    small: tuple[SmallArea, ...],
    gazetteer: Gazetteer,
    *,
    is_best: bool,
) -> Answer | None:
    """What would change; None with problems put at the form."""
    amount = rules.read_number(form.amount.data or "")
    miles = rules.read_number(form.miles.data or "") if form.how.data == TRAVELS else None
    if amount is None:
        add_problem(form, "amount", _("Enter how many hours or places, like 10."))
    if miles is None and form.how.data == TRAVELS:
        add_problem(form, "miles", _("Enter how many miles, like 5."))
    area = None if is_best else _find_area(form, council_code, small, gazetteer)
    if form.problems or amount is None:
        return None
    names = {each.code: each.name for each in small}
    try:
        if is_best:
            found = await what_if.suggest(council_code, asked, amount=amount, miles=miles, most=SUGGESTED)
            if found is None:
                add_problem(
                    form,
                    "group",
                    _("Half of England has nothing for these people, so nothing can be compared."),
                )
                return None
            base = f"{HERE}/{council_code}/gaps"
            return rules.suggested(found, names, base, rules.query_for(asked))
        code = area or ""
        addition = Addition(amount=amount, area_code=code, miles=miles)
        changed = await what_if.add(council_code, addition, asked)
        return rules.added(changed, amount, code, names[code])
    except InvalidError as error:
        add_problems(form, error, {"support_type": "type"})
        return None


def _find_area(
    form: WhatIfForm, council_code: str, small: tuple[SmallArea, ...], gazetteer: Gazetteer
) -> str | None:
    """The small area that a place lies in; None with a problem at the form."""
    typed = form.place.data or ""
    named = next((area.code for area in small if area.name.casefold() == typed.casefold()), None)
    if named is not None:
        return named
    found = gazetteer.find_place(typed) if typed else None
    choices = found.choices if isinstance(found, PlaceChoices) else (found,)
    place = next(
        (each for each in choices if isinstance(each, Place) and each.council_code == council_code), None
    )
    area = (
        rules.nearest(
            Point(place.latitude, place.longitude),
            [(each.code, Point(each.latitude, each.longitude)) for each in small],
        )
        if place
        else None
    )
    if area is None:
        add_problem(form, "place", _("Enter a town, village or postcode of this council."))
    return area


async def _shown(
    answer: Answer,
    asked: Asked,
    council_code: str,
    small: tuple[SmallArea, ...],
    gazetteer: Gazetteer,
    base: str,
) -> dict[str, Any]:
    """Maps and rows of an answer."""
    names = {each.code: each.name for each in small}
    return {
        "rows": rules.changed_rows(answer, names, base, rules.query_for(asked)),
        "maps": await _maps(answer, council_code, small, gazetteer),
    }


async def _maps(
    answer: Answer, council_code: str, small: tuple[SmallArea, ...], gazetteer: Gazetteer
) -> list[MapView]:
    shapes = await areas.list_shapes(council_code)
    if shapes is None:
        return []
    scale = scale_of_access(answer.before, answer.usual)
    towns = [
        (town.name, Point(town.latitude, town.longitude))
        for town in gazetteer.towns_within(shapes.south, shapes.west, shapes.north, shapes.east, MOST_TOWNS)
        if town.council_code == council_code
    ]
    names = {each.code: each.name for each in small}
    points = {each.code: Point(each.latitude, each.longitude) for each in small}
    pins = [
        PinSpot(number=number, label=f"{number}: {names[code]}", href=f"#p{number}", point=points[code])
        for number, code in enumerate(answer.marked, 1)
    ]
    return [
        draw_map(
            shapes,
            {code: scale.shade(value) for code, value in zip(answer.area_codes, values, strict=True)},
            scale,
            title=title,
            description=answer.title,
            towns=towns,
            pins=pins,
        )
        for title, values in ((_("Before"), answer.before), (_("After"), answer.after))
    ]


route_handlers = (show_what_if,)
