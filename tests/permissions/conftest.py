"""The whole application on a database of its own, with no listing but those that cases make."""

import importlib
import shutil
from pathlib import Path

import httpx
import pytest_asyncio

from marketplace.app import create_app
from marketplace.councils.service import add_council
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing.service import index_schema
from search.factory import open_engine
from tests.conftest import _clone, _run
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL

for module in sorted(Path(__file__).parent.glob("cases_*.py")):
    importlib.import_module(f"tests.permissions.{module.stem}")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def settings(postgres, database_template, open_tmp):
    """Settings of the application, with the database behind them."""
    url = await _clone(postgres, database_template, "access")
    kept_pool, kept_config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    data_dir = open_tmp / "access"
    try:
        async with open_pool(max_size=4):
            for code in (COUNCIL, OTHER_COUNCIL):
                await add_council(code, actor="test")
            yield Settings(data_dir=data_dir, demonstration=True)
    finally:
        DB.pool, DB.config = kept_pool, kept_config
        shutil.rmtree(data_dir, ignore_errors=True)
        await _run(postgres, 'DROP DATABASE "access" WITH (FORCE)')


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def app(settings, gazetteer):
    """The whole application."""
    engine = open_engine(settings.index_dir, writer=True)
    await engine.ensure(index_schema())
    await engine.aclose()
    engine = open_engine(settings.index_dir, writer=False)
    yield create_app(settings, gazetteer=gazetteer, engine=engine)
    await engine.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def browse(app):
    """What opens a browser that takes HTML and has no cookies."""
    opened = []

    def browse():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        browser = httpx.AsyncClient(
            transport=transport, base_url="http://test", headers={"accept": "text/html"}
        )
        opened.append(browser)
        return browser

    yield browse
    for browser in opened:
        await browser.aclose()
