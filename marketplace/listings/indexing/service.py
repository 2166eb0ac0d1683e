"""The door of indexing: publish what changed, rebuild, reconcile; for each engine on its own.

An index holds listings, and what `more` sources have beside them: `marketplace.work.INDEX_SOURCES`. Whoever
writes an index that visitors are answered from names all of them.
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.logging import log
from marketplace.listings import service as listings
from marketplace.listings.indexing import repository, rules
from marketplace.listings.indexing.schemas import Drift, IndexSource, IndexState
from marketplace.listings.states.repository import CHANNEL
from marketplace.taxonomies import service as taxonomies
from search.documents import Change, IndexSchema, SearchDocument
from search.engine import Rebuild, SearchEngine, SearchError

__all__ = [
    "CHANNEL", "ListingSource", "add_engine", "count_public", "find_drift", "index_schema", "index_state",
    "is_fresh", "keep_in_step", "list_engines", "publish_changes", "rebuild_index", "reconcile",
    "retry_set_aside", "set_engines",
]  # fmt: skip

BATCH = 1_000
REBUILD_FROM = 20_000
"""With this many listings waiting a rebuild is quicker than publishing them batch by batch."""

LONGEST_WAIT = timedelta(seconds=60)
"""An index for which a change has waited longer is not in step."""

_PROBE = Change(UUID(int=0), 0)
"""Takes out what was never there: an engine that refuses even this is down, and no document is to blame."""

T = TypeVar("T", Change, SearchDocument)


class ListingSource:
    """The public listings."""

    async def read_changes(self, ids: Sequence[UUID]) -> dict[UUID, Change]:
        """Those that are listings, as they are now."""
        rows = await repository.read_rows(ids)
        return {id_: rules.change_of(row) for id_, row in rows.items()}

    async def stream_public(self) -> AsyncIterator[Sequence[SearchDocument]]:
        """All public listings in batches."""
        async for rows in repository.stream_public():
            yield [rules.document_of(row) for row in rows]

    async def list_versions(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """Versions of the public listings, and of all others."""
        return await repository.list_versions()

    async def count_public(self) -> int:
        """How many listings are public."""
        return await repository.count_public()


_LISTINGS: IndexSource = ListingSource()
Sources = Sequence[IndexSource]


def index_schema(words_dir: Path | None = None) -> IndexSchema:
    """The facets, the thesaurus (with a council's own in `words_dir`) and the words to pass over."""
    return IndexSchema(
        facets=rules.FACETS, synonyms=taxonomies.thesaurus(words_dir), stop_words=rules.STOP_WORDS
    )


async def list_engines() -> list[str]:
    """Names of the engines that changes are kept for."""
    return await repository.list_registered()


async def set_engines(names: Sequence[str]) -> None:
    """Keep changes for exactly these engines: a new one has to be rebuilt, one left out is forgotten."""
    async with transaction():
        known = await repository.list_registered()
        if gone := [name for name in known if name not in names]:
            await repository.forget(gone)
            log.info("search index forgotten", engines=gone)
    for name in names:
        await add_engine(name)


async def add_engine(name: str) -> None:
    """Keep changes for an engine; if it is new, it has to be rebuilt."""
    async with transaction():
        if name not in await repository.list_registered():
            await repository.register([name], clock.now())
            log.info("search index registered", engine=name)


async def index_state(engine: str) -> IndexState:
    """How far the index of this name is behind."""
    return await repository.find_state(engine)


async def is_fresh(engine: str) -> bool:
    """Visitors may be answered from this index: it was filled, and nothing has waited for long."""
    state = await repository.find_state(engine)
    oldest = state.oldest_waiting_at
    return (
        state.is_registered
        and not state.needs_rebuild
        and (oldest is None or clock.now() - oldest < LONGEST_WAIT)
    )


async def retry_set_aside(engines: Sequence[str]) -> int:
    """Let the publisher try again what these indexes would not take; return how many listings that is."""
    async with transaction():
        return await repository.retry_set_aside(engines)


async def keep_in_step(engine: SearchEngine, more: Sources = ()) -> int:
    """Publish all that waits, by a rebuild if it is very much; return how many documents that was.

    0 means that nothing waits, or that another process is at it.
    """
    async with transaction():
        if not await repository.take_lease(engine.name):
            return 0
        if await _needs_rebuild(engine, more):
            return await rebuild_index(engine, more=more)
    total = 0
    while published := await publish_changes(engine, more=more):
        total += published
    return total


async def _needs_rebuild(engine: SearchEngine, more: Sources) -> bool:
    """It was never filled, has lost everything, or so much waits that this is quicker."""
    state = await repository.find_state(engine.name)
    if state.needs_rebuild or state.waiting >= REBUILD_FROM:
        return True
    has_nothing = (await engine.watermark()).documents == 0
    return has_nothing and await count_public(more) > state.waiting


async def count_public(more: Sources = ()) -> int:
    """How many documents an index should hold."""
    return sum([await source.count_public() for source in (_LISTINGS, *more)])


async def publish_changes(engine: SearchEngine, *, batch: int = BATCH, more: Sources = ()) -> int:
    """Bring one batch of what changed into the index; return how many were dealt with.

    0 means that nothing waits, or that another process is at it. A document that the engine refuses is set
    aside with what it said, and the others go in.

    Raises:
        SearchError: the engine takes nothing at all. Everything stays in the dirty set.
    """
    async with transaction():
        if not await repository.take_lease(engine.name):
            return 0
        dirty = await repository.list_dirty(engine.name, batch)
        if not dirty:
            return 0
        found = await _read_changes(list(dirty), more)
        changes = [found.get(id_) or Change(id_, version) for id_, version in dirty.items()]
        refused = await _apply(engine, changes)
        sent = {change.id: change.version for change in changes}
        await _settle(engine.name, sent, {id_: (sent[id_], said) for id_, said in refused.items()})
    return len(changes)


async def _read_changes(ids: Sequence[UUID], more: Sources) -> dict[UUID, Change]:
    """What is there of these, read after the dirty set and so at its versions or later."""
    found: dict[UUID, Change] = {}
    for source in (_LISTINGS, *more):
        if rest := [id_ for id_ in ids if id_ not in found]:
            found |= await source.read_changes(rest)
    return found


async def rebuild_index(
    engine: SearchEngine, progress: Callable[[int], None] | None = None, *, more: Sources = ()
) -> int:
    """Fill a fresh index beside the living one and swap it in; return how many documents it holds.

    The publisher waits meanwhile. What changes while this runs stays in the dirty set and is published
    afterwards: the set is read before the rows, so that what is taken out of it is in the fresh index.

    Raises:
        SearchError: the fresh index takes nothing at all. The living one is as it was.
    """
    async with transaction():
        await repository.wait_for_lease(engine.name)
        dirty = await repository.list_dirty(engine.name)
        fresh = await engine.rebuild()
        try:
            total, refused = await _fill(fresh, engine.watermark, progress, more)
            await fresh.publish()
        except BaseException:
            with contextlib.suppress(SearchError):  # what it leaves is thrown away by the next rebuild
                await fresh.abort()
            raise
        await _settle(engine.name, dirty, refused)
        await repository.set_rebuilt(engine.name)
    return total - len(refused)


async def _fill(
    fresh: Rebuild,
    probe: Callable[[], Awaitable[object]],
    progress: Callable[[int], None] | None,
    more: Sources,
) -> tuple[int, dict[UUID, tuple[int, str]]]:
    """Put all that is public in; return how many were offered, and of those refused the version and why."""
    total = 0
    refused: dict[UUID, tuple[int, str]] = {}
    for source in (_LISTINGS, *more):
        async for documents in source.stream_public():
            said = await _halve(fresh.add, documents, probe)
            if len(said) == len(documents) > 1:
                raise SearchError(f"The fresh index takes no document: {next(iter(said.values()))}")
            refused |= {each.id: (each.version, said[each.id]) for each in documents if each.id in said}
            total += len(documents)
            if progress is not None:
                progress(total)
    return total, refused


async def reconcile(engine: SearchEngine, more: Sources = ()) -> Drift:
    """Compare every id and version with the index, and put what is out of step into its dirty set.

    First, checks that have run out are taken from the listings that hold them.
    An index ahead of the database (which was restored from a backup) would refuse older rows: it is rebuilt.
    """
    await listings.drop_expired_checks(actor="reconcile")
    async with transaction():
        await repository.wait_for_lease(engine.name)
        indexed = [pair async for pair in engine.versions()]
        drift, again = rules.compare_versions(*await _list_versions(more), indexed)
        await repository.mark(engine.name, again, clock.now())
    if drift.ahead:
        await rebuild_index(engine, more=more)
    return drift


async def _list_versions(more: Sources) -> tuple[dict[UUID, int], dict[UUID, int]]:
    public: dict[UUID, int] = {}
    others: dict[UUID, int] = {}
    for source in (_LISTINGS, *more):
        shown, hidden = await source.list_versions()
        public |= shown
        others |= hidden
    return public, others


async def find_drift(engine: SearchEngine, more: Sources = ()) -> Drift:
    """Compare every id and version with the index, leaving out what waits for it. Changes nothing.

    What seems out of step is looked at twice: it may have been published between two of the readings.

    Raises:
        SearchError: the engine cannot say what it holds.
    """
    drift = await _compare(engine, more)
    return await _compare(engine, more) if drift.total else drift


async def _compare(engine: SearchEngine, more: Sources) -> Drift:
    """The dirty set is read last, so that what changes meanwhile is in it."""
    indexed = [pair async for pair in engine.versions()]
    public, others = await _list_versions(more)
    waiting = await repository.list_dirty(engine.name)
    drift, _again = rules.compare_versions(
        {id_: version for id_, version in public.items() if id_ not in waiting},
        others,
        [(id_, version) for id_, version in indexed if id_ not in waiting],
    )
    return drift


async def _apply(engine: SearchEngine, changes: Sequence[Change]) -> dict[UUID, str]:
    """Apply changes; return those refused, with what was said of each."""
    return await _halve(engine.apply, changes, lambda: engine.apply([_PROBE]))


async def _halve(
    put: Callable[[Sequence[T]], Awaitable[None]], items: Sequence[T], probe: Callable[[], Awaitable[object]]
) -> dict[UUID, str]:
    """Put items in; halve what is refused until the culprits stand alone. Returns what was said of each.

    `probe` raises when the engine has gone away: then no item is to blame, and that is raised.
    """
    try:
        await put(items)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the other listings must go in
        await probe()
        if len(items) == 1:
            return {items[0].id: f"{type(error).__name__}: {error}"}
        half = len(items) // 2
        return await _halve(put, items[:half], probe) | await _halve(put, items[half:], probe)
    return {}


async def _settle(engine: str, sent: dict[UUID, int], refused: dict[UUID, tuple[int, str]]) -> None:
    """Set aside what the index refused, then take the rest of what was sent out of its dirty set.

    Nothing is waited for while rows of the set are held in any other order than that of their ids.
    """
    if refused:
        first = next(iter(refused.values()))[1]
        log.error("listings_set_aside", engine=engine, number=len(refused), first=first)
        await repository.set_aside(engine, refused, clock.now())
    await repository.clear(engine, {id_: version for id_, version in sent.items() if id_ not in refused})
