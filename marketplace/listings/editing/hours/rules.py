"""Reads days and times as people write them, and writes them so that they read the same again."""

from collections.abc import Iterable, Sequence
from datetime import time

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.cells.rules import CellError
from marketplace.listings.imports.timetables.rules import read_timetable
from marketplace.listings.rules import WEEK, group_schedule, sort_schedule
from marketplace.listings.schemas import Schedule

FIELD = "hours"
MOST_CHARACTERS = 3_000
_NAMES = dict(zip(WEEK, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
_MIDNIGHT, _NOON = time(0), time(12)
_LONG_RUN = 3
"""Days on end from which on they are written as a range."""


def read_hours(text: str) -> tuple[tuple[Schedule, ...], list[Problem]]:
    """The times of a text, line by line; and what could not be read, with its line as it was typed."""
    if len(text) > MOST_CHARACTERS:
        message = _("This is too long: at most %(num)s characters.", num=MOST_CHARACTERS)
        return (), [Problem(field=FIELD, message=message)]
    entries: list[Schedule] = []
    problems: list[Problem] = []
    for line in (part.strip() for part in text.replace("\r\n", "\n").split("\n")):
        if not line:
            continue
        try:
            entries += read_timetable(line, "")
        except CellError as error:
            shown = line if len(line) <= 40 else f"{line[:39]}…"  # noqa: PLR2004 - enough to know the line by
            message = _("“%(line)s”: %(problem)s", line=shown, problem=str(error))
            problems.append(Problem(field=FIELD, message=message))
    return sort_schedule(entries), problems


def write_hours(schedule: Iterable[Schedule]) -> str:
    """Days and times as a person would type them, days with the same times together."""
    return "\n".join(
        f"{_write_days(days)} {_write_span(opens_at, closes_at)}"
        for days, opens_at, closes_at in group_schedule(schedule)
    )


def _write_days(days: Sequence[str]) -> str:
    places = [WEEK.index(day) for day in days]
    if len(places) >= _LONG_RUN and places == list(range(places[0], places[-1] + 1)):
        return f"{_NAMES[days[0]]} to {_NAMES[days[-1]]}"
    return ", ".join(_NAMES[day] for day in days)


def _write_span(opens_at: time, closes_at: time) -> str:
    if opens_at == closes_at == _MIDNIGHT:
        return "24 hours"
    return f"{_write_clock(opens_at)} to {_write_clock(closes_at)}"


def _write_clock(moment: time) -> str:
    if moment == _NOON:
        return "12 noon"
    if moment == _MIDNIGHT:
        return "12 midnight"
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes}{'am' if moment < _NOON else 'pm'}"
