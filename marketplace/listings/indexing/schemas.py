"""What goes in and out of indexing."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from search.documents import Change, SearchDocument


class IndexSource(Protocol):
    """One kind of record that the indexes hold beside others. No id is in two of them.

    Whoever changes a record raises its version and marks it for every index, in the same transaction. The
    rest is the publisher's.
    """

    async def read_changes(self, ids: Sequence[UUID]) -> dict[UUID, Change]:
        """What to tell an index of those that are this source's, as they are now; nothing of what is gone."""
        ...

    def stream_public(self) -> AsyncIterator[Sequence[SearchDocument]]:
        """All that the public sees, in batches, as they are at one moment. To be called in a transaction."""
        ...

    async def list_versions(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """Versions of what the public sees, and of all others."""
        ...

    async def count_public(self) -> int:
        """How many documents an index should hold."""
        ...


class IndexRow(Struct, frozen=True, kw_only=True):
    """A listing as far as the index is concerned. It has no private base."""

    id: UUID
    version: int
    is_public: bool
    kind: str
    title: str
    summary: str
    description: str
    easy_read: list[str]
    provider: str
    care_groups: list[str]
    support_types: list[str]
    languages: list[str]
    cultures: list[str]
    genders: list[str]
    transport: list[str]
    access: list[str]
    funding: list[str]
    times: list[str]
    checks_held: list[str]
    hours_per_week: float | None
    places: int | None
    price_pence: int | None
    minimum_age: int | None
    maximum_age: int | None
    confirmed_on: date
    is_lapsed: bool
    """Nobody confirmed it though it was asked for twice: it is found below others."""
    venue_name: str | None
    town: str | None
    is_venue: bool
    latitude: float | None
    longitude: float | None
    miles: float | None
    named: list[str] | None


class IndexState(Struct, frozen=True, kw_only=True):
    """How far an index is behind."""

    is_registered: bool
    """Changes are kept for it."""
    needs_rebuild: bool
    """It was never filled, or missed changes while it was not registered."""
    waiting: int
    oldest_waiting_at: datetime | None
    set_aside: int
    """Listings the index would not take; `retry_set_aside` tries them again."""
    problems: tuple[str, ...]
    """What the index said of the first of them."""


class Drift(Struct, frozen=True, kw_only=True):
    """What reconciling found out of step. All of it is in the dirty set afterwards, or a rebuild was made."""

    missing: int
    """Public, and not in the index or there in an older version."""
    extra: int
    """In the index, and not public."""
    ahead: int
    """In the index in a version that the database has not reached: it was restored from a backup."""

    @property
    def total(self) -> int:
        """How many listings were out of step."""
        return self.missing + self.extra + self.ahead
