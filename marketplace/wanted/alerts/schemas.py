"""What is told, and to whom."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.wanted.matching.schemas import Offer


class AlertKind(StrEnum):
    """What somebody is told of."""

    SEARCH = "search"
    """A listing that came new to a saved search; the subject is the search."""
    OWN_ADVERT = "own_advert"
    """A listing that suits an advert of one's own; the subject is the advert."""
    ADVERT = "advert"
    """An advert that suits a listing one looks after; the subject is the listing."""


class Told(Struct, frozen=True, kw_only=True):
    """Something that somebody is told of, once."""

    account_id: UUID
    kind: AlertKind
    subject: UUID
    """What it is for: a search, an advert, a listing."""
    item: UUID
    """What is new: a listing or an advert."""


class AlertChoices(Struct, frozen=True, kw_only=True):
    """Which letters somebody wants."""

    has_stopped: bool = False
    """No letter, since a link in one was followed or it was chosen. What is new stands on pages only."""
    about_own_adverts: bool = True
    about_adverts: bool = True


class Due(Struct, frozen=True, kw_only=True):
    """An account that is looked at today."""

    account_id: UUID
    since: datetime | None
    """When it was looked at before; None = never."""
    has_stopped: bool
    """It is told on its pages, and by no letter."""
    about_own_adverts: bool
    about_adverts: bool


class DueSearch(Struct, frozen=True, kw_only=True):
    """A saved search whose owner is told what is new."""

    id: UUID
    account_id: UUID
    query: str
    created_at: datetime
    looked_at: datetime


class SeenListing(Struct, frozen=True, kw_only=True):
    """A public listing, of which it is looked whether its checks let it see adverts."""

    offer: Offer
    """Its kind, council and checks; nothing else of it is read."""
    was_incomplete: bool
    """It was once seen without them."""
    complete_at: datetime | None
    """Since when it has them again."""


class NewItem(Struct, frozen=True):
    """A listing that somebody was told of."""

    id: UUID
    since: datetime
    """When they were told."""


class News(Struct, frozen=True, kw_only=True):
    """What one letter tells, by kind: how much, and of what."""

    counts: dict[AlertKind, int]
    subjects: dict[AlertKind, frozenset[UUID]]
    """The searches or adverts that it is for."""


class NewListing(Struct, frozen=True):
    """A listing that was published not long ago."""

    id: UUID
    published_at: datetime
