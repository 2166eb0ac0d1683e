"""The audit trail. A trigger lets rows be added only."""

from piccolo.columns import JSONB, UUID, BigSerial, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """One thing done to one record."""

    id: BigSerial = BigSerial(primary_key=True)
    at: Timestamptz = Timestamptz(default=TimestamptzNow())
    actor: Text = Text()
    """Who did it: the id of an account, or the name of a command."""
    action: Text = Text()
    record_type: Text = Text()
    record_id: UUID = UUID(default=None, null=True, index=True)
    """None when it was done to no single record, e.g. a load of demonstration data."""
    before: JSONB = JSONB(default=None, null=True)
    after: JSONB = JSONB(default=None, null=True)
