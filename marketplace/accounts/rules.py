"""What an address is, and how names are kept."""

import re

LONGEST_ADDRESS = 254
LONGEST_NAME = 80
_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]", re.ASCII)


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address. Whether there is one, only a letter to it tells."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one account's: their case does not matter."""
    return one.lower() == other.lower()
