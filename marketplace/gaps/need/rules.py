"""How many people need support, out of what was counted: no database, no clock.

Of a council and care group one source counts, never a mix: the council's own counts if it has any that fit
its areas; else an estimate, which is the sum over columns of the census of people times rate. A census by
small area counts if it has every column that the group's rates name, for every area; else the figure of the
whole council is spread over its areas by their postcodes.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct

from marketplace.gaps.need.schemas import (
    CENSUS_COLUMNS,
    GROUPS,
    SOURCES,
    Figure,
    KeptCount,
    LanguageFigure,
    NeedBasis,
    Rate,
)
from marketplace.gaps.schemas import GapGroup, NeedSource

_DATA = Path(__file__).parents[1] / "data"
_COUNTED_RATE = 1.0
"""A rate that says that the people of a column are those themselves."""


def _read(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def read_rates() -> tuple[Rate, ...]:
    """All rates, those that are not used too."""
    return tuple(
        Rate(
            group=GapGroup(row["group"]),
            measure=row["measure"],
            column=row["column"],
            ages=row["ages"],
            rate=float(row["rate"]),
            is_derived=row["is_derived"] == "yes",
            is_used=row["is_used"] == "yes",
            source=row["source"],
            year=int(row["year"]),
            how=row["how"],
        )
        for row in _read("rates.csv")
    )


@cache
def rates_of(group: GapGroup) -> tuple[Rate, ...]:
    """The rates that an estimate of a care group uses."""
    return tuple(rate for rate in read_rates() if rate.group is group and rate.is_used)


@cache
def read_figures() -> dict[str, dict[str, Figure]]:
    """By council and name: facts. What a source does not have is missing."""
    columns = {row["column"]: row for row in _read("columns.csv")}
    return {
        row["council_code"]: {
            name: Figure(
                name=name,
                value=float(value),
                source=columns[name]["source"],
                period=columns[name]["period"],
            )
            for name, value in row.items()
            if name != "council_code" and value
        }
        for row in _read("council_figures.csv")
    }


@cache
def read_languages() -> dict[str, tuple[LanguageFigure, ...]]:
    """By council: main languages other than English, the most spoken first."""
    found: dict[str, list[LanguageFigure]] = {}
    for row in _read("languages.csv"):
        found.setdefault(row["council_code"], []).append(
            LanguageFigure(code=row["language"], name=row["name"], people=int(row["people"]))
        )
    return {code: tuple(languages) for code, languages in found.items()}


class GroupNeed(Struct, frozen=True):
    """People of one care group in each area of a council, and where that comes from."""

    people: np.ndarray
    basis: NeedBasis


def work_out_need(
    council_code: str, area_codes: Sequence[str], postcodes: np.ndarray, counts: Sequence[KeptCount]
) -> list[GroupNeed]:
    """Need of each group in the areas of a council, in the order of GROUPS; nobody where nothing is known."""
    place = {code: number for number, code in enumerate(area_codes)}
    shares = shares_of(postcodes)
    by_measure = {count.measure: count for count in counts}
    return [
        _own(group, by_measure, place, shares, council_code)
        or _estimate(group, by_measure, place, shares, council_code)
        for group in GROUPS
    ]


def shares_of(postcodes: np.ndarray) -> np.ndarray:
    """The share of each area of its council, by postcodes; alike for all where none is known to hold any."""
    total = postcodes.sum()
    return np.asarray(postcodes / total if total else np.full(len(postcodes), 1 / max(len(postcodes), 1)))


def spread(count: KeptCount, place: Mapping[str, int], shares: np.ndarray) -> np.ndarray | None:
    """What was counted, by area; None if it was counted in other areas, or not in all of these.

    A figure of the whole council is spread by postcodes.
    """
    if count.area_codes == (count.council_code,):
        return np.asarray(shares * count.people[0])
    if len(count.area_codes) != len(place) or any(code not in place for code in count.area_codes):
        return None
    people = np.zeros(len(place))
    people[[place[code] for code in count.area_codes]] = count.people
    return people


def _own(
    group: GapGroup,
    counts: Mapping[str, KeptCount],
    place: Mapping[str, int],
    shares: np.ndarray,
    council_code: str,
) -> GroupNeed | None:
    count = counts.get(str(group))
    people = spread(count, place, shares) if count else None
    if count is None or people is None:
        return None
    basis = NeedBasis(
        group=group,
        source=NeedSource.COUNCIL,
        origin=count.source,
        period=count.period,
        is_spread=count.area_codes == (council_code,),
    )
    return GroupNeed(people, basis)


def _estimate(
    group: GapGroup,
    counts: Mapping[str, KeptCount],
    place: Mapping[str, int],
    shares: np.ndarray,
    council_code: str,
) -> GroupNeed:
    rates = rates_of(group)
    used = [counts[rate.column] for rate in rates if rate.column in counts]
    columns = [spread(count, place, shares) for count in used]
    is_whole = len(used) == len(rates) and all(column is not None for column in columns)
    if is_whole and len({count.import_id for count in used}) == 1:
        people = np.sum(
            [rate.rate * column for rate, column in zip(rates, columns, strict=True) if column is not None],
            axis=0,
        )
        origin, period = used[0].source, used[0].period
        is_spread = used[0].area_codes == (council_code,)
    else:
        figures = read_figures().get(council_code, {})
        people = shares * sum(
            rate.rate * figures[rate.column].value for rate in rates if rate.column in figures
        )
        known = [figures[rate.column] for rate in rates if rate.column in figures]
        origin, period = (known[0].source, known[0].period) if known else ("", "")
        is_spread = True
    basis = NeedBasis(
        group=group,
        source=NeedSource.ESTIMATE,
        origin=origin,
        period=period,
        is_spread=is_spread,
        rates=tuple(rate for rate in rates if rate.rate != _COUNTED_RATE),
    )
    return GroupNeed(people, basis)


def source_number(source: NeedSource) -> int:
    """Place of a source in SOURCES."""
    return SOURCES.index(source)


def is_census_column(name: str) -> bool:
    """Whether a measure is a column of the census, and not a council's own count."""
    return name in CENSUS_COLUMNS
