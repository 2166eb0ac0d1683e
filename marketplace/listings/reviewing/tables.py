"""Who looks at which request just now."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Timestamptz
from piccolo.table import Table

from marketplace.listings.editing.tables import ChangeRequest


class ReviewLook(Table, tablename="review_look"):
    """The last steward who opened a request: a hint to others for some minutes, never a lock."""

    request: ForeignKey[ChangeRequest] = ForeignKey(
        ChangeRequest, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    account: UUID = UUID(default=None, index=True)
    looked_at: Timestamptz = Timestamptz()
