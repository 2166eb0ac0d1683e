"""Tables of teams. Accounts are named by id alone: they go, and the team keeps what it has."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table


class Team(Table, tablename="team"):
    """Practitioners of a council who work together."""

    id: UUID = UUID(primary_key=True)
    council_code: Text = Text(index=True)
    name: Text = Text()
    created_at: Timestamptz = Timestamptz()


class TeamMember(Table, tablename="team_member"):
    """An account of a team. In the database each pair is there once."""

    id: UUID = UUID(primary_key=True)
    team: ForeignKey[Team] = ForeignKey(Team, on_delete=OnDelete.cascade, null=False, index=True)
    account: UUID = UUID(default=None, index=True)
    since: Timestamptz = Timestamptz()


class TeamInvite(Table, tablename="team_invite"):
    """Somebody was asked to join, by email. Gone once it is accepted, taken back or out of time."""

    id: UUID = UUID(primary_key=True)
    team: ForeignKey[Team] = ForeignKey(Team, on_delete=OnDelete.cascade, null=False, index=True)
    address: Text = Text()
    """As it was typed; compared without regard to capitals."""
    invited_by: UUID = UUID(default=None, index=True)
    created_at: Timestamptz = Timestamptz()
    expires_at: Timestamptz = Timestamptz()
