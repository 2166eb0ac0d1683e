"""The page of comparison."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps import rules as gap_rules
from marketplace.commissioners.gaps.comparing import rules
from marketplace.commissioners.gaps.web import COMMISSIONERS, HERE, context_of
from marketplace.councils.service import council_name
from marketplace.gaps.reading import rules as reading_rules
from marketplace.gaps.reading import service as reading
from marketplace.gaps.reading.schemas import Filters, Picture, Usual
from marketplace.gaps.runs import service as runs
from marketplace.gaps.schemas import GapGroup
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import plain_page
from marketplace.places.service import find_council


@get(f"{HERE}/{{council_code:str}}/gaps/compare", opt=COMMISSIONERS, include_in_schema=False)
async def compare_gaps(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """This council beside others, and now beside then."""
    commissioners.check_commissions(viewer, council_code)
    filters = gap_rules.read_filters(request.query_params)
    picture = await reading.read_picture(council_code, replace(filters, month=None))
    group = filters.group or reading_rules.worst_group(reading_rules.rank(picture)) or GapGroup.OLDER_PEOPLE
    council = find_council(council_code)
    context = context_of(council_code, viewer, filters, "compare") | {
        "picture": picture,
        "group": group,
        "rows": rules.compared(picture),
        "region": council.region if council else "",
        "months": await runs.list_months(council_code),
    }
    context |= await _beside_others(picture, group, filters) | await _beside_then(picture, group, filters)
    return plain_page("commissioners/gaps/compare.html", **context)


async def _beside_others(picture: Picture, group: GapGroup, filters: Filters) -> dict[str, Any]:
    """The council and those like it."""
    codes = (picture.council_code, *reading.councils_alike(picture.council_code))
    values = await reading.middles_of(codes, group, filters.unit, filters.support_type)
    usual = _usual(picture, group)
    names = {code: council_name(code) for code in values}
    return {
        "councils_alike": rules.council_bars(values, names, picture.council_code, usual.england),
        "mark": rules.usual_mark(list(values.values()), usual.england),
    }


async def _beside_then(picture: Picture, group: GapGroup, filters: Filters) -> dict[str, Any]:
    """Month by month; and the areas that changed most since the month that was chosen."""
    history = await reading.list_history(picture.council_code, group, filters.unit)
    usual = _usual(picture, group)
    shown: dict[str, Any] = {
        "history": rules.month_bars(history, usual.here, usual.england),
        "history_mark": rules.usual_mark(
            [*(value for _month, value in history), usual.here or 0.0], usual.england
        ),
        "changes": [],
    }
    if filters.month is not None:
        before = await reading.read_picture(picture.council_code, filters)
        query = gap_rules.query_of(replace(filters, month=None), group=group)
        base = f"{HERE}/{picture.council_code}/gaps/areas"
        links = {area.code: f"{base}/{area.code}{query}" for area in picture.areas}
        shown["changes"] = rules.change_rows(before, picture, group, links)
    return shown


def _usual(picture: Picture, group: GapGroup) -> Usual:
    view = picture.view(group)
    return view.usual if view else Usual()


route_handlers = (compare_gaps,)
