"""What the accounts room decides by itself."""

from datetime import timedelta

LONGEST_NAME = 80
SIGN_UP_LASTS = timedelta(days=3)
RESET_LASTS = timedelta(hours=2)
ADDRESS_CHANGE_LASTS = timedelta(days=1)

SIGN_UP = "sign_up"
RESET = "reset_password"
ADDRESS_CHANGE = "change_address"
NOTHING = "nothing"
"""The purpose of a link that is made only so that the work is the same with and without an account."""


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one account's: their case does not matter."""
    return one.lower() == other.lower()
