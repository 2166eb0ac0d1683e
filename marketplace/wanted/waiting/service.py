"""The door for the home page."""

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.needs import Need
from marketplace.wanted.waiting import repository


async def list_needs(viewer: Viewer) -> list[Need]:
    """Adverts that wait for the viewer: to be looked at as a steward, or to be changed. One statement."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    return await repository.list_needs(viewer.account_id, viewer.councils(Role.STEWARD))
