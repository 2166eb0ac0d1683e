"""Who looks at which request just now, and which stewards write for a provider."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.listings.editing.tables import ChangeRequest


class ReviewLook(Table, tablename="review_look"):
    """The last steward who opened a request: a hint to others for some minutes, never a lock."""

    request: ForeignKey[ChangeRequest] = ForeignKey(
        ChangeRequest, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    account: UUID = UUID(default=None, index=True)
    looked_at: Timestamptz = Timestamptz()


class RequestOnBehalf(Table, tablename="request_on_behalf"):
    """A request that a steward began for the people of the organisation, and may write in."""

    request: ForeignKey[ChangeRequest] = ForeignKey(
        ChangeRequest, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    account: UUID = UUID(default=None, index=True)
    council_code: Text = Text()
    """As whose steward: who is none any more writes no more."""
