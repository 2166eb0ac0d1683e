"""A practitioner of Wiltshire, three providers, and what others were told."""

import pytest

from marketplace.councils import service as councils
from marketplace.kernel.database import connection
from tests.factories.accounts import COUNCIL
from tests.factories.referrals import make_listed, make_practitioner


async def letters(kind=None):
    """Letters that wait, as pairs of address and kind, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT recipient, kind FROM letter ORDER BY queued_at, id")
    return [(row["recipient"], row["kind"]) for row in rows if kind in {None, row["kind"]}]


async def outcomes():
    """What was kept of how things ended: outcome and reason, by the alphabet: no time is kept."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT outcome, reason FROM outcome_signal ORDER BY outcome, reason")
    return [(row["outcome"], row["reason"]) for row in rows]


@pytest.fixture
async def council(db):
    """Wiltshire is in the system."""
    await councils.add_council(COUNCIL, actor="test")
    return COUNCIL


@pytest.fixture
async def robin(council):
    """A practitioner."""
    return await make_practitioner(name="Robin Practitioner", address="robin@council.example")


@pytest.fixture
async def listed(council):
    """Three public listings, each with its provider."""
    return [await make_listed(name) for name in ("Amina K.", "Bo L.", "Cem M.")]
