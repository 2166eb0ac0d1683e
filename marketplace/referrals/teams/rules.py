"""What a team may be called and how big things get, as pure functions."""

from collections.abc import Iterator

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

LONGEST_NAME = 80
MOST_PEOPLE = 60
MOST_TEAMS = 200
"""Of one council."""


def check_name(name: str) -> Iterator[Problem]:
    """What is wrong with the name of a team."""
    if not name:
        yield Problem(field="name", message=_("Enter what your team is called."))
    elif len(name) > LONGEST_NAME:
        yield Problem(field="name", message=_("Use %(num)s letters or fewer.", num=LONGEST_NAME))
