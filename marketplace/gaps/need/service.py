"""The door of need: people by small area and care group, and where each figure comes from."""

from collections import defaultdict

import numpy as np

from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.need import repository, rules
from marketplace.gaps.need.schemas import (
    DIRECT_PAYMENTS,
    GROUPS,
    DirectPaymentsFigure,
    Figure,
    KeptCount,
    LanguageFigure,
    NeedBasis,
    NeedColumns,
    NeedFigure,
    Rate,
)
from marketplace.gaps.schemas import GapGroup


async def list_need(council_code: str) -> tuple[NeedFigure, ...]:
    """Need in each area of a council, by area and then by group. Two statements."""
    codes, found = await _work_out(council_code)
    return tuple(
        NeedFigure(area_code=code, group=group, source=need.basis.source, people=float(need.people[number]))
        for number, code in enumerate(codes)
        for group, need in zip(GROUPS, found, strict=True)
    )


async def list_bases(council_code: str) -> dict[GapGroup, NeedBasis]:
    """By care group: where the figures of a council come from. Two statements."""
    _codes, found = await _work_out(council_code)
    return {need.basis.group: need.basis for need in found}


async def _work_out(council_code: str) -> tuple[list[str], list[rules.GroupNeed]]:
    found = await areas.list_areas(council_code)
    counts = await repository.list_counts(council_code)
    codes = [area.code for area in found]
    postcodes = np.array([area.postcodes for area in found], dtype=np.float64)
    return codes, rules.work_out_need(council_code, codes, postcodes, counts)


async def need_columns(columns: AreaColumns) -> NeedColumns:
    """Need of all areas. One statement."""
    by_council: dict[str, list[KeptCount]] = defaultdict(list)
    for count in await repository.list_counts(None):
        by_council[count.council_code].append(count)
    people = np.zeros((len(columns), len(GROUPS)))
    source = np.zeros((len(columns), len(GROUPS)), dtype=np.int8)
    for council_code in columns.council_codes:
        rows = columns.rows_of(council_code)
        found = rules.work_out_need(
            council_code, columns.codes[rows], columns.postcodes[rows], by_council[council_code]
        )
        for number, need in enumerate(found):
            people[rows, number] = need.people
            source[rows, number] = rules.source_number(need.basis.source)
    return NeedColumns(people=people, source=source)


async def list_direct_payments(council_code: str) -> tuple[DirectPaymentsFigure, ...]:
    """People on direct payments by area, if the council counted them; none if it did not."""
    counts = await repository.list_counts(council_code)
    own = next((count for count in counts if count.measure == DIRECT_PAYMENTS), None)
    found = await areas.list_areas(council_code)
    place = {area.code: number for number, area in enumerate(found)}
    postcodes = np.array([area.postcodes for area in found], dtype=np.float64)
    people = rules.spread(own, place, rules.shares_of(postcodes)) if own else None
    if people is None:
        return ()
    return tuple(
        DirectPaymentsFigure(area_code=area.code, people=float(count))
        for area, count in zip(found, people, strict=True)
    )


def find_figures(council_code: str) -> dict[str, Figure]:
    """By name: facts about a council, each with its source and date; what no source has is missing."""
    return rules.read_figures().get(council_code, {})


def list_languages(council_code: str) -> tuple[LanguageFigure, ...]:
    """Main languages other than English that most people of a council speak (Census 2021), most first."""
    return rules.read_languages().get(council_code, ())


def list_rates() -> tuple[Rate, ...]:
    """How common each thing is, with source and year; those that no estimate uses too."""
    return rules.read_rates()
