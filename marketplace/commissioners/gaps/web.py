"""The pages of gaps of a council: the first view, the whole ranked list, and all areas by care group."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps import rules
from marketplace.commissioners.gaps.lines.rules import limits_of, lines_of
from marketplace.councils.service import council_name
from marketplace.gaps.areas import service as areas
from marketplace.gaps.reading import rules as reading_rules
from marketplace.gaps.reading import service as reading
from marketplace.gaps.reading.drawing.rules import draw_map
from marketplace.gaps.reading.drawing.schemas import MapView, PinSpot
from marketplace.gaps.reading.schemas import Filters, Picture, Show
from marketplace.gaps.reading.showing import rules as showing
from marketplace.gaps.reading.showing.schemas import Column
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.runs import service as runs
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.supply import service as supply
from marketplace.kernel.forms import page_number
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page, cut_page
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import plain_page
from marketplace.places.service import Gazetteer
from search.documents import Point

HERE = "/commissioners"
COMMISSIONERS = for_roles(Role.COMMISSIONER)
FIRST_GAPS, FIRST_AREAS = 5, 8
GAPS_A_PAGE, AREAS_A_PAGE = 20, 25
MOST_TOWNS = 60


def context_of(council_code: str, viewer: Viewer, filters: Filters, part: str) -> dict[str, Any]:
    """What every page of gaps has."""
    return {
        "here": HERE,
        "part": part,
        "council": council_name(council_code),
        "council_code": council_code,
        "councils": [(code, council_name(code)) for code in commissioners.councils_of(viewer)],
        "base": f"{HERE}/{council_code}/gaps",
        "filters": filters,
        "query": rules.query_of(filters),
        "query_of": rules.query_of,
        "choices": rules,
        "say": wording,
        "group_words": group_words,
    }


@get(f"{HERE}/{{council_code:str}}/gaps", opt=COMMISSIONERS, include_in_schema=False)
async def show_gaps(
    council_code: FromPath[str],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template:
    """The biggest gaps in words, and the map."""
    commissioners.check_commissions(viewer, council_code)
    filters = rules.read_filters(request.query_params)
    context = context_of(council_code, viewer, filters, "gaps")
    picture = await reading.read_picture(council_code, filters)
    signals = await reading.read_signals(council_code)
    gaps = reading_rules.rank(picture, filters)
    group = _group_on_map(filters, picture, gaps)
    shown = showing.column(picture, filters, group, signals)
    first = gaps[:FIRST_GAPS]
    limits = limits_of(await supply.read_reach(council_code), picture, first)
    lines = lines_of(first, picture, signals, limits, context["base"], rules.query_of(filters, group=""))
    order = showing.worst_first(picture, shown)[:FIRST_AREAS]
    links = [f"{context['base']}/areas/{picture.areas[at].code}{context['query']}" for at in order]
    context |= {
        "picture": picture,
        "signals": signals,
        "gaps": lines,
        "gaps_in_all": len(gaps),
        "short": _short(picture, filters),
        "without_usual": wording.join_words(map(group_words, reading_rules.without_usual(picture, filters))),
        "shown": shown,
        "map": await _map(picture, shown, lines, gazetteer),
        "bars": showing.bars(picture, shown, order, links),
        "run": await runs.find_run(),
        "months": await runs.list_months(council_code),
    }
    return plain_page("commissioners/gaps/overview.html", **context)


def _group_on_map(filters: Filters, picture: Picture, gaps: list[Any]) -> GapGroup | None:
    """The care group asked for. Access has a view of all nine; people and signals cannot be added up."""
    if filters.group is not None or filters.show is Show.ACCESS:
        return filters.group
    first = picture.groups[0].group if picture.groups else None
    return reading_rules.worst_group(gaps) or first


def _short(picture: Picture, filters: Filters) -> list[tuple[GapGroup, str, int]]:
    """Care groups of most people where there is too little: people in words, and per cent of the group."""
    short = reading_rules.short_people(picture)
    found = []
    for view in picture.groups:
        everybody = sum(view.people)
        if reading_rules.fits(view, filters) and everybody > 0 and short[view.group] > 0:
            share = short[view.group] / everybody
            words = wording.people_words(short[view.group], view.source)
            found.append((share * everybody, (view.group, words, round(share * 100))))
    return [each for _weight, each in sorted(found, key=lambda pair: -pair[0])][:3]


async def _map(picture: Picture, shown: Column, lines: list[Any], gazetteer: Gazetteer) -> MapView | None:
    shapes = await areas.list_shapes(picture.council_code)
    if shapes is None:
        return None
    towns = gazetteer.towns_within(shapes.south, shapes.west, shapes.north, shapes.east, MOST_TOWNS)
    pins = {
        line.gap.area.code: PinSpot(
            number=line.number, label=f"{line.number}: {line.title}", href=f"#g{line.number}",
            point=line.gap.area.point,
        )
        for line in reversed(lines)
    }  # fmt: skip
    return draw_map(
        shapes,
        dict(zip((area.code for area in picture.areas), shown.shades, strict=True)),
        shown.scale,
        title=_(
            "Map of %(council)s: %(shown)s", council=council_name(picture.council_code), shown=shown.title
        ),
        description=showing.describe(picture, shown),
        towns=[
            (town.name, Point(town.latitude, town.longitude))
            for town in towns
            if town.council_code == picture.council_code
        ],
        pins=sorted(pins.values(), key=lambda pin: pin.number),
    )


@get(f"{HERE}/{{council_code:str}}/gaps/list", opt=COMMISSIONERS, include_in_schema=False)
async def list_gaps(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """All gaps, those that most people feel most first."""
    commissioners.check_commissions(viewer, council_code)
    filters = rules.read_filters(request.query_params)
    context = context_of(council_code, viewer, filters, "list")
    picture = await reading.read_picture(council_code, filters)
    signals = await reading.read_signals(council_code)
    page: Page[Any] = cut_page(
        reading_rules.rank(picture, filters), page_number(request.query_params.get("page")), GAPS_A_PAGE
    )
    limits = limits_of(await supply.read_reach(council_code), picture, page.items)
    query = rules.query_of(filters, group="")
    context |= {
        "picture": picture,
        "without_usual": wording.join_words(map(group_words, reading_rules.without_usual(picture, filters))),
        "page": page,
        "gaps": lines_of(page.items, picture, signals, limits, context["base"], query, page.offset),
        "months": await runs.list_months(council_code),
    }
    return plain_page("commissioners/gaps/list.html", **context)


@get(f"{HERE}/{{council_code:str}}/gaps/areas", opt=COMMISSIONERS, include_in_schema=False)
async def list_gap_areas(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """All small areas by care group, those with too little for most groups first."""
    commissioners.check_commissions(viewer, council_code)
    filters = rules.read_filters(request.query_params)
    context = context_of(council_code, viewer, filters, "areas")
    picture = await reading.read_picture(council_code, filters)
    signals = await reading.read_signals(council_code)
    columns = showing.columns_of(picture, filters, signals)
    ordered = showing.worst_first(picture, showing.column(picture, filters, filters.group, signals))
    page: Page[int] = cut_page(ordered, page_number(request.query_params.get("page")), AREAS_A_PAGE)
    links = [f"{context['base']}/areas/{picture.areas[at].code}{context['query']}" for at in page.items]
    context |= {
        "picture": picture,
        "page": page,
        "columns": [(group_words(shown.group), "") for shown in columns if shown.group],
        "shown": columns[0] if columns else None,
        "rows": showing.heat_rows(picture, columns, page.items, links),
        "months": await runs.list_months(council_code),
    }
    return plain_page("commissioners/gaps/areas.html", **context)


route_handlers = (show_gaps, list_gaps, list_gap_areas)
