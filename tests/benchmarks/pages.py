"""What a page costs beyond its queries (reading the address, map, template, compression): prints a table.

Run from the project's folder: python tests/benchmarks/pages.py [how many listings]
"""

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402 - the project's folder comes first

from marketplace.app import create_app  # noqa: E402 - as above
from marketplace.councils.service import add_council  # noqa: E402 - as above
from marketplace.finder import service  # noqa: E402 - as above
from marketplace.kernel.clock import today  # noqa: E402 - as above
from marketplace.kernel.database import DB, open_pool  # noqa: E402 - as above
from marketplace.kernel.migrations import migrate  # noqa: E402 - as above
from marketplace.kernel.postgres import TEST_SETTINGS, EmbeddedPostgres  # noqa: E402 - as above
from marketplace.kernel.settings import Settings  # noqa: E402 - as above
from marketplace.listings import service as listings  # noqa: E402 - as above
from marketplace.listings.indexing.service import index_schema, rebuild_index  # noqa: E402 - as above
from marketplace.listings.media.service import put_trusted_media  # noqa: E402 - as above
from marketplace.places.service import open_gazetteer  # noqa: E402 - as above
from search.factory import open_engine  # noqa: E402 - as above
from seed.demo.generator import generate_listings  # noqa: E402 - as above
from seed.demo.photos import photos  # noqa: E402 - as above
from tests.factories.accounts import COUNCIL, make_account, sign_in_as  # noqa: E402 - as above

LISTINGS = 2_000
TIMES = 60
BUDGET_MILLISECONDS = 10.0
PAGES = [
    "/",
    "/about",
    "/search?near=Melksham",
    "/search?near=Leeds&more=1",
    "/search?near=Leeds&view=map",
    "/pools",
]
SERVICES = ("search_listings", "get_listing_page")
SIGNED_IN = {
    "steward": [
        "/stewards",
        "/stewards/listings",
        "/stewards/checks",
        "/stewards/claims",
        "/stewards/concerns",
    ],
    "administrator": [
        "/administration",
        f"/administration/council/{COUNCIL}",
        f"/administration/audit/{COUNCIL}",
    ],
    "provider": ["/provider", "/account"],
}
"""Pages of people who are signed in; their queries go on their time, which is small here."""
_spent = {"queries": 0.0}


def say(line):
    sys.stdout.write(f"{line}\n")


def timed(function):
    """The function, with its time added up."""

    async def run(*args, **kwargs):
        begin = time.perf_counter()
        try:
            return await function(*args, **kwargs)
        finally:
            _spent["queries"] += time.perf_counter() - begin

    return run


async def fill(gazetteer, engine, count):
    await migrate()
    async with open_pool(max_size=4):
        for drawing in photos().values():
            await put_trusted_media(drawing.content)
        drafts = generate_listings(count, gazetteer, today=today())
        await listings.load_listings(drafts, gazetteer=gazetteer, actor="benchmark", is_demonstration=True)
        await engine.ensure(index_schema())
        await rebuild_index(engine)


async def measure(browser, path):
    whole, beyond = [], []
    answer = await browser.get(path)
    for _time in range(TIMES):
        _spent["queries"] = 0.0
        begin = time.perf_counter()
        answer = await browser.get(path)
        spent = time.perf_counter() - begin
        whole.append(spent * 1000)
        beyond.append((spent - _spent["queries"]) * 1000)
    async with browser.stream("GET", path) as sent:
        size = sum([len(chunk) async for chunk in sent.aiter_raw()])
    middle = statistics.median(beyond)
    verdict = "" if middle <= BUDGET_MILLISECONDS else "  TOO SLOW"
    say(
        f"{path[:44]:44} {answer.status_code} {statistics.median(whole):8.1f} {middle:8.1f} {size:8}{verdict}"
    )
    return answer


async def run(folder, count):
    gazetteer = open_gazetteer(folder)
    engine = open_engine(folder / "index", writer=True)
    await fill(gazetteer, engine, count)
    for name in SERVICES:
        setattr(service, name, timed(getattr(service, name)))
    app = create_app(Settings(data_dir=folder), gazetteer=gazetteer, engine=engine)
    transport = httpx.ASGITransport(app=app)
    headers = {"accept": "text/html", "accept-encoding": "br"}
    say(f"{count} listings; median of {TIMES}, in milliseconds; bytes as sent, in brotli\n")
    say(f"{'page':44} {'':3} {'whole':>8} {'beyond':>8} {'bytes':>8}")
    async with (
        open_pool(max_size=4),
        httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as browser,
    ):
        for path in PAGES:
            await measure(browser, path)
        found = (await browser.get("/api/search?near=Leeds")).json()["hits"]
        await measure(browser, found[0]["url"])
        await add_council(COUNCIL, actor="benchmark")
        for role, paths in SIGNED_IN.items():
            browser.cookies.clear()
            await sign_in_as(browser, await make_account(role))
            for path in paths:
                await measure(browser, path)
    await engine.aclose()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LISTINGS
    folder = Path(tempfile.mkdtemp(prefix="hereabouts-pages-"))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder / "server", settings=TEST_SETTINGS) as server:
            DB.point_at(server.url())
            asyncio.run(run(folder, count))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
