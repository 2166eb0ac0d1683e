"""A browser on the whole application, in the transaction of the test. Passwords are hashed cheaply."""

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from marketplace.accounts.passwords import service as passwords
from marketplace.app import create_app
from marketplace.kernel.settings import Settings

SAME_SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    """The work of argon2id is the point of it, and not of these tests."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    monkeypatch.setattr(passwords, "_NOBODY", cheap.hash("nobody"))


@pytest.fixture(scope="session")
def settings(open_tmp):
    return Settings(data_dir=open_tmp / "accounts", demonstration=True)


@pytest.fixture(scope="session")
def app(settings):
    return create_app(settings, gazetteer=object(), engine=object())


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app, db):
    """A browser of a visitor, which posts as a page of this site does."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"accept": "text/html", **SAME_SITE}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client
