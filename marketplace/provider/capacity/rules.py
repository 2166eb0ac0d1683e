"""Reads what somebody says of what is free."""

import math
import re

from marketplace.kernel.forms import add_problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.capacity.schemas import Answer, Asked
from marketplace.provider.capacity.schemas import FreeForm

_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?")
_HOURS_WORDS = re.compile(r"\s*(?:h|hrs?|hours?)(?:\s+(?:a|per)\s+week)?\s*\Z", re.IGNORECASE)


def read_hours(text: str) -> float | None:
    """Hours as people type them: "6", "6.5", "6,5", "6 1/2", "6½ hours"; None when it is no number."""
    text = _HOURS_WORDS.sub("", text.strip())
    half = text.endswith(("½", "1/2"))
    text = re.sub(r"\s*(?:½|1/2)\Z", "", text)
    if half and not text:
        return 0.5
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    hours = float(f"{match[1]}.{match[2] or 0}") + (0.5 if half else 0)
    return hours if math.isfinite(hours) else None


def read_asked(form: FreeForm) -> Asked | None:
    """What the form says; None when there is something to mend, which stands at the fields then."""
    is_right = form.validate()
    try:
        answer = Answer(str(form.answer.data or Answer.CHANGE))
    except ValueError:
        answer = Answer.CHANGE
    was = str(form.was.data or "") or None
    if answer is not Answer.CHANGE:
        form.places.errors = []
        return Asked(answer=answer, was=was)
    typed = str(form.hours_per_week.data or "")
    hours = read_hours(typed) if typed else None
    if typed and hours is None:
        add_problem(form, "hours_per_week", _("Enter a number of hours, such as 6 or 6.5"))
        return None
    return Asked(answer=answer, hours_per_week=hours, places=form.places.data) if is_right else None
