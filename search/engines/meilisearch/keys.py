"""API keys with the least rights: one that searches, one that keeps the index in step."""

from meilisearch_python_sdk.models.client import KeyCreate
from msgspec import Struct

from search.engines.meilisearch.connection import Connection

SEARCH_ACTIONS = ["search"]
WRITE_ACTIONS = [
    "search",
    "documents.add",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "tasks.get",
    "version",
]


class Keys(Struct, frozen=True):
    """Keys of an index and its companions."""

    search: str
    """For the processes that answer visitors."""
    write: str
    """For the one process that publishes, and for commands of the operator."""


async def create_keys(url: str, master_key: str, uid: str, *, timeout_seconds: float = 5.0) -> Keys:
    """Make both keys. Raises SearchError, e.g. when the master key is wrong."""
    connection = Connection(url, master_key, timeout_seconds)
    indexes = [uid, f"{uid}-*"]
    try:
        with connection.telling():
            search, write = [
                await connection.client.create_key(
                    KeyCreate(description=description, actions=actions, indexes=indexes)
                )
                for description, actions in (
                    (f"Searches {uid}", SEARCH_ACTIONS),
                    (f"Keeps {uid} in step", WRITE_ACTIONS),
                )
            ]
            return Keys(search.key, write.key)
    finally:
        await connection.client.aclose()
