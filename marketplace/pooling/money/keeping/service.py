"""The door for how long records of money are kept: as the council of the pool says now."""

from collections.abc import AsyncIterator
from datetime import date

from marketplace.councils.schemas import PoolSettings
from marketplace.councils.service import get_council_settings
from marketplace.kernel import clock
from marketplace.pooling.money.keeping import repository
from marketplace.pooling.money.rules import oldest_kept
from marketplace.pooling.schemas import Pool


async def settings_of(pool: Pool) -> PoolSettings:
    """What a pool's council says of pools, with how many years records and receipts are kept."""
    return (await get_council_settings(pool.area.council_code)).pooling


async def oldest_entries(pool: Pool) -> date:
    """Entries of before this day are deleted, and none are taken any more."""
    return oldest_kept(clock.today(), (await settings_of(pool)).statements_kept_years)


async def oldest_receipts(pool: Pool) -> date:
    """Receipts and sessions of before this day are deleted, and none are taken any more."""
    return oldest_kept(clock.today(), (await settings_of(pool)).receipts_kept_years)


async def each_council() -> AsyncIterator[tuple[str | None, PoolSettings]]:
    """Each council that has pools, with what it says of them. For timed work."""
    for code in await repository.list_councils():
        yield code, (await get_council_settings(code)).pooling
