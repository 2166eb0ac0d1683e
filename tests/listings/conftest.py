"""Fixtures of the listings room."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from marketplace.kernel.database import DB

# What asyncpg's own statements hold: it asks once a connection about a type it meets there first.
_ASKS_ABOUT_TYPES = ("WITH RECURSIVE typeinfo_tree(", "set_config('jit',")


@pytest.fixture
def statements(db):
    """Counts the SQL statements run within it: `async with statements() as run: …`, then `len(run)`."""

    @asynccontextmanager
    async def counting():
        run = []
        connection = DB.current_transaction.get().connection

        def note(record):
            if not any(words in record.query for words in _ASKS_ABOUT_TYPES):
                run.append(record.query)

        connection.add_query_logger(note)
        try:
            yield run
            await asyncio.sleep(0)
        finally:
            connection.remove_query_logger(note)

    return counting
