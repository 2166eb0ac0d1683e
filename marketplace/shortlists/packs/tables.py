"""Options packs. They hold nothing of the person that they are for."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.accounts.tables import Account


class OptionsPack(Table, tablename="options_pack"):
    """Listings with reasons, put together by a practitioner."""

    id: UUID = UUID(primary_key=True)
    version: Integer = Integer(default=1)
    council_code: Text = Text()
    team: UUID = UUID(null=True, default=None)
    """No foreign key: packs of a team that goes are given back to their makers by timed work."""
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.set_null, null=True, index=True)
    language: Text = Text()
    kind: Text = Text(default="standard")
    introduction: Text = Text()
    near: Text = Text()
    items: JSONB = JSONB(default="[]")
    """Pairs of a listing's id and its reasons."""
    created_at: Timestamptz = Timestamptz()
    changed_at: Timestamptz = Timestamptz()
    expires_at: Timestamptz = Timestamptz(index=True)
