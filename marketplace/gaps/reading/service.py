"""The door of reading: a council's need and access as pages show them."""

from datetime import date
from functools import cache

from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import SmallArea
from marketplace.gaps.need import service as need
from marketplace.gaps.need.schemas import NeedFigure
from marketplace.gaps.reading import repository, rules
from marketplace.gaps.reading.likeness.rules import figures_of, most_alike
from marketplace.gaps.reading.schemas import Area, Filters, GroupView, Picture, Reach, Usual
from marketplace.gaps.reading.showing.rules import gather
from marketplace.gaps.reading.showing.schemas import Signals
from marketplace.gaps.runs import service as runs
from marketplace.gaps.runs.rules import keys
from marketplace.gaps.runs.schemas import CouncilAccess, Levels, Middles
from marketplace.gaps.schemas import GapGroup, NeedSource, Unit
from marketplace.gaps.unmet import service as unmet
from marketplace.gaps.unmet.schemas import By
from marketplace.places.service import find_council, list_councils
from search.documents import Point

ENGLAND = "E92000001"
MONTHS_HEARD = 6
"""Signals are told of so many months."""


async def read_picture(council_code: str, filters: Filters) -> Picture:
    """Need and access of a council by small area and care group; need alone where nothing was computed yet.

    Of an earlier month access is that of the month, and people are those known now; of one kind of support
    alone there is none, since months are kept of all kinds together.
    """
    small = await areas.list_areas(council_code)
    figures = await need.list_need(council_code)
    access = None if filters.month and filters.support_type else await _read_access(council_code, filters)
    if access is not None and access.area_codes != tuple(area.code for area in small):
        access = None
    middles = await runs.read_middles(_places(council_code), filters.month) if access is not None else None
    return Picture(
        council_code=council_code,
        areas=tuple(_area(each) for each in small),
        groups=_views(council_code, filters, figures, access, middles),
        unit=filters.unit,
        support_type=filters.support_type,
        computed_at=access.run.computed_at if access else None,
        month=filters.month,
    )


async def _read_access(council_code: str, filters: Filters) -> CouncilAccess | None:
    return await runs.read_access(council_code, filters.month, support_types=(filters.support_type,))


def _places(council_code: str) -> tuple[str, ...]:
    """All that a council is compared with, itself first."""
    council = find_council(council_code)
    region = (council.region,) if council and council.region else ()
    return (council_code, ENGLAND, *region, *councils_alike(council_code))


def _area(small: SmallArea) -> Area:
    return Area(
        code=small.code,
        name=small.name,
        point=Point(small.latitude, small.longitude),
        districts=tuple(district for district, share in small.districts if share >= rules.LEAST_SHARE),
    )


def _views(
    council_code: str,
    filters: Filters,
    figures: tuple[NeedFigure, ...],
    access: CouncilAccess | None,
    middles: Middles | None,
) -> tuple[GroupView, ...]:
    people: dict[GapGroup, list[float]] = {group: [] for group in GapGroup}
    sources: dict[GapGroup, NeedSource] = {}
    for figure in figures:
        people[figure.group].append(figure.people)
        sources[figure.group] = figure.source
    views = []
    for group, source in sources.items():
        levels = access.find(group, filters.unit, filters.support_type) if access else None
        views.append(
            GroupView(
                group=group,
                source=source,
                people=tuple(people[group]),
                reach=_reach(levels, len(people[group])),
                in_reach=levels.reaching if levels else (0.0,) * len(people[group]),
                usual=_usual(council_code, middles, group, filters) if middles else Usual(),
            )
        )
    return tuple(views)


def _reach(levels: Levels | None, areas_number: int) -> tuple[Reach, ...]:
    if levels is None:
        return (Reach(value=0.0, low=0.0, high=0.0),) * areas_number
    columns = zip(levels.amounts, levels.low, levels.high, strict=True)
    return tuple(Reach(value=value, low=low, high=high) for value, low, high in columns)


def _usual(council_code: str, middles: Middles, group: GapGroup, filters: Filters) -> Usual:
    def of(place: str) -> float | None:
        return middles.find(place, group, filters.unit, filters.support_type)

    council = find_council(council_code)
    alike = sorted(found for code in councils_alike(council_code) if (found := of(code)) is not None)
    return Usual(
        here=of(council_code),
        alike=alike[(len(alike) - 1) // 2] if alike else None,
        region=of(council.region) if council and council.region else None,
        england=of(ENGLAND),
    )


def councils_alike(council_code: str) -> tuple[str, ...]:
    """The councils of England that are most like one, nearest first."""
    return tuple(most_alike(_figures(), council_code))


@cache
def _figures() -> dict[str, tuple[float, ...]]:
    found = {council.code: figures_of(need.find_figures(council.code)) for council in list_councils(ENGLAND)}
    return {code: figures for code, figures in found.items() if figures is not None}


async def list_history(council_code: str, group: GapGroup, unit: Unit) -> list[tuple[date, float]]:
    """What half of a council's people of a care group had at the end of each month, the oldest first."""
    history = []
    for month, types, amounts in await repository.list_middles_by_month(council_code):
        found = dict(zip(keys(types), amounts, strict=True)).get((group, "", unit))
        if found is not None:
            history.append((month, found))
    return history


async def middles_of(
    codes: tuple[str, ...], group: GapGroup, unit: Unit, support_type: str
) -> dict[str, float]:
    """What half of the people of each of some councils have, where it is known."""
    middles = await runs.read_middles(codes)
    found = {code: middles.find(code, group, unit, support_type) for code in codes}
    return {code: value for code, value in found.items() if value is not None}


async def read_signals(council_code: str) -> Signals:
    """What people of a council looked for and did not find in the last months, by care group and district."""
    months = (await unmet.list_months(council_code))[:MONTHS_HEARD]
    told = await unmet.summary(council_code, months, by=By.GROUP) if months else ()
    return gather(told, months[-1] if months else None)
