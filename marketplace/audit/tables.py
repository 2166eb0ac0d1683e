"""The audit trail. Triggers let rows be added only; the one exception is told at `AuditDetail`."""

from piccolo.columns import JSONB, UUID, BigInt, BigSerial, Boolean, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """The fact: one thing done to one record. Holds nothing of a person but opaque ids."""

    id: BigSerial = BigSerial(primary_key=True)
    at: Timestamptz = Timestamptz(default=TimestamptzNow())
    actor: Text = Text()
    """Who did it: the id of an account, or the name of a command."""
    action: Text = Text()
    record_type: Text = Text()
    record_id: UUID = UUID(default=None, null=True, index=True)
    """None when it was done to no single record, e.g. a load of demonstration data."""
    council: Text = Text(default=None, null=True)
    """Code of the council whose administrators may see it, or "national"; None = the operator only."""
    is_detailed: Boolean = Boolean(default=False)
    """What changed was kept. Where the detail is missing all the same, it was erased."""


class AuditDetail(Table, tablename="audit_detail"):
    """What changed. Rows of a subject are deleted by the database's function `audit_erase_subject` only."""

    entry: BigInt = BigInt(primary_key=True, default=None)
    subject: UUID = UUID(default=None, null=True)
    """The account or organisation whose personal data the values hold; None = they hold nobody's."""
    before: JSONB = JSONB(default=None, null=True)
    after: JSONB = JSONB(default=None, null=True)
