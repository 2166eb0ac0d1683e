"""The whole application, and a browser of somebody who has no account."""

import httpx
import pytest

from marketplace.app import create_app
from marketplace.kernel.settings import Settings


@pytest.fixture(scope="module")
def app(open_tmp, gazetteer):
    settings = Settings(data_dir=open_tmp / "planning")
    return create_app(settings, gazetteer=gazetteer, engine=object())


@pytest.fixture
async def client(app, db):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"accept": "text/html", "accept-encoding": "br"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as browser:
        yield browser
