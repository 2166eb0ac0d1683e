"""The page of results end to end over HTTP, as people get it. From the project's folder:

python -m tests.benchmarks.results_page [--listings 5000] [--data-dir FOLDER] [--write]

A site with one web process and with two is asked as fast as it answers, then at half that rate, and for pages
at a rate that does not depend on the machine.
"""

import argparse
import asyncio
import json
import os
import shutil
import tempfile
import time
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from msgspec import Struct

from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.postgres import EmbeddedPostgres
from marketplace.listings import service as listings
from marketplace.listings.schemas import HiddenReason
from tests.benchmarks.load import at_rate, most_per_second
from tests.benchmarks.measuring import Spent, spent_of
from tests.benchmarks.site import Site, prepare
from tests.benchmarks.tables import milliseconds, say, surroundings, table, write_block

PLACES = ("Leeds", "BS1 4DJ", "Manchester", "Melksham", "Norwich", "SE15", "Birmingham", "York")
SEARCHES = (
    {}, {"q": "gardening"}, {"q": "personal assistant", "day": "mon"}, {"q": "someone to take me swiming"},
    {"q": "help with forms", "kind": "support_organization"}, {"kind": "community_activity", "day": "sat"},
    {"q": "cooking", "language": "somali", "reach": "come_to_me"}, {"page": "2"},
)  # fmt: skip
TYPED = ("sw", "gar", "personal as", "mel", "hel", "dem", "wal", "foot")
CONNECTIONS = 8
STEADY_RATE = 125
"""Pages a second."""
ROWS = (
    "results page, requests a second", "server time at half that rate, ms, p50 / p99",
    "until received at half that rate, ms, p50 / p99",
    f"server time at {STEADY_RATE} a second, ms, p50 / p99", "suggestions, requests a second",
    "suggestions, server time at half that rate, ms, p50 / p99",
    "web process, memory private, MB", "web process, memory mapped, MB",
    "change → found on the page, ms, p50 / p99",
)  # fmt: skip


class Load(Struct, frozen=True):
    """One kind of address under load."""

    per_second: float
    server: Spent
    client: Spent


def addresses():
    """Pages of results and requests for suggestions: 64 and 8, in turn."""
    pages = [f"/search?{urlencode({**search, 'near': place})}" for search, place in product(SEARCHES, PLACES)]
    return pages, [f"/api/suggest?{urlencode({'q': typed, 'near': 'Leeds'})}" for typed in TYPED]


async def load(site, paths, route, seconds):
    """As much as it can, then half of that."""
    await most_per_second(site.port, paths, connections=2, seconds=seconds / 3)
    per_second = await most_per_second(site.port, paths, connections=CONNECTIONS, seconds=seconds)
    since = site.log_bytes()
    client = await at_rate(site.port, paths, per_second=per_second / 2, seconds=seconds)
    await asyncio.sleep(0.3)
    return Load(per_second, spent_of(site.server_times(route, since=since)), client)


async def steady(site, paths, route, seconds):
    """The server's times at the steady rate."""
    since = site.log_bytes()
    await at_rate(site.port, paths, per_second=STEADY_RATE, seconds=seconds)
    await asyncio.sleep(0.3)
    return spent_of(site.server_times(route, since=since))


async def freshness(site, url, times=20):
    """A listing is withdrawn or published, committed: until the site says so (not shown is at once)."""
    DB.point_at(url)
    found = json.loads(await asyncio.to_thread(site.get, "/api/search?near=Leeds"))["hits"][0]
    listing, title = found["id"], found["title"]
    path = f"/api/search?{urlencode({'q': title, 'near': 'Leeds'})}"
    spent = []
    async with open_pool(max_size=2):
        for _ in range(times):
            await listings.hide_listing(listing, HiddenReason.SUSPENDED, actor="benchmark")
            await _until(site, path, listing, there=False)
            await listings.show_listing(listing, HiddenReason.SUSPENDED, actor="benchmark")
            begin = time.perf_counter()
            await _until(site, path, listing, there=True)
            spent.append((time.perf_counter() - begin) * 1000)
    return spent_of(spent)


async def _until(site, path, listing, *, there, seconds=30.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = json.loads(await asyncio.to_thread(site.get, path))
        if (str(listing) in {hit["id"] for hit in answer["hits"]}) is there:
            return
        await asyncio.sleep(0.002)
    raise RuntimeError("A change was not found.")


def measure(folder, workers, seconds):
    """All figures with so many web processes."""
    pages, suggestions = addresses()
    with Site(folder, workers=workers) as site:
        page = asyncio.run(load(site, pages, "/search", seconds))
        calm = asyncio.run(steady(site, pages, "/search", seconds))
        suggested = asyncio.run(load(site, suggestions, "/api/suggest", seconds))
        private, mapped = site.memory()
        with EmbeddedPostgres(folder) as server:
            fresh = asyncio.run(freshness(site, server.url()))
    return [
        f"{page.per_second:,.0f}", _both(page.server), _both(page.client), _both(calm),
        f"{suggested.per_second:,.0f}", _both(suggested.server), f"{private:.0f}", f"{mapped:.0f}",
        _both(fresh),
    ]  # fmt: skip


def _both(spent):
    return f"{milliseconds(spent.p50)} / {milliseconds(spent.p99)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=8.0, help="for each measurement")
    parser.add_argument("--data-dir", type=Path, help="a folder that holds made-up listings already")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reference/speed.md")
    chosen = parser.parse_args()
    folder = chosen.data_dir or Path(tempfile.mkdtemp(prefix="hereabouts-site-"))
    os.environ["MARKETPLACE_DEMONSTRATION"] = "yes"
    try:
        if chosen.data_dir is None:
            folder.chmod(0o755)
            prepare(folder, chosen.listings)
        columns = [measure(folder, workers, chosen.seconds) for workers in (1, 2)]
    finally:
        if chosen.data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)
    text = f"{chosen.listings:,} made-up listings. {surroundings('granian', 'litestar')}.\n\n" + table(
        ["", "1 web process", "2 web processes"], list(map(list, zip(ROWS, *columns, strict=True)))
    )
    say(f"\n{text}\n")
    if chosen.write:
        write_block("results page", text)


if __name__ == "__main__":
    main()
