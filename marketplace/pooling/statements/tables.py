"""The table of shared statements. What a statement says is not copied into it."""

from piccolo.columns import UUID, Array, Date, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.accounts.tables import Account
from marketplace.pooling.tables import Pool, PoolMember


class StatementShare(Table, tablename="statement_share"):
    """That a member shows their statement of a period to one worker of a council, and what that one said."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False)
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, index=True
    )
    council_code: Text = Text()
    since: Date = Date()
    until: Date = Date()
    parts: Array = Array(base_column=Text())
    """Codes of what the member lets be seen."""
    made_at: Timestamptz = Timestamptz()
    expires_at: Timestamptz = Timestamptz(index=True)
    reader: ForeignKey[Account] = ForeignKey(
        Account, on_delete=OnDelete.set_null, null=True, default=None, index=True
    )
    """Who opened it first: nobody else can open it from then on, also when that account is deleted."""
    opened_at: Timestamptz = Timestamptz(null=True, default=None)
    answer: Text = Text()
    """`looks_fine` or `let_us_talk`; empty: none yet."""
    answered_at: Timestamptz = Timestamptz(null=True, default=None)
    withdrawn_at: Timestamptz = Timestamptz(null=True, default=None)
