"""The whole application on a database of its own, with an index on disk."""

import httpx
import pytest_asyncio

from marketplace.app import create_app
from marketplace.councils.service import add_council
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing import service as indexing
from search.factory import open_engine
from tests.accounts.conftest import cheap_hashes  # noqa: F401 - a fixture
from tests.factories.accounts import COUNCIL


@pytest_asyncio.fixture(loop_scope="session")
async def settings(committed_db, tmp_path):
    """Settings of the application on a database of its own."""
    await add_council(COUNCIL, actor="test")
    return Settings(data_dir=tmp_path, demonstration=True)


@pytest_asyncio.fixture(loop_scope="session")
async def app(settings, gazetteer):
    """The whole application."""
    writer = open_engine(settings.index_dir, writer=True)
    await writer.ensure(indexing.index_schema())
    await writer.aclose()
    engine = open_engine(settings.index_dir, writer=False)
    yield create_app(settings, gazetteer=gazetteer, engine=engine)
    await engine.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def browse(app):
    """What opens a browser that takes HTML and has no cookies."""
    opened = []

    def browse():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
        browser = httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)
        opened.append(browser)
        return browser

    yield browse
    for browser in opened:
        await browser.aclose()
