"""Tables of the concerns room."""

from piccolo.columns import UUID, BigSerial, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table


class Concern(Table, tablename="concern"):
    """What somebody reported of a listing. Private; deleted after the council's retention."""

    id: UUID = UUID(primary_key=True)
    version: Integer = Integer(default=1)
    """Raised by each change: of two stewards the second is told."""
    listing: UUID = UUID(default=None, index=True)
    """No foreign key: a concern outlives the listing."""
    is_pool: Boolean = Boolean(default=False)
    """It is about a pool of people: `listing` is its id."""
    council_code: Text = Text()
    kind: Text = Text()
    words: Text = Text()
    reporter_name: Text = Text()
    reporter_contact: Text = Text()
    attached: Text = Text()
    """Messages that the reporter took part in and handed over."""
    status: Text = Text()
    created_at: Timestamptz = Timestamptz()
    letter: UUID = UUID(null=True, default=None)
    """The letter to the safeguarding contact; None when there is no address to write to."""
    opened_at: Timestamptz = Timestamptz(null=True, default=None)
    escalated_at: Timestamptz = Timestamptz(null=True, default=None)
    taken_by: UUID = UUID(null=True, default=None)
    taken_at: Timestamptz = Timestamptz(null=True, default=None)
    outcome: Text = Text(null=True, default=None)
    reason: Text = Text()
    closed_by: UUID = UUID(null=True, default=None)
    closed_at: Timestamptz = Timestamptz(null=True, default=None)
    provider_told_at: Timestamptz = Timestamptz(null=True, default=None)


class ConcernNote(Table, tablename="concern_note"):
    """What somebody of the council noted."""

    id: BigSerial = BigSerial(primary_key=True)
    concern: ForeignKey[Concern] = ForeignKey(Concern, on_delete=OnDelete.cascade, null=False, index=True)
    at: Timestamptz = Timestamptz()
    author: UUID = UUID(default=None)
    words: Text = Text()
