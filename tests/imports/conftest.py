"""Spreadsheets of a steward of Wiltshire, and what they need."""

import csv
import io
import shutil

import httpx
import pytest
import pytest_asyncio

from marketplace.app import create_app
from marketplace.councils import service as councils
from marketplace.kernel.settings import Settings
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.indexing.service import index_schema
from search.factory import open_engine
from tests.factories.accounts import ACTOR, COUNCIL, make_account, sign_in_as, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM, TROWBRIDGE
from tests.listings.conftest import statements  # noqa: F401 - a fixture

GROUP = {
    "Provider": "Trowbridge Makers",
    "Kind of support": "Community activity",
    "Title": "Tuesday art group",
    "Summary": "A friendly group that paints every Tuesday.",
    "Support types": "Arts & crafts; social groups and clubs",
    "Address of the place": "1 High Street",
    "Town of the place": "Trowbridge",
    "Postcode of the place": TROWBRIDGE,
    "Days": "Tuesdays",
    "Times": "2-4pm",
    "Price": "£8 a session",
}
ASSISTANT = {
    "Provider": "Amina K.",
    "Kind of support": "PA",
    "Title": "Swimming and getting out",
    "Summary": "I help people to swim and to see friends.",
    "Support types": "Swimming, Getting out and about",
    "Base postcode (never shown)": MELKSHAM,
    "Miles travelled": "8 miles",
}


def sheet(*rows) -> bytes:
    """Rows as a CSV file."""
    headings = list(dict.fromkeys(key for row in rows for key in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, headings)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


async def send(viewer, *rows, council=COUNCIL):
    """Upload rows as the viewer; the id of the import."""
    return await imports.add_import(sheet(*rows), "ours.csv", council, viewer, gazetteer=FEW_PLACES)


async def steward_of(council=COUNCIL):
    """A steward; the council is put into the system."""
    await councils.add_council(council, actor=ACTOR)
    return await viewer_of(await make_account("steward", council))


@pytest_asyncio.fixture(loop_scope="session")
async def steward(db):
    """A steward of Wiltshire, in a transaction that is rolled back."""
    return await steward_of()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def app(gazetteer, open_tmp):
    """The whole application on an empty index and the real gazetteer."""
    settings = Settings(data_dir=open_tmp / "imports", demonstration=True, council=None)
    writer = open_engine(settings.index_dir, writer=True)
    await writer.ensure(index_schema())
    await writer.aclose()
    engine = open_engine(settings.index_dir, writer=False)
    yield create_app(settings, gazetteer=gazetteer, engine=engine)
    await engine.aclose()
    shutil.rmtree(settings.data_dir, ignore_errors=True)


@pytest.fixture
def browse(app):
    """Makes browsers that take HTML."""

    def make():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers={"accept": "text/html"})

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def sam(browse, db):
    """The browser of a steward of Wiltshire, which is in the system."""
    await councils.add_council(COUNCIL, actor=ACTOR)
    async with browse() as browser:
        await sign_in_as(browser, await make_account("steward", name="Sam Steward"))
        yield browser
