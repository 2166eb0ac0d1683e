"""A night on which very many listings are to be asked about at once. From the project's folder:

python -m tests.benchmarks.freshness [--listings 100000]
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.migrations import migrate
from marketplace.kernel.postgres import EmbeddedPostgres
from marketplace.listings.freshness import service
from tests.benchmarks.tables import say, table
from tests.factories.listings import make_activity, publish

START = datetime(2026, 12, 7, 12, tzinfo=UTC)


async def copy_listing(listing_id, count):
    """The same listing so many times more."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO service SELECT copy.* FROM service s, generate_series(1, $2::int) g,
            LATERAL jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'x', g)) copy
            WHERE s.id = $1""",
            listing_id,
            count,
        )
        await raw.execute("ANALYZE service")


async def step(day):
    """How many listings took a step on a day, and for how many seconds that worked."""
    with clock.stopped_at(START + timedelta(days=day)):
        began = time.perf_counter()
        return await service.take_steps(), time.perf_counter() - began


async def measure(server, listings):
    """Steps of all listings at once, and of none."""
    DB.point_at(server.url())
    await migrate()
    async with open_pool(max_size=4):
        with clock.stopped_at(START):
            await copy_listing(await publish(make_activity()), listings - 1)
        rows = [("all are to be asked about", *await step(91)), ("nothing is due", *await step(91))]
        async with connection() as raw:
            await raw.execute("UPDATE listing_freshness SET stage = 4")
        rows.append(("all are to be hidden", *await step(133)))
    say(table(("a night on which", "listings", "seconds"), [(w, f"{n:,}", f"{s:.1f}") for w, n, s in rows]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    folder = Path(tempfile.mkdtemp(prefix="hereabouts-freshness-"))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder / "server") as server:
            asyncio.run(measure(server, parser.parse_args().listings))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
