"""Whatever happens, in any order and from two processes: nothing hidden is shown, and in the end all agree.

Random sequences of publishing, changing, hiding, showing, withdrawing and erasing; of two publishers in
processes of their own that publish, rebuild and reconcile each index, one after the other, at once, or until
they are killed; of a search server that goes down and comes back; of an index put back from an older copy.
"""

import asyncio
import shutil
from contextlib import asynccontextmanager
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.service import search_listings
from marketplace.kernel.clock import now
from marketplace.kernel.database import DB, connection, transaction
from marketplace.listings import service as listings
from marketplace.listings.indexing import service as indexing
from marketplace.listings.states import repository as states
from search.steady import SteadyEngine
from tests.factories.listings import ACTOR, FEW_PLACES, make_activity, publish, show_again, suspend
from tests.listings.publishers import open_engine
from tests.listings.publishers import start as start_publisher
from tests.meilisearch.fixtures import controls, meilisearch, meilisearch_uid  # noqa: F401 - fixtures

ENGINES = ("embedded", "meilisearch")
WORKS = ("publish", "keep in step", "rebuild", "reconcile")
LISTINGS = range(5)
ANSWERS_WITHIN = 60.0
_NUMBERS = count(1)

who, engine, work, which = (st.sampled_from(one) for one in ((0, 1), ENGINES, WORKS, LISTINGS))
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["appear", "change", "hide", "show", "withdraw", "erase"]), which),
    st.tuples(st.sampled_from(["appear", "change"]), which),
    st.tuples(st.just("work"), who, work, engine),
    st.tuples(st.just("work"), who, st.just("publish"), engine),
    st.tuples(st.just("work_at_once"), work, work, engine),
    st.tuples(st.just("kill"), who, work, engine, st.sampled_from([0.0, 0.02, 0.04, 0.07, 0.1])),
    st.tuples(st.sampled_from(["server_goes_down", "server_comes_back", "server_loses_all"])),
    st.tuples(st.sampled_from(["keep_a_copy", "put_the_copy_back"])),
)


class Publisher:
    """A process that works on the indexes, started anew when it was killed."""

    def __init__(self):
        self._process = self._pipe = None

    async def begin(self, order):
        if self._process is None:
            self._process, self._pipe = await asyncio.to_thread(start_publisher)
            assert await self.answer() == "ready"
        self._pipe.send(order)

    async def answer(self):
        assert await asyncio.to_thread(self._pipe.poll, ANSWERS_WITHIN), "the publisher does not answer"
        return await asyncio.to_thread(self._pipe.recv)

    async def kill(self):
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.join)
            self._process.close()
            self._pipe.close()
            self._process = None


class Site:
    """The database, two indexes, two publishers, and what the public should see."""

    def __init__(self, publishers, server, gazetteer, uid, folder):
        self.publishers, self.server, self.gazetteer = publishers, server, gazetteer
        self.uid, self.folder = uid, folder
        self.ids, self.hidden, self.titles = {}, set(), {}
        self.thrown_back = set()
        self.numbers = count(1)

    @property
    def directory(self):
        return self.folder / "index"

    def open(self, name):
        return open_engine(self.order("", name))

    def order(self, what, name):
        return {
            "work": what, "engine": name, "database": DB.config["dsn"], "directory": str(self.directory),
            "url": self.server.url, "key": self.server.key, "uid": self.uid,
        }  # fmt: skip

    # -- what people do ----------------------------------------------------------------------------

    async def appear(self, number):
        if number not in self.ids:
            title = f"club{next(self.numbers)}"
            self.ids[number] = await publish(make_activity(title=title))
            self.titles[number] = title

    async def change(self, number):
        if number in self.ids:
            stored = await listings.get_stored(self.ids[number])
            self.titles[number] = f"club{next(self.numbers)}"
            draft = replace(stored.draft, title=self.titles[number])
            await listings.update_listing(
                self.ids[number], draft, stored.version, gazetteer=FEW_PLACES, actor=ACTOR
            )

    async def hide(self, number):
        if number in self.ids and number not in self.hidden:
            await suspend(self.ids[number])
            self.hidden.add(number)

    async def show(self, number):
        if number in self.hidden:
            await show_again(self.ids[number])
            self.hidden.discard(number)

    async def withdraw(self, number):
        if number in self.ids:
            await listings.withdraw_listing(self.ids[number], actor=ACTOR)
            self._forget(number)

    async def erase(self, number):
        if number in self.ids:
            async with transaction(), connection() as raw:
                row = await raw.fetchrow(
                    "DELETE FROM service WHERE id = $1 RETURNING version", self.ids[number]
                )
                await states.mark_changed({self.ids[number]: row["version"] + 1}, now())
            self._forget(number)

    def _forget(self, number):
        del self.ids[number], self.titles[number]
        self.hidden.discard(number)

    # -- what machines do --------------------------------------------------------------------------

    async def work(self, number, what, name):
        await self.publishers[number].begin(self.order(what, name))
        return await self.publishers[number].answer()

    async def work_at_once(self, first, second, name):
        await asyncio.gather(self.work(0, first, name), self.work(1, second, name))

    async def kill(self, number, what, name, seconds):
        await self.publishers[number].begin(self.order(what, name))
        await asyncio.sleep(seconds)
        await self.publishers[number].kill()

    async def server_goes_down(self):
        self.server.go_down()

    async def server_comes_back(self):
        self.server.come_back()

    async def server_loses_all(self):
        self.server.forget_everything()
        self.thrown_back.add("meilisearch")

    async def keep_a_copy(self):
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        if self.directory.exists():
            shutil.copytree(self.directory, copy)

    async def put_the_copy_back(self):
        copy = self.folder / "copy"
        if copy.exists():
            shutil.rmtree(self.directory)
            shutil.copytree(copy, self.directory)
            self.thrown_back.add("embedded")

    # -- what must hold ----------------------------------------------------------------------------

    @property
    def public(self):
        return {self.ids[number]: title for number, title in self.titles.items() if number not in self.hidden}

    async def see(self):
        """What a visitor sees, whichever engine answers."""
        first, spare = self.open("meilisearch"), self.open_reader()
        try:
            for one in (spare, first, SteadyEngine(first, spare)):
                page = await search_listings(SearchParams(), gazetteer=self.gazetteer, engine=one)
                shown = {found.card.id: found.card.title for found in page.cards}
                assert shown.items() <= self.public.items()
        finally:
            await first.aclose()
            await spare.aclose()

    def open_reader(self):
        from search.factory import open_engine as open_embedded

        return open_embedded(self.directory, writer=False)

    async def settle(self, name):
        """As the worker does; the night's comparison is needed only where an index was thrown back."""
        if name in self.thrown_back:
            assert "done" in await self.work(0, "reconcile", name)
        assert "done" in await self.work(0, "keep in step", name)

    async def agree(self):
        """Both indexes hold exactly what is public, as it is now."""
        for name in ENGINES:
            await self.settle(name)
            one = self.open_reader() if name == "embedded" else self.open(name)
            try:
                assert (await indexing.find_drift(one)).total == 0
                assert {id_ async for id_, _ in one.versions()} == set(self.public)
                for id_, title in self.public.items():
                    page = await search_listings(SearchParams(q=title), gazetteer=self.gazetteer, engine=one)
                    assert [found.card.id for found in page.cards] == [id_]
            finally:
                await one.aclose()


@pytest.fixture
async def publishers():
    both = (Publisher(), Publisher())
    yield both
    for one in both:
        await one.kill()


@asynccontextmanager
async def fresh_site(publishers, server, gazetteer, uid, folder):
    number = next(_NUMBERS)
    site = Site(publishers, server, gazetteer, f"{uid}-{number}", folder / str(number))
    site.folder.mkdir()
    async with connection() as raw:
        await raw.execute("DELETE FROM dirty_listing; DELETE FROM service; DELETE FROM search_index")
    await indexing.set_engines(ENGINES)
    try:
        yield site
    finally:
        server.come_back()


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(actions=st.lists(ACTIONS, min_size=6, max_size=24))
async def test_nothing_hidden_is_shown_and_in_the_end_all_agree(
    actions,
    committed_db,
    publishers,
    gazetteer,
    controls,  # noqa: F811 - a fixture, as the next
    meilisearch_uid,  # noqa: F811
    tmp_path,
):
    async with fresh_site(publishers, controls, gazetteer, meilisearch_uid, tmp_path) as site:
        for name in ENGINES:
            await site.work(0, "rebuild", name)
        for action, *details in actions:
            await getattr(site, action)(*details)
            await site.see()
        site.server.come_back()
        await site.agree()
