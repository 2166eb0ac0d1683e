"""A small made-up site for the tests of the pages: 160 demonstration listings in Wiltshire, with pictures.

`client` talks to the whole application in this process; tests/browser starts it as a process of its own.
"""

import shutil
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from marketplace.app import create_app
from marketplace.kernel.clock import today
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.indexing.service import index_schema, rebuild_index
from marketplace.listings.media.service import put_trusted_media
from marketplace.places import service as places
from search.factory import open_engine
from seed.demo.generator import generate_listings
from seed.demo.photos import photos
from seed.demo.support import made_up_support
from tests.conftest import _clone, _run

WILTSHIRE = "E06000054"
LISTINGS = 160


async def fill(gazetteer, index_dir: Path) -> list[UUID]:
    """Load the listings into the database in hand and an index; return their ids."""
    drafts = list(generate_listings(LISTINGS, gazetteer, WILTSHIRE, today=today()))
    for drawing in photos().values():
        await put_trusted_media(drawing.content)
    await listings.load_listings(drafts, gazetteer=gazetteer, actor="test", is_demonstration=True)
    await places.set_support(WILTSHIRE, made_up_support(today())[WILTSHIRE], "test")
    engine = open_engine(index_dir, writer=True)
    await engine.ensure(index_schema())
    await rebuild_index(engine)
    await engine.aclose()
    return [draft.id for draft in drafts if draft.id]


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def site(postgres, database_template, gazetteer, open_tmp):
    """A database and an index with the listings, as settings for the application."""
    url = await _clone(postgres, database_template, "web")
    kept_pool, kept_config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    data_dir = open_tmp / "web"
    try:
        async with open_pool(max_size=4):
            await fill(gazetteer, data_dir / "index")
            yield Settings(data_dir=data_dir, demonstration=True, council=None)
    finally:
        DB.pool, DB.config = kept_pool, kept_config
        shutil.rmtree(data_dir, ignore_errors=True)
        await _run(postgres, 'DROP DATABASE "web" WITH (FORCE)')


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def app(site, gazetteer):
    """The whole application on the small site."""
    engine = open_engine(site.index_dir, writer=False)
    yield create_app(site, gazetteer=gazetteer, engine=engine)
    await engine.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def client(app):
    """A browser that takes HTML."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-encoding": "br"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def listing_path(client):
    """The address of a listing with a picture and an easy-read summary."""
    found = (await client.get("/api/search?near=Melksham&within=30&per_page=100")).json()["hits"]
    for hit in found:
        listing = (await client.get(f"/api{hit['url']}")).json()["listing"]
        if listing["photos"] and listing["easy_read"]:
            return hit["url"]
    pytest.fail("No made-up listing has a picture and an easy-read summary.")
