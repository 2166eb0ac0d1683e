"""What is said of a search server. Light, so that settings can say it without loading an engine."""

from msgspec import Struct


class SearchServer(Struct, frozen=True, kw_only=True):
    """A Meilisearch server, as one process uses it."""

    url: str
    key: str | None = None
    index: str = "hereabouts"
    """What its indexes are called there, so that several sites can share a server."""

    def __repr__(self) -> str:
        """Without the key, and without the address, which may hold a password."""
        return f"SearchServer(index={self.index!r})"


class ServerReport(Struct, frozen=True, kw_only=True):
    """What a server says of itself, and what a key may do there."""

    version: str | None
    """None when the key may not ask."""
    needs_no_key: bool
    may_search: bool
    may_write: bool
    may_manage_keys: bool
    """As the master key may: more than any process of the site needs."""
