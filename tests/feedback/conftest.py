"""Letters that were kept, and browsers in which somebody is signed in."""

import pytest

from marketplace.kernel.database import connection
from tests.home.conftest import app, browse  # noqa: F401 - fixtures
from tests.listings.conftest import statements  # noqa: F401 - a fixture


@pytest.fixture
def letters():
    """What reads kinds and recipients of the letters that wait, oldest first."""

    async def letters(kind):
        async with connection() as raw:
            rows = await raw.fetch(
                "SELECT recipient, subject, parts FROM letter WHERE kind = $1 ORDER BY queued_at, id", kind
            )
        return [dict(row) for row in rows]

    return letters
