"""What goes in and out of sharing. Amounts are whole pence; exact shares are millionths of a penny."""

from uuid import UUID

from msgspec import Struct

MICRO = 1_000_000
"""Millionths of a penny in a penny."""


class Part(Struct, frozen=True, kw_only=True):
    """A member's part in an amount. Parts stand in the order in which members joined."""

    member_id: UUID
    weight: int
    """Parts of the whole: a weight, fixed pence, sessions; 0 takes no part. Equal shares look at no more."""


class Share(Struct, frozen=True, kw_only=True):
    """What a member bears of an amount."""

    member_id: UUID
    amount_pence: int
    exact_micropence: int
    """The share before it was rounded to whole pence; all of an amount add up to it."""
    weight: int
    """The parts of the whole that it was worked out from."""


class Left(Struct, frozen=True, kw_only=True):
    """What is left of a member's share after what was given back of it before."""

    member_id: UUID
    amount_pence: int
    exact_micropence: int
