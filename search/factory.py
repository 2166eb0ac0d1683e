"""Which engines are used: the only module that names one."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import Struct

from search.engine import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.server import SearchServer, ServerReport
from search.steady import SteadyEngine

EMBEDDED = EmbeddedEngine.name
MEILISEARCH = "meilisearch"


class Served(Struct, frozen=True, kw_only=True):
    """An engine that is kept in step with the database."""

    name: str
    is_on_server: bool
    """It may stay open for writing. Else only one process can at a time: open it while there is work."""
    open: Callable[[bool], SearchEngine]
    """Opens it, to write it too if True; SearchError when another process writes it."""


def open_engine(directory: Path, *, writer: bool) -> SearchEngine:
    """The embedded engine of this machine, on an index directory.

    Any number of processes may open it with `writer=False`; a search then raises SearchError until somebody
    has built the index. One at a time may open it with `writer=True`; for a second SearchError is raised at
    once.
    """
    return EmbeddedEngine(directory, writer=writer)


def open_server(server: SearchServer) -> SearchEngine:
    """The engine of a search server. Opening it asks the server nothing."""
    from search.engines.meilisearch.engine import MeilisearchEngine  # noqa: PLC0415 - loads an HTTP client

    return MeilisearchEngine(server.url, key=server.key, uid=server.index)


def open_reader(
    directory: Path,
    server: SearchServer | None,
    *,
    is_fit: Callable[[], Awaitable[bool]],
    tell: Callable[[bool, Exception | None], None],
) -> SearchEngine:
    """What answers visitors: the server if one is set, and the embedded engine while that is slow or away.

    `is_fit` says whether the server's index knows what it should, `tell` hears when it is taken into use and
    when it is left alone, and why.
    """
    embedded = open_engine(directory, writer=False)
    if server is None:
        return embedded
    return SteadyEngine(open_server(server), embedded, is_fit=is_fit, tell=tell)


def served_engines(directory: Path, server: SearchServer | None) -> tuple[Served, ...]:
    """The engines of a site, the embedded one first."""
    embedded = Served(
        name=EMBEDDED, is_on_server=False, open=lambda writer: open_engine(directory, writer=writer)
    )
    if server is None:
        return (embedded,)
    return (embedded, Served(name=MEILISEARCH, is_on_server=True, open=lambda _writer: open_server(server)))


async def look_at_server(server: SearchServer) -> ServerReport:
    """What a search server says of itself and of the key. SearchError when it does not answer."""
    from search.engines.meilisearch.report import look  # noqa: PLC0415 - as above

    return await look(server)


async def make_keys(server: SearchServer) -> tuple[str, str]:
    """A key to search with and one to write with, made with the master key. SearchError when that fails."""
    from search.engines.meilisearch.keys import create_keys  # noqa: PLC0415 - as above

    keys = await create_keys(server.url, server.key or "", server.index)
    return keys.search, keys.write
