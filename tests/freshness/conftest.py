"""A council with people and listings, and a clock that is moved."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.listings.organizations.service import create_organization
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, make_organization, publish

START = datetime(2026, 12, 7, 12, tzinfo=UTC)


@pytest.fixture
def day():
    """Stops the clock at noon of a day, counted from the start."""

    def at(number, *, hour=12):
        return clock.stopped_at((START + timedelta(days=number)).replace(hour=hour))

    return at


@pytest.fixture
def provider():
    """Somebody with public listings, confirmed on the first day: the viewer and the ids."""

    async def make(draft=make_activity, *, count=1, **changes):
        with clock.stopped_at(START):
            viewer = await viewer_of(await make_account(Role.PROVIDER))
            organization_id = await create_organization("Amina K.", viewer)
            organization = make_organization(id=organization_id)
            return viewer, [await publish(draft(organization=organization, **changes)) for _ in range(count)]

    return make


@pytest.fixture
def letters():
    """Kinds of the letters that were queued, oldest first."""

    async def read():
        return [row["kind"] for row in await DB.run_ddl("SELECT kind FROM letter ORDER BY queued_at, id")]

    return read


@pytest.fixture
def tokens():
    """Tokens in all letters, the oldest first, by what they begin with."""

    async def read(start="/still-correct/"):
        rows = await DB.run_ddl("SELECT parts FROM letter ORDER BY queued_at, id")
        urls = [part["url"] for row in rows for part in row["parts"] if "url" in part]
        return [url.removeprefix(start) for url in urls if url.startswith(start)]

    return read
