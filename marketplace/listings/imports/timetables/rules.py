"""Reads "Mon-Fri 9am-1pm; Sat mornings" into the times of a week."""

import re
from collections.abc import Iterator
from datetime import time
from itertools import pairwise

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.cells.rules import CellError, plain_dashes
from marketplace.listings.rules import WEEK, sort_schedule
from marketplace.listings.schemas import Schedule

_DAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|s|rs|r|nes|nesday|rsday|urday)?s?"
_DAYS_RANGE = re.compile(rf"\b{_DAY}\s*(?:-|to)\s*{_DAY}\b")
_ONE_DAY = re.compile(rf"\b{_DAY}\b")
_GROUPS = (
    (re.compile(r"\b(?:every ?day|daily|all week|7 days(?: a week)?|seven days(?: a week)?)\b"), WEEK),
    (re.compile(r"\bweek ?days?\b"), WEEK[:5]),
    (re.compile(r"\bweek ?ends?\b"), WEEK[5:]),
)
_PARTS = (
    (re.compile(r"\b(?:24 ?hours?|24/7|day and night|round the clock)\b"), (time(0), time(0))),
    (re.compile(r"\bmornings?\b"), (time(9), time(12))),
    (re.compile(r"\bafternoons?\b"), (time(13), time(17))),
    (re.compile(r"\bevenings?\b"), (time(18), time(21))),
    (re.compile(r"\b(?:over)?nights?\b"), (time(22), time(7))),
    (re.compile(r"\b(?:all day|day ?time)\b"), (time(9), time(17))),
)
_CLOCK = r"(?:(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|noon|midnight)?|(noon|midnight|midday))"
_TIMES = re.compile(rf"{_CLOCK}\s*(?:-|to|until|till)\s*{_CLOCK}")
_ANY_DAY = re.compile(
    "|".join((_DAYS_RANGE.pattern, *(pattern.pattern for pattern, _group in _GROUPS), _ONE_DAY.pattern))
)
_ANY_TIME = re.compile("|".join((_TIMES.pattern, *(pattern.pattern for pattern, _span in _PARTS))))
_BUT_NOT = re.compile(r"\b(?:not|no|never|except|excluding|apart from|closed)\b")
_LEFT_OVER = re.compile(r"[\d]")
_NOON = 12
_LAST_AMBIGUOUS = 7

Span = tuple[time, time]


def read_timetable(days: str, times: str) -> tuple[Schedule, ...]:
    """Read days, and times that stand with them or in a cell of their own.

    Raises:
        CellError: a day or a time cannot be read, or there are days without times.
    """
    spans_for_all, _rest = _read_times(plain_dashes(times).lower())
    if times.strip() and not spans_for_all:
        raise CellError(_("Write times such as 9am-1pm."))
    entries: list[Schedule] = []
    for segment in re.split(r"[;\n|]", plain_dashes(days).lower()):
        for group in _split_groups(segment) if segment.strip() else ():
            entries += _read_group(group, spans_for_all)
    if times.strip() and not entries:
        raise CellError(_("Say on which days, such as Mon-Fri."))
    return sort_schedule(entries)


def _split_groups(segment: str) -> Iterator[str]:
    """Days with the times that stand beside them: "mon-fri 9-5, " and "sat 10-2", or times first in each."""
    marks = [(match.start(), True) for match in _ANY_DAY.finditer(segment)]
    marks += [(match.start(), False) for match in _ANY_TIME.finditer(segment)]
    marks.sort()
    begin = 0
    for (_at, before), (at, is_day) in pairwise(marks):
        if is_day is marks[0][1] and before is not is_day:
            yield segment[begin:at]
            begin = at
    yield segment[begin:]


def _read_group(group: str, spans_for_all: list[Span]) -> Iterator[Schedule]:
    but_not = _BUT_NOT.search(group)
    if but_not and _ANY_DAY.search(group, but_not.end()):
        raise CellError(_("Write the days on which it is, and not those on which it is not."))
    days, rest = _read_days(group)
    spans, rest = _read_times(rest)
    if not days or _LEFT_OVER.search(rest):
        raise CellError(_("Write days and times such as Mon-Fri 9am-1pm; Sat 10am-12 noon."))
    if not (spans or spans_for_all):
        raise CellError(_("Say at what times, such as 9am-1pm, or mornings."))
    for day in days:
        for opens_at, closes_at in spans or spans_for_all:
            yield Schedule(day=day, opens_at=opens_at, closes_at=closes_at)


def _read_days(text: str) -> tuple[list[str], str]:
    """The days in a text, and what is left of it."""
    days: list[str] = []
    for match in _DAYS_RANGE.finditer(text):
        first, last = WEEK.index(match[1]), WEEK.index(match[2])
        days += [WEEK[index % 7] for index in range(first, last + (8 if last < first else 1))]
    text = _DAYS_RANGE.sub(" ", text)
    days += [match[1] for match in _ONE_DAY.finditer(text)]
    text = _ONE_DAY.sub(" ", text)
    for pattern, group in _GROUPS:
        if pattern.search(text):
            days += group
            text = pattern.sub(" ", text)
    return list(dict.fromkeys(days)), text


def _read_times(text: str) -> tuple[list[Span], str]:
    """The times in a text, and what is left of it."""
    spans = [_read_span(match) for match in _TIMES.finditer(text)]
    text = _TIMES.sub(" ", text)
    for pattern, span in _PARTS:
        if pattern.search(text):
            spans.append(span)
            text = pattern.sub(" ", text)
    return spans, text


def _read_span(match: re.Match[str]) -> Span:
    first, last = match.groups()[:4], match.groups()[4:]
    closes = _read_clock(last)
    opens = _read_clock(first)
    is_open_said, is_close_said = _is_said(first), _is_said(last)
    if not is_open_said:
        opens = _guess_opening(opens, closes, is_close_said=is_close_said)
    if not is_close_said and closes <= opens and closes.hour < _NOON:
        closes = closes.replace(hour=closes.hour + _NOON)
    return opens, closes


def _guess_opening(opens: time, closes: time, *, is_close_said: bool) -> time:
    """Which half of the day is meant by "2" in "2-4pm", by "10" in "10-1pm", by "9" in "9-5"."""
    if opens.hour >= _NOON:
        return opens
    in_afternoon = opens.replace(hour=opens.hour + _NOON)
    if is_close_said:
        return in_afternoon if opens < closes and in_afternoon < closes else opens
    if opens.hour == _LAST_AMBIGUOUS:
        raise CellError(_("Write am or pm with the times, such as 7pm-9pm."))
    return in_afternoon if opens.hour < _LAST_AMBIGUOUS else opens


def _is_said(clock: tuple[str | None, ...]) -> bool:
    """Whether the half of the day is plain: am or pm, noon, 24-hour time ("09:30", "14.00")."""
    hour, _minute, half, word = clock
    return bool(half or word) or (hour is not None and (hour.startswith("0") or int(hour) > _NOON))


def _read_clock(clock: tuple[str | None, ...]) -> time:
    hour, minute, half, word = clock
    if word:
        return time(0) if word == "midnight" else time(_NOON)
    number = int(hour or 0)
    if half == "midnight" or number == 24:  # noqa: PLR2004 - the end of the day
        return time(0)
    if half == "pm" and number < _NOON:
        number += _NOON
    elif half == "am" and number == _NOON:
        number = 0
    try:
        return time(number, int(minute or 0))
    except ValueError as error:
        raise CellError(
            _("This is no time of the day: %(text)s.", text=f"{hour}:{minute or '00'}")
        ) from error
