"""What pages of saved searches say, as pure functions."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from marketplace.finder.schemas import ResultCard
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.i18n import gettext as _

Found = tuple[date, ResultCard]
"""The day on which somebody was told of a listing, and its card."""


def by_day(found: Sequence[Found]) -> list[tuple[str, list[ResultCard]]]:
    """Cards under the day on which somebody was told of them: "New since 3 November 2026"."""
    return [
        (_("New since %(day)s", day=day_of_year(day)), [card for _day, card in each])
        for day, each in groupby(found, key=itemgetter(0))
    ]
