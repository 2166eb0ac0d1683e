"""Who an account is at a council's sign-in service."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from marketplace.accounts.tables import Account


class SignOnIdentity(Table, tablename="sign_on_identity"):
    """One person at one service. Issuer and subject together never name anybody else; an address may."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    council_code: Varchar = Varchar(length=9, default=None)
    issuer: Text = Text(default=None)
    subject: Text = Text(default=None)
    linked_at: Timestamptz = Timestamptz(default=None)
