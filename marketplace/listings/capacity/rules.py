"""Decisions about what is free, as pure functions."""

from collections.abc import Iterator
from datetime import date

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.capacity.schemas import Answer, Asked, FreeNow
from marketplace.listings.drafts.rules import MOST_HOURS, MOST_PLACES
from marketplace.listings.schemas import Capacity

INTERVALS = (7, 14, 28, 56)
"""How often people can choose to be asked, in days; and never."""
NEVER = 0


def capacity_after(now: FreeNow, asked: Asked, today: date) -> Capacity:
    """What is free after an answer, true today."""
    if asked.answer is Answer.CHANGE:
        return Capacity(hours_per_week=asked.hours_per_week, places=asked.places, as_of=today)
    if asked.answer is Answer.NONE:
        return Capacity(
            hours_per_week=0.0 if now.asks_hours else None, places=0 if now.asks_places else None, as_of=today
        )
    before = now.capacity
    if before is None:
        raise ValueError("Nothing was said before that could still be so.")
    return Capacity(hours_per_week=before.hours_per_week, places=before.places, as_of=today)


def check_capacity(capacity: Capacity) -> Iterator[Problem]:
    """What is wrong with numbers that were given."""
    if capacity.hours_per_week is None and capacity.places is None:
        yield Problem(field="hours_per_week", message=_("Enter how much is free, or choose that nothing is."))
    if capacity.hours_per_week is not None and not 0 <= capacity.hours_per_week <= MOST_HOURS:
        message = _("Enter a number of hours from 0 to %(num)s", num=MOST_HOURS)
        yield Problem(field="hours_per_week", message=message)
    if capacity.places is not None and not 0 <= capacity.places <= MOST_PLACES:
        yield Problem(
            field="places", message=_("Enter a number of places from 0 to %(num)s", num=MOST_PLACES)
        )


def free_words(capacity: Capacity | None) -> str:
    """What is free, in words: "6 hours a week", "6 hours a week and 2 places", "nothing"."""
    parts = []
    if capacity is not None and capacity.hours_per_week:
        said = f"{capacity.hours_per_week:g}"
        parts.append(
            ngettext("%(said)s hour a week", "%(said)s hours a week", int(said != "1") + 1, said=said)
        )
    if capacity is not None and capacity.places:
        parts.append(ngettext("%(num)s place", "%(num)s places", capacity.places))
    return _(" and ").join(parts) if parts else _("nothing")
