"""What the finder's tests share: the real lists, cards to put in words, people's clock."""

from datetime import date
from uuid import UUID

import asyncpg
import httpx
import pytest
import pytest_asyncio

from marketplace.app import create_app
from marketplace.finder.params.schemas import Vocabulary
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing.service import index_schema, keep_in_step
from marketplace.listings.schemas import (
    Capacity,
    CostOption,
    CostUnit,
    CqcStatus,
    ListingCard,
    ListingKind,
    PublicArea,
)
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.factory import open_engine

LOOK_AT_WHAT_IS_KEPT = {"kept", "searches", "own_app"}
"""Fixtures of tests that look at the settings or the searches that an application keeps."""


def real_vocabulary():
    terms = {taxonomy: taxonomies.terms(taxonomy) for taxonomy in Taxonomy}
    words = {
        (taxonomy, term.code): term.label
        for taxonomy in Taxonomy
        for term in (*terms[taxonomy], *taxonomies.headings(taxonomy))
    }
    return Vocabulary(terms=terms, words=words)


@pytest.fixture(scope="session")
def vocabulary():
    return real_vocabulary()


@pytest.fixture
def make_card():
    """Make a card: a PA near Melksham who travels, unless told otherwise."""

    def make(**changes):
        fields = {
            "id": UUID(int=1),
            "version": 1,
            "kind": ListingKind.PERSONAL_ASSISTANT,
            "title": "Swimming with Maya",
            "summary": "Help to get to the pool and into the water.",
            "provider": "Maya T.",
            "town": None,
            "latitude": 51.38,
            "longitude": -2.14,
            "is_venue": False,
            "area": PublicArea(latitude=51.38, longitude=-2.14, near="SN12", miles=10.0),
            "care_groups": ("learning_disability",),
            "support_types": ("swimming",),
            "languages": ("english", "bsl"),
            "costs": (CostOption(unit=CostUnit.HOUR, amount_pence=1450),),
            "checks": (),
            "capacity": Capacity(hours_per_week=6.0, as_of=date(2026, 11, 3)),
            "council_code": "E06000054",
            "cqc_status": CqcStatus.NOT_NEEDED,
            "confirmed_on": date(2026, 11, 3),
        }
        return ListingCard(**{**fields, **changes})

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def engine(tmp_path):
    """The engine of this machine, with nothing in it."""
    engine_ = open_engine(tmp_path / "index", writer=True)
    await engine_.ensure(index_schema())
    yield engine_
    await engine_.aclose()


@pytest.fixture
def index(engine):
    """Bring the engine in step with the database."""

    async def bring_in_step():
        return await keep_in_step(engine)

    return bring_in_step


@pytest.fixture(scope="session")
def lasting_app(gazetteer, open_tmp):
    """The whole application with the real gazetteer, made once: half a second each time."""
    return create_app(Settings(data_dir=open_tmp / "finder"), gazetteer=gazetteer, engine=object())


@pytest.fixture
def own_app(engine, gazetteer, tmp_path):
    """An application of the test's own, which keeps nothing of other tests."""
    return create_app(Settings(data_dir=tmp_path), gazetteer=gazetteer, engine=engine)


@pytest.fixture
def app(request, engine):
    """The whole application on the engine of the test; its own for a test of what an application keeps."""
    if not LOOK_AT_WHAT_IS_KEPT.isdisjoint(request.fixturenames):
        return request.getfixturevalue("own_app")
    lasting = request.getfixturevalue("lasting_app")
    lasting.state.engine = engine
    return lasting


@pytest_asyncio.fixture(loop_scope="session")
async def client(app):
    """Programs and browsers."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def kept(app):
    """The settings that the application keeps, compared with the database as a web process does."""
    await app.state.looks.kept.refresh()
    return app.state.looks.kept


@pytest.fixture
def count_statements(monkeypatch):
    """Count what is sent to the database; the answer is a list that grows."""
    sent = []
    for name in ("fetch", "fetchrow", "fetchval", "execute", "executemany"):
        plain = getattr(asyncpg.Connection, name)

        def counted(self, query, *args, _plain=plain, **kwargs):
            sent.append(query)
            return _plain(self, query, *args, **kwargs)

        monkeypatch.setattr(asyncpg.Connection, name, counted)
    return sent
