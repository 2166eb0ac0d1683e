"""The door of indexing: publish what changed, rebuild, reconcile."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.logging import log
from marketplace.listings import service as listings
from marketplace.listings.indexing import repository, rules
from marketplace.listings.indexing.schemas import Drift, IndexState
from marketplace.listings.states import repository as states
from marketplace.listings.states.repository import CHANNEL
from marketplace.taxonomies import service as taxonomies
from search.documents import Change, IndexSchema, SearchDocument
from search.engine import Rebuild, SearchEngine, SearchError

__all__ = [
    "CHANNEL", "index_schema", "index_state", "keep_in_step", "publish_changes", "rebuild_index", "reconcile",
    "retry_set_aside",
]  # fmt: skip

BATCH = 1_000
REBUILD_FROM = 20_000
"""With this many listings waiting a rebuild is quicker than publishing them batch by batch."""

_PROBE = Change(UUID(int=0), 0)
"""Takes out what was never there: an engine that refuses even this is down, and no document is to blame."""

T = TypeVar("T", Change, SearchDocument)


def index_schema(words_dir: Path | None = None) -> IndexSchema:
    """The facets, the thesaurus (with a council's own in `words_dir`) and the words to pass over."""
    return IndexSchema(
        facets=rules.FACETS, synonyms=taxonomies.thesaurus(words_dir), stop_words=rules.STOP_WORDS
    )


async def index_state() -> IndexState:
    """How far the index is behind."""
    return await repository.find_state()


async def retry_set_aside() -> int:
    """Let the publisher try again what the index would not take; return how many listings that is."""
    async with transaction():
        return await repository.retry_set_aside()


async def keep_in_step(engine: SearchEngine) -> int:
    """Publish all that waits, by a rebuild if it is very much; return how many listings that was."""
    state = await repository.find_state()
    if state.waiting >= REBUILD_FROM:
        return await rebuild_index(engine)
    total = 0
    while published := await publish_changes(engine):
        total += published
    return total


async def publish_changes(engine: SearchEngine, *, batch: int = BATCH) -> int:
    """Bring one batch of changed listings into the index; return how many were dealt with.

    0 means that nothing waits, or that another process is at it. A listing that the engine refuses is set
    aside with what it said, and the others go in.

    Raises:
        SearchError: the engine takes nothing at all. Everything stays in the dirty set.
    """
    async with transaction():
        if not await repository.take_lease():
            return 0
        dirty = await repository.list_dirty(batch)
        if not dirty:
            return 0
        rows = await repository.read_rows(list(dirty))
        changes = [rules.change_of(id_, version, rows.get(id_)) for id_, version in dirty.items()]
        refused = await _apply(engine, changes)
        sent = {change.id: change.version for change in changes}
        await _settle(sent, {id_: (sent[id_], said) for id_, said in refused.items()})
    return len(changes)


async def rebuild_index(engine: SearchEngine, progress: Callable[[int], None] | None = None) -> int:
    """Fill a fresh index beside the living one and swap it in; return how many listings it holds.

    The publisher waits meanwhile. What changes while this runs stays in the dirty set and is published
    afterwards: the set is read before the rows, so that what is taken out of it is in the fresh index.

    Raises:
        SearchError: the fresh index takes nothing at all. The living one is as it was.
    """
    async with transaction():
        await repository.wait_for_lease()
        dirty = await repository.list_dirty()
        fresh = await engine.rebuild()
        try:
            total, refused = await _fill(fresh, progress)
            await fresh.publish()
        except BaseException:
            await fresh.abort()
            raise
        await _settle(dirty, refused)
    return total - len(refused)


async def _fill(
    fresh: Rebuild, progress: Callable[[int], None] | None
) -> tuple[int, dict[UUID, tuple[int, str]]]:
    """Put all public listings in; return how many were offered, and of those refused the version and why."""
    total = 0
    refused: dict[UUID, tuple[int, str]] = {}
    async for rows in repository.stream_public():
        said = await _halve(fresh.add, [rules.document_of(row) for row in rows])
        if len(said) == len(rows) > 1:
            raise SearchError(f"The fresh index takes no listing: {next(iter(said.values()))}")
        refused |= {row.id: (row.version, said[row.id]) for row in rows if row.id in said}
        total += len(rows)
        if progress is not None:
            progress(total)
    return total, refused


async def reconcile(engine: SearchEngine) -> Drift:
    """Compare every id and version with the index, and put what is out of step into the dirty set.

    First, checks that have run out are taken from the listings that hold them.
    An index ahead of the database (which was restored from a backup) would refuse older rows: it is rebuilt.
    """
    await listings.drop_expired_checks(actor="reconcile")
    async with transaction():
        await repository.wait_for_lease()
        public, others = await repository.list_versions()
        indexed = [pair async for pair in engine.versions()]
        drift, again = rules.compare_versions(public, others, indexed)
        await states.mark_changed(again, clock.now())
    if drift.ahead:
        await rebuild_index(engine)
    return drift


async def _apply(engine: SearchEngine, changes: Sequence[Change]) -> dict[UUID, str]:
    """Apply changes; return those refused, with what was said of each."""
    try:
        await engine.apply(changes)
    except Exception:  # noqa: BLE001 - whatever an engine raises, the other listings must go in
        await engine.apply([_PROBE])
        return await _halve(engine.apply, changes)
    return {}


async def _halve(put: Callable[[Sequence[T]], Awaitable[None]], items: Sequence[T]) -> dict[UUID, str]:
    """Put items in; halve what is refused until the culprits stand alone. Returns what was said of each."""
    try:
        await put(items)
    except Exception as error:  # noqa: BLE001 - as above
        if len(items) == 1:
            return {items[0].id: f"{type(error).__name__}: {error}"}
        half = len(items) // 2
        return await _halve(put, items[:half]) | await _halve(put, items[half:])
    return {}


async def _settle(sent: dict[UUID, int], refused: dict[UUID, tuple[int, str]]) -> None:
    """Set aside what the index refused, then take the rest of what was sent out of the dirty set.

    Nothing is waited for while rows of the set are held in any other order than that of their ids.
    """
    if refused:
        log.error("listings_set_aside", number=len(refused), first=next(iter(refused.values()))[1])
        await repository.set_aside(refused, clock.now())
    await repository.clear({id_: version for id_, version in sent.items() if id_ not in refused})
