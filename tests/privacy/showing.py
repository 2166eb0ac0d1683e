"""What somebody shows their council of a pool, and what they look at as a worker of it."""

from marketplace.pooling.statements.shares import service as shares
from tests.factories.accounts import viewer_of
from tests.factories.pool_statements import make_share, make_used
from tests.factories.pooling import make_content, make_pool


async def show_statements(account):
    """Show the statement of a pool that they lead."""
    pool = await make_pool(make_content(title="Choir"), account=account, others=1)
    await make_share(pool, pool.lead)


async def look_at_one(account):
    """Open what somebody of another pool shows, as a practitioner."""
    _share, token = await make_share(await make_used(2))
    await shares.open_share(token, await viewer_of(account, second_factor=True))
