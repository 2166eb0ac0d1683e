"""The whole application, and a browser of a commissioner of Wiltshire."""

import httpx
import pytest

from marketplace.app import create_app
from marketplace.councils.service import add_council
from marketplace.kernel.settings import Settings
from marketplace.places.service import Gazetteer
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.gaps import FEW_GROUND
from tests.factories.listings import FEW_PLACES

WILTSHIRE, SOMERSET = "E06000054", "E06000066"


class KnownPlaces(Gazetteer):
    """Five postcodes, and a handful of towns."""

    def __init__(self) -> None:
        self.find_place = FEW_PLACES.find_place
        self.towns_within = FEW_GROUND.towns_within


@pytest.fixture(scope="module")
def app(open_tmp):
    settings = Settings(data_dir=open_tmp / "commissioners", council=WILTSHIRE)
    return create_app(settings, gazetteer=KnownPlaces(), engine=object())


@pytest.fixture
async def client(app, db):
    await add_council(WILTSHIRE, actor="test")
    await add_council(SOMERSET, actor="test")
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers={"accept": "text/html"}
    ) as browser:
        await sign_in_as(browser, await make_account("commissioner", WILTSHIRE))
        yield browser
