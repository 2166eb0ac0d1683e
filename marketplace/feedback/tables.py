"""The table of the feedback room. What a person wrote goes with their account."""

from piccolo.columns import UUID, Array, Boolean, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.accounts.tables import Account


class Feedback(Table, tablename="feedback"):
    """What one person said to a provider, and the answer. In the database each pair is there once."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False)
    listing: UUID = UUID(default=None)
    """No foreign key: a listing may be emptied, and what was said stays the person's."""
    organization: UUID = UUID(null=True, default=None, index=True)
    council_code: Text = Text()
    person_name: Text = Text()
    good: Text = Text()
    better: Text = Text()
    statements: Array = Array(base_column=Text())
    with_steward: Boolean = Boolean(default=False)
    with_provider: Boolean = Boolean(default=True)
    sent_at: Timestamptz = Timestamptz()
    read_at: Timestamptz = Timestamptz(null=True, default=None)
    answer: Text = Text()
    answered_by: ForeignKey[Account] = ForeignKey(
        Account, on_delete=OnDelete.set_null, null=True, default=None, index=True
    )
    answered_at: Timestamptz = Timestamptz(null=True, default=None)
    answer_read_at: Timestamptz = Timestamptz(null=True, default=None)
    steward_read_at: Timestamptz = Timestamptz(null=True, default=None)
