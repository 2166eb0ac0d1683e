"""Second factors. The key of the app is encrypted; of recovery codes only hashes are kept."""

from piccolo.columns import UUID, BigInt, Bytea, ForeignKey, OnDelete, Timestamptz
from piccolo.table import Table

from marketplace.accounts.tables import Account


class SecondFactorRow(Table, tablename="second_factor"):
    """The app of one account, being set up or in use."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, unique=True)
    sealed_key: Bytea = Bytea(default=None, secret=True)
    begun_at: Timestamptz = Timestamptz(default=None)
    set_at: Timestamptz = Timestamptz(default=None, null=True)
    """None while it is being set up."""
    last_step: BigInt = BigInt(default=0)
    """The step of 30 seconds whose code was accepted last: none of it or of one before is accepted again."""
    sealed_codes: Bytea = Bytea(default=None, null=True, secret=True)
    """Recovery codes that are still to be shown."""
    show_codes_until: Timestamptz = Timestamptz(default=None, null=True)


class RecoveryCode(Table, tablename="recovery_code"):
    """One recovery code; the row goes when it is used."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    code_hash: Bytea = Bytea(default=None, unique=True, secret=True)
