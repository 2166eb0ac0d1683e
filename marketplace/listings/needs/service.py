"""Says what about listings waits for the viewer."""

from datetime import timedelta

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel import clock
from marketplace.kernel.needs import Need
from marketplace.listings.needs import repository

LEFT_AFTER = timedelta(days=3)
"""What was begun and not touched for so long, its writer is reminded of."""


async def list_needs(viewer: Viewer) -> list[Need]:
    """What waits for the viewer's own listings, and for the viewer as a steward. One statement."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    return await repository.list_needs(
        viewer.account_id,
        viewer.councils(Role.STEWARD),
        is_provider=viewer.has(Role.PROVIDER),
        left_before=clock.today() - LEFT_AFTER,
    )
