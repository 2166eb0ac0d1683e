"""What stewards see of pools. No person is in it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from marketplace.pooling.schemas import Pool


class CheckItem(Struct, frozen=True, kw_only=True):
    """A pool in a steward's list."""

    id: UUID
    title: str
    outcode: str
    support_types: tuple[str, ...]
    is_change: bool
    """Others see older words already."""
    since: datetime
    """When the words were written."""


class PoolCheck(Struct, frozen=True, kw_only=True):
    """A pool as a steward decides about it."""

    pool: Pool
    is_own: bool
    """The viewer has or had a part in it: a colleague has to look at it."""

    @property
    def is_waiting(self) -> bool:
        """Whether there are words to decide about."""
        return self.pool.check.value == "waiting" and self.pool.is_open


class WordsChange(Struct, frozen=True, kw_only=True):
    """What differs between the words that are shown and those that wait."""

    field: str
    """Of `ShownWords`."""
    before: str
    after: str
