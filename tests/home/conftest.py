"""Browsers in which somebody is signed in."""

import httpx
import pytest

from marketplace.app import create_app
from marketplace.kernel.settings import Settings
from tests.factories.accounts import sign_in_as
from tests.listings.conftest import statements  # noqa: F401 - a fixture

HEADERS = {"accept": "text/html", "sec-fetch-site": "same-origin"}


@pytest.fixture(scope="package")
def app(open_tmp, gazetteer):
    return create_app(Settings(data_dir=open_tmp / "home"), gazetteer=gazetteer, engine=object())


@pytest.fixture
async def browse(app, db):
    """What opens a browser, in which an account is signed in."""
    opened = []

    async def browse(account=None):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        browser = httpx.AsyncClient(transport=transport, base_url="http://test", headers=HEADERS)
        opened.append(browser)
        if account is not None:
            await sign_in_as(browser, account)
        return browser

    yield browse
    for browser in opened:
        await browser.aclose()
