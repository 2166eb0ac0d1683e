"""Fixtures of the listings room."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from marketplace.kernel.database import DB


@pytest.fixture
def statements(db):
    """Counts the SQL statements run within it: `async with statements() as run: …`, then `len(run)`."""

    @asynccontextmanager
    async def counting():
        run = []
        connection = DB.current_transaction.get().connection

        def note(record):
            run.append(record.query)

        connection.add_query_logger(note)
        try:
            yield run
            await asyncio.sleep(0)
        finally:
            connection.remove_query_logger(note)

    return counting
