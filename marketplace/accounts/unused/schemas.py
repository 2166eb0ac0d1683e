"""How far an account has come that nobody uses."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import IntEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct


class Warned(IntEnum):
    """Which letter was written last."""

    FIRST = 1
    LAST = 2


class Notice(Struct, frozen=True, kw_only=True):
    """What was written to an account that nobody uses."""

    account_id: UUID
    warned: Warned
    delete_on: date
    """The day that the letter names: never before it."""
    letter_id: UUID
    refused: int = 0
    """How many letters of this step no server took."""


class Unused(Struct, frozen=True):
    """An account whose owner was not here for long."""

    account_id: UUID
    seen_at: datetime
    """When its owner was last here, or when it was made."""
    is_lone: bool = False
    """It is the only administrator of a council."""


class Counts(Struct, frozen=True, kw_only=True):
    """What one run did."""

    warned: int = 0
    deleted: int = 0


class LastUse(Protocol):
    """When accounts were last of use without anybody signing in, for those that ever were."""

    async def __call__(self, account_ids: Collection[UUID], *, hold: bool = False) -> Mapping[UUID, date]:
        """`hold` keeps it so until the transaction ends."""
        ...
