"""What goes in and out of dues. Amounts are whole pence."""

from datetime import date
from uuid import UUID

from msgspec import Struct


class Due(Struct, frozen=True, kw_only=True):
    """What a member is to pay in on a day."""

    id: UUID
    member_id: UUID
    due_on: date
    amount_pence: int


class PaidDue(Struct, frozen=True, kw_only=True):
    """A due, and how much of it has come."""

    due: Due
    paid_pence: int

    @property
    def left_pence(self) -> int:
        """What is still to come."""
        return self.due.amount_pence - self.paid_pence


class MemberDues(Struct, frozen=True, kw_only=True):
    """Where a member is with paying in."""

    member_id: UUID
    due_pence: int
    """All that was due until today."""
    paid_pence: int
    """All that was paid in since dues are counted, also what was paid ahead."""
    unpaid: tuple[PaidDue, ...]
    """Dues with something to come, oldest first."""

    @property
    def left_pence(self) -> int:
        """What is still to come of what was due."""
        return sum(each.left_pence for each in self.unpaid)

    @property
    def ahead_pence(self) -> int:
        """What was paid ahead."""
        return max(self.paid_pence - self.due_pence, 0)
