"""Tables of the enquiries room. A person's rows go with their account, whatever is under way."""

from piccolo.columns import UUID, Array, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.accounts.tables import Account


class Enquiry(Table, tablename="enquiry"):
    """What one person wants, sent to one or a few listings. Private to the two sides."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    council_code: Text = Text(null=True, default=None)
    """Where help is wanted, else where the first listing is."""
    advert: UUID = UUID(null=True, default=None)
    """The wanted advert that a provider answered."""
    support_types: Array = Array(base_column=Text())
    area: Text = Text()
    """Roughly where, as it was typed; of a postcode the first half only."""
    outcode: Text = Text(null=True, default=None)
    person_name: Text = Text()
    relation: Text = Text()
    acting_for: UUID = UUID(null=True, default=None)
    created_at: Timestamptz = Timestamptz()


class Conversation(Table, tablename="conversation"):
    """One enquiry with one listing. `account` is the enquiry's, for lists and to be in touch once."""

    id: UUID = UUID(primary_key=True)
    enquiry: ForeignKey[Enquiry] = ForeignKey(Enquiry, on_delete=OnDelete.cascade, null=False, index=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False)
    listing: UUID = UUID(default=None, index=True)
    """No foreign key: a listing may be emptied, and what was agreed stays."""
    organization: UUID = UUID(default=None)
    council_code: Text = Text()
    status: Text = Text(default="sent")
    reason: Text = Text(null=True, default=None)
    ended_by: Text = Text(null=True, default=None)
    started_by: Text = Text()
    version: Integer = Integer(default=1)
    sent_at: Timestamptz = Timestamptz()
    read_at: Timestamptz = Timestamptz(null=True, default=None)
    answered_at: Timestamptz = Timestamptz(null=True, default=None)
    agreed_at: Timestamptz = Timestamptz(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)
    reminded_at: Timestamptz = Timestamptz(null=True, default=None)
    offered_at: Timestamptz = Timestamptz(null=True, default=None)
    last_message_at: Timestamptz = Timestamptz()
    last_side: Text = Text()
    in_a_row: Integer = Integer(default=1)
    person_contact: Text = Text()
    provider_contact: Text = Text()
    person_unread_since: Timestamptz = Timestamptz(null=True, default=None)
    provider_unread_since: Timestamptz = Timestamptz(null=True, default=None)


class Message(Table, tablename="message"):
    """What one side wrote to the other."""

    id: UUID = UUID(primary_key=True)
    conversation: ForeignKey[Conversation] = ForeignKey(Conversation, on_delete=OnDelete.cascade, null=False)
    side: Text = Text()
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.set_null, null=True, index=True)
    words: Text = Text()
    sent_at: Timestamptz = Timestamptz()


class ConversationBlock(Table, tablename="conversation_block"):
    """A person and an organisation of whom one wants nothing from the other. Each pair and side once."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False)
    organization: UUID = UUID(default=None, index=True)
    side: Text = Text()
    """Which of the two does not want to hear from the other."""
    name: Text = Text()
    """What the other was called, for the list from which it is taken back."""
    made_at: Timestamptz = Timestamptz()
