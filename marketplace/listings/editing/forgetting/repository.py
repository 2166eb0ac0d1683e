"""Deletes old requests."""

from datetime import datetime
from uuid import UUID

from marketplace.listings.editing.schemas import RequestStatus
from marketplace.listings.editing.tables import ChangeRequest

_FORGOTTEN = [
    status.value for status in (RequestStatus.WRITING, RequestStatus.REJECTED, RequestStatus.DISCARDED)
]


async def drop_untouched(before: datetime) -> list[UUID]:
    """Delete what nobody touched since; return the ids."""
    rows = (
        await ChangeRequest.delete()
        .where((ChangeRequest.status.is_in(_FORGOTTEN)) & (ChangeRequest.updated_at < before))
        .returning(ChangeRequest.id)
    )
    return [row["id"] for row in rows]
