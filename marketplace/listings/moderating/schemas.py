"""What goes in and out of moderating."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class SuspendReason(StrEnum):
    """Why a steward takes a listing out of sight."""

    SAFETY = "safety"
    UNTRUE = "untrue"
    CHECKS = "checks"
    ASKED = "asked"
    OTHER = "other"


class Suspension(Struct, frozen=True, kw_only=True):
    """The last time that a listing was suspended."""

    at: datetime
    by: str
    """As in the audit trail."""
    reason: SuspendReason
    words: str
    was_told: bool
    """The provider was told."""
