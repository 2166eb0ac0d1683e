"""The door for the home page: what waits for somebody in pools. One statement for all rooms of pooling."""

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.needs import Need
from marketplace.pooling.needs import repository


async def list_needs(viewer: Viewer) -> list[Need]:
    """Who asks, invitations, agreements, help, news, words to check and words given back."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    return await repository.list_needs(viewer.account_id, viewer.councils(Role.STEWARD))
