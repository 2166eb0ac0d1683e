"""Links that work or have run out; a used one is gone."""

from piccolo.columns import JSONB, UUID, Bytea, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class StoredLink(Table, tablename="link"):
    """One link. Its token cannot be read from here."""

    token_hash: Bytea = Bytea(primary_key=True, default=b"")
    purpose: Text = Text()
    record_id: UUID = UUID(default=None, null=True, index=True)
    account: UUID = UUID(default=None, null=True, index=True)
    data: JSONB = JSONB()
    created_at: Timestamptz = Timestamptz(default=TimestamptzNow())
    expires_at: Timestamptz = Timestamptz(default=TimestamptzNow(), index=True)
