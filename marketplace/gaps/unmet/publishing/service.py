"""Counts months that are over, and deletes what is too old. Nothing else reads signals to tell of them."""

import asyncio
from collections.abc import Callable
from datetime import date

from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import list_council_settings, list_councils_in_system
from marketplace.gaps.unmet.publishing import repository, rules
from marketplace.gaps.unmet.publishing.repository import Row
from marketplace.gaps.unmet.rules import Told, tell
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.places.service import Gazetteer
from marketplace.signals import rules as signals
from marketplace.signals.counts import service as counts

Districts = Callable[[str], frozenset[str]]
_FOREVER = date.max


async def publish_months(gazetteer: Gazetteer) -> int:
    """Count each month that is over and was not counted, for all councils together; return how many.

    A council that comes into the system later has no numbers of a month that was counted without it: they
    are in the national team's. One that keeps no signals has none either.
    """

    def districts(code: str) -> frozenset[str]:
        return frozenset() if code == NATIONAL else rules.districts_in(gazetteer.postcodes_of(code))

    return await publish_with(districts)


async def publish_with(districts: Districts) -> int:
    """The same; `districts` says which postcode districts many of a council's people live in."""
    today = clock.today()
    months = rules.months_to_count(await counts.first_month(), today)
    done = await repository.list_counted(months)
    number = 0
    for month in months:
        if month not in done:
            async with transaction():
                number += await _publish(month, today, districts)
    return number


async def _publish(month: date, today: date, districts: Districts) -> bool:
    if not await repository.begin_month(month, today):
        return False
    in_system = [council.code for council in await list_councils_in_system()]
    settings = await list_council_settings(in_system)
    keeping = [code for code in in_system if settings[code].keeps_signals]
    ids = await repository.add_councils(month, keeping, today)
    rows: list[Row] = []
    for code, own in (await counts.count_month(month, in_system, rules.counted_as())).items():
        if code in ids:
            told = tell(own, await asyncio.to_thread(districts, code))
            rows += _rows(ids[code], told)
    await repository.add_numbers(rows)
    return True


def _rows(counted: int, told: Told) -> list[Row]:
    rows = [
        Row(
            counted=counted,
            part=part,
            kind=each.kind,
            is_met=each.is_met,
            outcode=each.outcode,
            code=each.code,
            people=each.askers,
        )
        for part, places in (("type", told.types), ("group", told.groups))
        for each in places
    ]
    rows += [
        Row(counted=counted, part=part, kind=each.kind, is_rest=True, code=each.code, people=each.askers)
        for part, rests in (("type", told.type_rests), ("group", told.group_rests))
        for each in rests
    ]
    rows += [
        Row(
            counted=counted,
            part="word",
            kind="search",
            is_met=each.is_met,
            code=each.word,
            people=each.askers,
        )
        for each in told.words
    ]
    rows += [
        Row(
            counted=counted,
            part="ending",
            kind=each.kind,
            code=each.outcome,
            reason=each.reason,
            people=each.askers,
        )
        for each in told.endings
    ]
    return rows


async def drop_old_months() -> int:
    """Delete what is older than its council keeps signals, and all of one that keeps none; return how many.

    For timed work, and for a council that has just changed it.
    """
    today = clock.today()
    async with transaction():
        codes = [council.code for council in await list_councils_in_system()]
        settings = await list_council_settings([*codes, NATIONAL])
        cuts = {
            code or NATIONAL: signals.months_before(today, each.signals_kept_months)
            if each.keeps_signals
            else _FOREVER
            for code, each in settings.items()
        }
        return await repository.drop_before(cuts, cuts[NATIONAL])
