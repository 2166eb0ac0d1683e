"""Filter expressions, put together from values that cannot break out of them."""

import re
from collections.abc import Iterable

EVERYTHING = ""
NOTHING = 'id = "-"'
"""No document has such an id."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-:/")
_EMPTY = "~~"
"""The server leaves empty values out."""
_CODED = re.compile(r"~([0-9a-f]+)~")


def token(value: str) -> str:
    """A value in characters that the server compares one by one.

    It compares strings without regard to case, and in a compatible form of Unicode; so that "SN12" and "sn12"
    are two values, as everywhere else, all but plain small letters, digits and some signs are coded.
    """
    if _PLAIN.issuperset(value):
        return value or _EMPTY
    return "".join(sign if sign in _PLAIN else f"~{ord(sign):x}~" for sign in value)


def value_of(token: str) -> str:
    """The value that a token stands for."""
    return "" if token == _EMPTY else _CODED.sub(lambda match: chr(int(match[1], 16)), token)


def one_of(field: str, values: Iterable[str]) -> str:
    """Documents whose field has one of some values. They are words, tokens or codes: nothing to escape."""
    quoted = [f'"{value}"' for value in values]
    if not quoted:
        return NOTHING
    return f"{field} = {quoted[0]}" if len(quoted) == 1 else f"{field} IN [{','.join(quoted)}]"


def all_of(*parts: str) -> str:
    """Documents that pass every part."""
    if NOTHING in parts:
        return NOTHING
    return _joined("AND", [part for part in parts if part])


def any_of(*parts: str) -> str:
    """Documents that pass some part."""
    if EVERYTHING in parts:
        return EVERYTHING
    return _joined("OR", [part for part in parts if part != NOTHING]) or NOTHING


def none_of(part: str) -> str:
    """Documents that do not pass."""
    if part == EVERYTHING:
        return NOTHING
    return EVERYTHING if part == NOTHING else f"NOT ({part})"


def _joined(word: str, parts: list[str]) -> str:
    different = list(dict.fromkeys(parts))
    if len(different) == 1:
        return different[0]
    return f" {word} ".join(f"({part})" for part in different)
