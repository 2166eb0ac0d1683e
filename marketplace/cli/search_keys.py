"""`marketplace search-keys`: two keys with the least rights, out of the master key of a search server."""

# ruff: noqa: T201 - this is the command line

import asyncio
import os
import sys
from getpass import getpass

from msgspec.structs import replace

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from search.engine import SearchError
from search.factory import make_keys

MASTER_KEY = "MEILI_MASTER_KEY"


def run_search_keys(settings: Settings) -> None:
    """Make the keys and print them: that is what they are made for, and they are kept nowhere else."""
    server = settings.search_server
    if server is None:
        raise OperatorError("Set MEILISEARCH_URL to the address of the search server first.")
    master = _master_key()
    try:
        search, write = asyncio.run(make_keys(replace(server, key=master)))
    except SearchError as error:
        raise OperatorError(f"No keys were made: {error}") from error
    print(f"Keys for the indexes {server.index!r}. Each process reads its own from MEILISEARCH_API_KEY.")
    print(f"web:    {search}")
    print(f"worker: {write}", flush=True)


def _master_key() -> str:
    key = os.environ.get(MASTER_KEY, "").strip()
    if not key and sys.stdin.isatty():
        key = getpass("Master key of the search server: ").strip()
    if not key:
        raise OperatorError(f"The master key of the search server is wanted in {MASTER_KEY}.")
    return key
