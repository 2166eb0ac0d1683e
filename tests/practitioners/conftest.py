"""An application without listings in its index, and the browser of a practitioner."""

import shutil

import httpx
import pytest
import pytest_asyncio

from marketplace.app import create_app
from marketplace.councils import service as councils
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing.service import index_schema
from search.factory import open_engine
from tests.factories.accounts import ACTOR, COUNCIL, make_account, sign_in_as, viewer_of
from tests.factories.referrals import make_listed
from tests.listings.conftest import statements  # noqa: F401 - a fixture


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def app(gazetteer, open_tmp):
    """The whole application on an empty index and the real gazetteer."""
    data_dir = open_tmp / "practitioners"
    settings = Settings(data_dir=data_dir, demonstration=True, council=None)
    writer = open_engine(settings.index_dir, writer=True)
    await writer.ensure(index_schema())
    await writer.aclose()
    engine = open_engine(settings.index_dir, writer=False)
    yield create_app(settings, gazetteer=gazetteer, engine=engine)
    await engine.aclose()
    shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture
def browse(app):
    """Makes browsers that take HTML."""

    def make():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers={"accept": "text/html"})

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def robin(browse, db):
    """The browser of a practitioner of Wiltshire; `viewer` is who it is for services."""
    await councils.add_council(COUNCIL, actor=ACTOR)
    account = await make_account("practitioner", name="Robin Practitioner")
    async with browse() as browser:
        await sign_in_as(browser, account)
        browser.viewer = await viewer_of(account)
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def listed(robin):
    """Three public listings, each with its provider."""
    return [await make_listed(name) for name in ("Amina K.", "Bo L.", "Cem M.")]
