"""Letters and signals that were kept, and browsers in which somebody is signed in."""

import httpx
import pytest

from marketplace.app import create_app
from marketplace.kernel.database import connection
from marketplace.kernel.settings import Settings
from tests.factories.accounts import sign_in_as
from tests.listings.conftest import statements  # noqa: F401 - a fixture

HEADERS = {"accept": "text/html", "sec-fetch-site": "same-origin"}


async def _rows(statement):
    async with connection() as raw:
        return [dict(row) for row in await raw.fetch(statement)]


@pytest.fixture
def letters():
    """What reads the letters that wait, oldest first: all of them, or of one kind."""

    async def letters(kind=None):
        rows = await _rows("SELECT * FROM letter ORDER BY queued_at, id")
        return [row for row in rows if kind in {None, row["kind"]}]

    return letters


@pytest.fixture
def signals():
    """What reads what came of pools, as the market view heard of it."""

    async def signals():
        rows = await _rows("SELECT * FROM outcome_signal WHERE kind = 'pool' ORDER BY on_day, id")
        return [(row["outcome"], row["reason"] or None) for row in rows]

    return signals


@pytest.fixture(scope="package")
def app(open_tmp, gazetteer):
    return create_app(Settings(data_dir=open_tmp / "pooling"), gazetteer=gazetteer, engine=object())


@pytest.fixture
async def browse(app, db):
    """What opens a browser in which an account is signed in."""
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
