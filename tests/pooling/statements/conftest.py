"""A council that is in the system, and what waits to be sent; pages as for all pools."""

import pytest

from marketplace.councils import service as councils
from tests.factories.accounts import COUNCIL
from tests.pooling.conftest import app, browse, letters  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
async def wiltshire(db):
    """Wiltshire is in the system."""
    await councils.add_council(COUNCIL, actor="test")
