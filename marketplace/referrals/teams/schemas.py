"""What goes in and out of teams."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class Team(Struct, frozen=True, kw_only=True):
    """Practitioners of a council who work together."""

    id: UUID
    council_code: str
    name: str
    created_at: datetime
    people: int = 0
    """How many are in it."""


class TeamMember(Struct, frozen=True, kw_only=True):
    """One of a team."""

    account_id: UUID
    since: datetime


class TeamInvite(Struct, frozen=True, kw_only=True):
    """Somebody who was asked to join. The address is for the team and the council's administrators only."""

    id: UUID
    team_id: UUID
    address: str
    invited_by: UUID
    created_at: datetime
    expires_at: datetime


class TeamView(Struct, frozen=True, kw_only=True):
    """A team with its people, as one of them or an administrator of the council sees it."""

    team: Team
    members: tuple[TeamMember, ...]
    """Who is in it longest first."""
    invites: tuple[TeamInvite, ...]
    names: dict[UUID, str]
    is_member: bool
    """The viewer is one of them, and not an administrator only."""
