"""What waits for somebody: each room counts its own, and the home page says it in words."""

from datetime import datetime

from msgspec import Struct


class Need(Struct, frozen=True, kw_only=True):
    """Some things of one kind that wait for the viewer."""

    code: str
    """What it is, a key of the home page's words: "enquiries_to_answer"."""
    count: int
    since: datetime | None = None
    """When the one that has waited longest began to wait."""
