"""A provider's browser on the whole application, in the transaction of the test, with the real places."""

import httpx
import pytest
import pytest_asyncio

from marketplace.accounts.schemas import Role
from marketplace.app import create_app
from marketplace.kernel.settings import Settings
from tests.factories.accounts import make_account, sign_in_as, viewer_of
from tests.listings.conftest import statements  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def app(open_tmp, gazetteer):
    settings = Settings(data_dir=open_tmp / "provider", demonstration=True)
    return create_app(settings, gazetteer=gazetteer, engine=object())


def open_browser(app):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


@pytest_asyncio.fixture(loop_scope="session")
async def account(db):
    return await make_account(Role.PROVIDER)


@pytest_asyncio.fixture(loop_scope="session")
async def viewer(account):
    return await viewer_of(account)


@pytest_asyncio.fixture(loop_scope="session")
async def client(app, account):
    """Signed in as `account`."""
    async with open_browser(app) as client:
        await sign_in_as(client, account)
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(app, db):
    """Signed in as another provider."""
    async with open_browser(app) as client:
        await sign_in_as(client, await make_account(Role.PROVIDER, name="Somebody Else"))
        yield client
