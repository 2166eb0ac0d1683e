"""The door of runs: access worked out for all areas, kept, and read by council.

A run is worked out anew by a job some minutes after supply, need, areas or settings changed, and at the end
of each month a copy is kept.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from marketplace.gaps.areas.schemas import AreaColumns
from marketplace.gaps.runs import repository, rules
from marketplace.gaps.runs.schemas import CouncilAccess, Middles, NewCouncil, Run
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply import service as supply
from marketplace.gaps.supply.nation.service import read_mark, read_nation
from marketplace.gaps.supply.rules import ENGLAND, GROUPS, support_types
from marketplace.jobs import service as jobs
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.places import service as places

__all__ = [
    "ask_for_run",
    "compute_run",
    "find_run",
    "keep_month",
    "list_months",
    "read_access",
    "read_middles",
]

JOB = "gaps"
MONTHS_KEPT = 36
_METHOD = 1
"""Raised when figures are worked out otherwise, so that all are."""
_FIRST_KIND = len(Unit) * len(GROUPS)
"""So many figures are those of all kinds of support together; they stand first."""


async def find_run(council_code: str | None = None, month: date | None = None) -> Run | None:
    """The latest run, or that of a month; None where there is none, or it has nothing of the council."""
    if council_code is None:
        return await repository.find_run(month)
    found = await repository.find_council(council_code, month)
    return found[0] if found else None


async def read_access(
    council_code: str, month: date | None = None, *, support_types: Sequence[str] | None = ("",)
) -> CouncilAccess | None:
    """Access of a council's small areas, now or at the end of a month. Two statements.

    `support_types`: "" is all together, others are headings of the list; None reads all of them. Of months
    only "" is kept. None where nothing was worked out for the council.
    """
    found = await repository.find_council(council_code, month)
    if found is None:
        return None
    run, area_set, area_codes = found
    levels = await repository.list_levels(run.id, council_code, support_types)
    return CouncilAccess(
        run=run,
        council_code=council_code,
        area_set=area_set,
        area_codes=area_codes,
        levels={(GapGroup(group), kind, Unit(unit)): each for (group, kind, unit), each in levels.items()},
    )


async def read_middles(asked: Sequence[str], month: date | None = None) -> Middles:
    """What half of the people of places have at most: England's code, names of regions, council codes.

    One statement.
    """
    types, rows = await repository.list_middles(asked, month)
    keys = rules.keys(types)
    return Middles(values={place: dict(zip(keys, amounts, strict=True)) for place, amounts in rows.items()})


async def list_months(council_code: str) -> tuple[date, ...]:
    """First days of the months that are kept of a council, the latest first."""
    return tuple(await repository.list_months(council_code))


async def ask_for_run() -> bool:
    """Have a run worked out by a job, if anything that it comes from has changed since the last."""
    if await repository.find_mark() == await _mark():
        return False
    return await jobs.enqueue(JOB, {}, key=JOB)


async def _mark() -> str:
    """What a run is worked out from."""
    return f"{_METHOD} {await read_mark()} {await repository.read_mark()}"


async def compute_run() -> Run | None:
    """Work out access of all areas and keep it; None where nothing has changed, or there are no areas.

    Reading, working out and writing each have their own time: meanwhile others read the run before. Of two
    at once the one that began later stays.
    """
    computed_at, mark = clock.now(), await _mark()
    if await repository.find_mark() == mark:
        return None
    nation = await read_nation()
    columns = nation.columns
    if not len(columns):
        return None
    listings = await supply.list_columns()
    measured = await asyncio.to_thread(rules.measure_supply, listings, nation.terrain, nation.people)
    middles = await asyncio.to_thread(rules.middles, measured.amounts, nation.people, _places(columns))
    run = Run(
        id=uuid4(),
        computed_at=computed_at,
        areas=len(columns),
        listings=measured.listings,
        unsaid=measured.unsaid,
        unreached=measured.unreached,
        support_types=support_types(),
    )
    async with transaction():
        await repository.lock()
        latest = await repository.find_run(None)
        if latest and latest.computed_at > computed_at:
            return None
        run_id = await repository.put_run(run, mark)
        known = await repository.list_digests(run_id)
        await repository.delete_councils(run_id, set(known) - set(columns.council_codes))
        for number, code in enumerate(columns.council_codes):
            rows, area_set = columns.rows_of(code), str(columns.set_ids[number])
            parts = rules.columns_of(measured, rows)
            digest = rules.digest_of(area_set, columns.codes[rows], parts)
            if known.get(code) != digest:
                council = NewCouncil(
                    council_code=code,
                    area_set=area_set,
                    area_codes=columns.codes[rows],
                    digest=digest,
                    rows=rules.levels_of(parts),
                )
                await repository.delete_councils(run_id, [code])
                await repository.add_council(run_id, council)
        await repository.replace_middles(run_id, middles)
    return run


def _places(columns: AreaColumns) -> dict[str, list[slice]]:
    """The areas of England, of its regions, and of each council."""
    found: dict[str, list[slice]] = {ENGLAND: [slice(0, len(columns))]}
    for code in columns.council_codes:
        rows = columns.rows_of(code)
        council = places.find_council(code)
        found[code] = [rows]
        if council and council.region:
            found.setdefault(council.region, []).append(rows)
    return found


async def keep_month() -> bool:
    """Keep the latest run as that of the month that is over, and drop months of long ago. Once a month.

    False when it was kept, or when there was no run yet as the month ended.
    """
    first = clock.today().replace(day=1)
    over = (first - timedelta(days=1)).replace(day=1)
    async with transaction():
        await repository.lock()
        await repository.drop_months(rules.months_before(first, MONTHS_KEPT))
        # Until the second day: what was worked out on the first stands for the end of the month too.
        before = datetime.combine(first + timedelta(days=1), time(), tzinfo=clock.LONDON)
        return await repository.keep_month(over, before, _FIRST_KIND)
