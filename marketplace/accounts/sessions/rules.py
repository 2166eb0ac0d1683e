"""How long a session lasts, and when its last use is written down."""

from datetime import datetime, timedelta

from marketplace.accounts.schemas import STAFF_ROLES, Grant

LIFETIME = timedelta(days=30)
STAFF_LIFETIME = timedelta(hours=12)
"""A day's work: staff see what others wrote about people."""
HALFWAY_LIFETIME = timedelta(minutes=15)
"""Time to look for the second factor."""
TOUCH_EVERY = timedelta(minutes=5)
HOME = "/home"
"""Where somebody starts who signed in and wanted nothing else."""
MOST_SESSIONS = 20
"""Of one account; who signs in once more leaves the place used longest ago."""


def is_staff(grants: tuple[Grant, ...]) -> bool:
    """Whether one of the roles is that of a council's staff."""
    return any(grant.role in STAFF_ROLES for grant in grants)


def lifetime(grants: tuple[Grant, ...], *, is_halfway: bool) -> timedelta:
    """How long a session lasts from now."""
    if is_halfway:
        return HALFWAY_LIFETIME
    return STAFF_LIFETIME if is_staff(grants) else LIFETIME


def needs_touch(last_seen_at: datetime, now: datetime) -> bool:
    """Whether the use of a session is to be written down; also when a clock went back."""
    return abs(now - last_seen_at) >= TOUCH_EVERY
