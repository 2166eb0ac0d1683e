"""What can be kept of a search, as pure functions."""

import re
from collections.abc import Iterator

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

MOST_SEARCHES = 20
"""Of one account."""
LONGEST_NAME = 60
LONGEST_QUERY = 1_500
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?)\s*[0-9][a-z]{2}\b", re.IGNORECASE)
_SECTOR = re.compile(r"^\s*([a-z]{1,2}[0-9][a-z0-9]?)\s+[0-9]\s*$", re.IGNORECASE)


def rough(text: str) -> str:
    """A text with the first half only of each postcode in it."""
    return _SECTOR.sub(_district, _POSTCODE.sub(_district, text))


def _district(found: re.Match[str]) -> str:
    return found[1].upper()


def check_name(name: str) -> Iterator[Problem]:
    """What is wrong with what somebody calls a search."""
    if not name.strip():
        yield Problem(field="name", message=_("Enter a name for this search"))
    elif len(name.strip()) > LONGEST_NAME:
        message = _("Use %(num)s letters or fewer.", num=LONGEST_NAME)
        yield Problem(field="name", message=message)


def check_query(query: str) -> Iterator[Problem]:
    """What is wrong with a search."""
    if len(query) > LONGEST_QUERY:
        yield Problem(field="name", message=_("This search has too many choices to be kept. Take some off."))
    elif not query:
        message = _("This search asks for nothing yet. Say what you look for, or where.")
        yield Problem(field="name", message=message)


def short_name(name: str) -> str:
    """A name that was made, cut at a word where it is too long."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rpartition(" ")[0].rstrip(" ,;·") + "…"
