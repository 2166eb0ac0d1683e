"""Which engine is used: the only module that names one."""

from pathlib import Path

from search.engine import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine


def open_engine(directory: Path, *, writer: bool) -> SearchEngine:
    """The engine of this machine, on an index directory.

    Any number of processes may open it with `writer=False`; a search then raises SearchError until somebody
    has built the index. One at a time may open it with `writer=True`; for a second SearchError is raised at
    once.
    """
    return EmbeddedEngine(directory, writer=writer)
