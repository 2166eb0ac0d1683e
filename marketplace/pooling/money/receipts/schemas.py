"""What goes in and out of receipts."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct


class Receipt(Struct, frozen=True, kw_only=True):
    """A file that shows an entry, without its content."""

    id: UUID
    entry_id: UUID
    pool_id: UUID
    entry_number: int
    content_type: str
    size_bytes: int
    uploaded_at: datetime
    uploaded_by: UUID | None
    delete_on: date

    @property
    def is_picture(self) -> bool:
        """It is a picture and no PDF."""
        return self.content_type.startswith("image/")


class ReceiptFile(Struct, frozen=True, kw_only=True):
    """A receipt as it is sent, always as a download."""

    content: bytes
    content_type: str
    name: str
    """Made by us: what people call their files tells of them and is not kept."""
