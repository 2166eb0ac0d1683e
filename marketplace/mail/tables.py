"""Letters that wait, were sent, or could not be sent."""

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class StoredLetter(Table, tablename="letter"):
    """One letter to one address. Its address and its words are removed when they are not needed any more."""

    id: UUID = UUID(primary_key=True)
    kind: Text = Text()
    account: UUID = UUID(default=None, null=True, index=True)
    """Whose letter it is, where they have an account."""
    about: UUID = UUID(default=None, null=True, index=True)
    """An account that a letter to somebody else names, e.g. who invites: the letter goes with it too."""
    recipient: Text = Text(default=None, null=True)
    subject: Text = Text()
    language: Text = Text(default="en")
    parts: JSONB = JSONB(default=None, null=True)
    unsubscribe_url: Text = Text(default=None, null=True)
    council_code: Text = Text(default=None, null=True)
    """Whose letter it is; None for one of the site's own."""
    status: Text = Text(default="waiting")
    message_id: Text = Text(default=None, null=True)
    """Fixed before it is first handed to a mail server, so that a copy can be told from another letter."""
    tries: Integer = Integer(default=0)
    problem: Text = Text(default=None, null=True)
    """What the mail server said last, without addresses."""
    queued_at: Timestamptz = Timestamptz(default=TimestamptzNow(), index=True, index_method=IndexMethod.btree)
    ended_at: Timestamptz = Timestamptz(default=None, null=True)
    """When it was sent, kept for the mailbox, or given up."""
