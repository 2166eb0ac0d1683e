"""What goes in and out of the register of sessions."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class DayPart(StrEnum):
    """When on a day; a day may have several sessions."""

    DAY = ""
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Came(StrEnum):
    """Whether somebody came."""

    CAME = "came"
    ABSENT_WITH_NOTICE = "absent_with_notice"
    """Said so in time."""
    ABSENT = "absent"


class SessionFacts(Struct, frozen=True, kw_only=True):
    """What somebody says of a session."""

    held_on: date
    part: DayPart = DayPart.DAY
    took_place: bool = True
    words: str = ""
    """Why it did not take place, what was done: nothing of anybody's health."""
    came: Mapping[UUID, Came] = {}
    """Of those who were members then; nobody when it did not take place."""


class PoolSession(Struct, frozen=True, kw_only=True):
    """A session as it stands in the register."""

    id: UUID
    pool_id: UUID
    version: int
    facts: SessionFacts
    changed_by: UUID | None


class SessionCount(Struct, frozen=True, kw_only=True):
    """How often a member came within a time."""

    member_id: UUID
    came: int = 0
    absent_with_notice: int = 0
    absent: int = 0
