"""Decisions of the audit room as pure functions: the key by which a long list goes on."""

import re
from datetime import UTC, datetime, timedelta

from marketplace.audit.schemas import Entry

_KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def key_of(entry: Entry) -> str:
    """The place of an entry in a list, as text for an address: microseconds of its moment, and its id."""
    return f"{(entry.at - _EPOCH) // _MICROSECOND}-{entry.id}"


def read_key(text: str | None) -> tuple[datetime, int] | None:
    """The moment and id of a key; None for what is none, so that the list begins anew."""
    match = _KEY.fullmatch(text or "")
    if match is None:
        return None
    try:
        return _EPOCH + _MICROSECOND * int(match[1]), int(match[2])
    except OverflowError:
        return None
