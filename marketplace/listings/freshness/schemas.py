"""How far a listing that nobody confirms has come."""

from datetime import date
from enum import IntEnum
from uuid import UUID

from msgspec import Struct


class Stage(IntEnum):
    """Steps of a listing that nobody confirms; each is told. Never is one left out, however late it is."""

    NONE = 0
    ASKED = 1
    ASKED_AGAIN = 2
    LOWER = 3
    """Found below others from now on."""
    WARNED = 4
    HIDDEN = 5


class AwayStage(IntEnum):
    """Steps of a personal assistant's listing whose people stay away."""

    NONE = 0
    WARNED = 1
    HIDDEN = 2


class Intervals(Struct, frozen=True, kw_only=True):
    """What a council chose, in whole days."""

    code: str
    every: int
    """A listing is asked for this long after it was confirmed."""
    offsets: tuple[int, int, int, int, int]
    """When each stage from ASKED to HIDDEN is due, counted from then; they never go down."""
    sign_in_every: int
    warn: int


class Moved(Struct, frozen=True, kw_only=True):
    """A listing that has come to a stage just now."""

    id: UUID
    organization: UUID
    title: str
    council_code: str | None
    responsible: str
    """The council in the system, or NATIONAL."""
    stage: int
    confirmed_on: date
    hidden_on: date
    """When it will be hidden if nothing happens, or was."""


class Away(Struct, frozen=True, kw_only=True):
    """A personal assistant's listing that may be about to be hidden, as its own dates say."""

    id: UUID
    organization: UUID
    title: str
    council_code: str | None
    responsible: str
    active_on: date
    """The last day on which anything was said of it."""
    stage: AwayStage
    stage_active_on: date | None
    reached_on: date | None
    accounts: list[UUID]
    """Its people."""
