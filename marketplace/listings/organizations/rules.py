"""Who may do what in an organisation, as pure functions."""

from collections.abc import Iterable
from uuid import UUID

from marketplace.listings.organizations.schemas import MemberRole

MOST_PEOPLE = 50
"""More accounts than this look after no organisation's listings."""
MOST_ORGANIZATIONS = 20
"""Of one account."""


def is_last_owner(members: Iterable[tuple[UUID, MemberRole]], account_id: UUID) -> bool:
    """Whether an organisation would be left without an owner if this account went or became a member."""
    owners = {account for account, role in members if role is MemberRole.OWNER}
    return owners == {account_id}
