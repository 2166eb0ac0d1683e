"""What `marketplace doctor` says of the search indexes: each index, and the search server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from marketplace.cli.findings import Finding, entries, how_long, waiting
from marketplace.cli.sentences import sentence_for
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings, mask_url
from marketplace.listings.indexing.schemas import Drift, IndexState
from marketplace.listings.indexing.service import find_drift, index_state, list_engines
from marketplace.work import INDEX_SOURCES
from search.engine import SearchError
from search.factory import Served, look_at_server, served_engines
from search.server import SearchServer, ServerReport

_LONGEST_WAIT = timedelta(minutes=2)


async def index_findings(settings: Settings, *, is_own: bool) -> list[Finding]:
    """Look at every index. `is_own`: the database was started for this look, so that no worker can run."""
    return [finding async for finding in _findings(settings, is_own=is_own)]


async def _findings(settings: Settings, *, is_own: bool) -> AsyncIterator[Finding]:
    served = served_engines(settings.index_dir, settings.search_server)
    is_there = True
    for each in served:
        if each.is_on_server and settings.search_server is not None:
            server = await _server(settings.search_server)
            yield server
            is_there = not server.is_wrong
        state = await index_state(each.name)
        yield changes_finding(each.name, state, is_own=is_own)
        if is_there and not state.needs_rebuild:
            yield await _agreement(each)
    for name in sorted(set(await list_engines()) - {each.name for each in served}):
        words = "changes are kept for it although it is not set any more: restart the worker"
        yield Finding(f"{name} index", words, is_wrong=True)


async def _server(server: SearchServer) -> Finding:
    subject = "search server"
    try:
        report = await look_at_server(server)
    except SearchError as error:
        return Finding(subject, f"{error} Until it answers, the embedded index does", is_wrong=True)
    words, is_wrong = rights_words(report)
    version = f"Meilisearch {report.version}" if report.version else "Meilisearch"
    return Finding(subject, f"{version} answers ({mask_url(server.url)}); {words}", is_wrong=is_wrong)


def rights_words(report: ServerReport) -> tuple[str, bool]:
    """What the key may do, and whether that is wrong."""
    if report.needs_no_key:
        return "it wants no key: whoever reaches it may change it; start it with a master key", True
    if not report.may_search:
        return "the key may not even search: run `marketplace search-keys`", True
    if report.may_manage_keys:
        return "the key may do anything: use those that `marketplace search-keys` makes", True
    if not report.may_write:
        return "the key may search only, as a web process needs it", False
    return "the key may search and write, as the worker needs it", False


def changes_finding(name: str, state: IndexState, *, is_own: bool) -> Finding:
    """How far an index is behind."""
    subject, reindex = f"changes for {name}", f"`marketplace reindex --engine {name}`"
    if not state.is_registered:
        words = f"none are kept for it yet: start the worker anew, or run {reindex}"
        return Finding(subject, words, is_wrong=True)
    if state.needs_rebuild:
        words = f"it was never filled: the worker does that as soon as it can, or run {reindex}"
        return Finding(subject, words, is_wrong=True)
    if state.set_aside:
        words = f"{entries(state.set_aside)} set aside, the first because: {state.problems[0]}"
        words = f"{words}. Mend it, then {reindex}"
        return Finding(subject, words, is_wrong=True)
    if state.oldest_waiting_at is None:
        return Finding(subject, "none waits")
    span = clock.now() - state.oldest_waiting_at
    words = f"{waiting(state.waiting)}, the oldest for {how_long(span)}"
    # On a server that was started just now there is no worker that could still see to it.
    if is_own or span > _LONGEST_WAIT:
        return Finding(subject, f"{words}: start `marketplace worker`, or run {reindex}", is_wrong=True)
    return Finding(subject, words)


async def _agreement(served: Served) -> Finding:
    """Compare the version of every listing and pool with that in the database, but for those that wait."""
    subject = f"{served.name} index"
    try:
        engine = await asyncio.to_thread(served.open, False)  # noqa: FBT003 - not for writing
        try:
            drift = await find_drift(engine, INDEX_SOURCES)
            held = (await engine.watermark()).documents
        finally:
            await engine.aclose()
    except SearchError as error:
        return Finding(subject, str(error), is_wrong=True)
    except Exception as error:  # noqa: BLE001 - one failing look hides no other
        return Finding(subject, sentence_for(error), is_wrong=True)
    if drift.total:
        words = f"{_drift_words(drift)}: run `marketplace reindex --engine {served.name}`"
        return Finding(subject, words, is_wrong=True)
    return Finding(subject, f"{entries(held)}, in step with the database")


def _drift_words(drift: Drift) -> str:
    parts = (
        (drift.missing, "missing or older than in the database"),
        (drift.extra, "there although not public"),
        (drift.ahead, "newer than in the database"),
    )
    return "listings and pools: " + ", ".join(f"{number:,} {words}" for number, words in parts if number)
