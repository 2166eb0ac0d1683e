"""The whole application on a database of its own, with an index on disk."""

import httpx
import pytest_asyncio

from marketplace import worker
from marketplace.app import create_app
from marketplace.councils.service import add_council
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing import service as indexing
from search.factory import open_engine
from tests.accounts.conftest import cheap_hashes  # noqa: F401 - a fixture
from tests.factories.accounts import COUNCIL, sign_in_as, viewer_of
from tests.factories.providers import make_provider
from tests.privacy import (
    agreeing,
    asking,
    counting,
    keeping,
    life,
    packing,
    referring,
    sharing,
    showing,
    wanting,
)
from tests.privacy.marks import Marks


@pytest_asyncio.fixture(loop_scope="session")
async def settings(committed_db, tmp_path):
    """Settings of the application on a database of its own."""
    await add_council(COUNCIL, actor="test")
    return Settings(data_dir=tmp_path, demonstration=True)


@pytest_asyncio.fixture(loop_scope="session")
async def app(settings, gazetteer):
    """The whole application."""
    writer = open_engine(settings.index_dir, writer=True)
    await writer.ensure(indexing.index_schema())
    await writer.aclose()
    engine = open_engine(settings.index_dir, writer=False)
    yield create_app(settings, gazetteer=gazetteer, engine=engine)
    await engine.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def browse(app):
    """What opens a browser that takes HTML and has no cookies."""
    opened = []

    def browse():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
        browser = httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)
        opened.append(browser)
        return browser

    yield browse
    for browser in opened:
        await browser.aclose()


class Lived:
    """What came of a life here."""


@pytest_asyncio.fixture(loop_scope="session")
async def lived(app, browse, settings, gazetteer):
    lived = Lived()
    mark = lived.mark = Marks("Zq")
    browser = lived.browser = browse()
    steward, others = await life.make_steward(), await make_provider("Kim Colleague")
    account = lived.account = await life.join(browser, mark)
    lived.address = account.address
    viewer = await viewer_of(account)
    lived.organization, lived.listing = await life.publish_own(mark, viewer, steward, gazetteer)
    await life.be_moderated(mark, lived.listing, steward, viewer)
    await life.write_in_vain(mark, viewer, steward, gazetteer, lived.organization)
    await life.show_papers(mark, viewer, steward, lived.organization)
    lived.shared, lived.kept, lived.shared_request = await life.take_part(mark, viewer, others)
    claimed = await life.ask_and_be_asked(mark, account.address, viewer, lived.organization, others)
    lived.concern = await life.report(mark, account.address, claimed)
    await keeping.keep_a_list(mark, viewer, lived.listing)
    await keeping.keep_a_search(mark, viewer)
    await wanting.look_for_somebody(mark, viewer, gazetteer, life.BASE)
    await sharing.pool(mark, viewer, gazetteer, life.BASE)
    await counting.record_money(mark, account)
    await showing.show_statements(account)
    await agreeing.agree(mark, viewer, gazetteer, life.BASE)
    await asking.ask_others(mark, viewer)
    await asking.be_asked(mark, viewer, lived.listing)
    await referring.be_referred_to(mark, viewer, lived.listing)
    lived.moderated = await life.work_as_steward(mark, account, claimed, lived.concern, gazetteer)
    await referring.work_as_practitioner(account.address, account)
    await packing.make_packs(mark, account, lived.listing)
    await showing.look_at_one(account)
    lived.colleague = others
    await worker.publish(settings)
    await sign_in_as(browser, account, second_factor=True)
    return lived
