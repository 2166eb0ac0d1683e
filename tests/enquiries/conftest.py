"""Letters and signals that were kept."""

import pytest

from marketplace.kernel.database import connection


async def _rows(statement):
    async with connection() as raw:
        return [dict(row) for row in await raw.fetch(statement)]


@pytest.fixture
def letters():
    """What reads the letters that wait, oldest first: all of them, or of one kind."""

    async def letters(kind=None):
        rows = await _rows("SELECT * FROM letter ORDER BY queued_at, id")
        return [row for row in rows if kind in {None, row["kind"]}]

    return letters


@pytest.fixture
def signals():
    """What reads the outcomes that the market view heard of."""

    async def signals():
        rows = await _rows("SELECT * FROM outcome_signal ORDER BY on_day, id")
        return [(row["outcome"], row["reason"] or None) for row in rows]

    return signals
