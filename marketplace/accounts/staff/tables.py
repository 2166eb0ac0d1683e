"""Invitations to work for a council."""

from piccolo.columns import UUID, Array, Text, Timestamptz, Varchar
from piccolo.table import Table


class StaffInvite(Table, tablename="staff_invite"):
    """An open invitation; the row goes when it is taken up, withdrawn or has run out."""

    id: UUID = UUID(primary_key=True)
    council_code: Varchar = Varchar(length=9, default=None, index=True)
    address: Text = Text(default=None)
    roles: Array = Array(base_column=Text(), default=list)
    invited_by: UUID = UUID(default=None, null=True)
    """Not a foreign key: the invitation stays when who sent it goes."""
    invited_at: Timestamptz = Timestamptz(default=None)
    expires_at: Timestamptz = Timestamptz(default=None)
