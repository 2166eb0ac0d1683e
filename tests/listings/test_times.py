"""Days and parts of the day that follow from a timetable."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.listings import rules
from marketplace.listings.schemas import Schedule

DAYS = st.sampled_from(rules.WEEK)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
ENTRIES = st.builds(Schedule, day=DAYS, opens_at=TIMES, closes_at=TIMES)


def parts(day, opens_at, closes_at):
    return rules.parts_of_week([Schedule(day=day, opens_at=opens_at, closes_at=closes_at)])


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "expected"),
    [
        (time(9), time(12), [("mon", "morning")]),
        (time(9), time(12, 15), [("mon", "morning")]),
        (time(9), time(12, 30), [("mon", "morning"), ("mon", "afternoon")]),
        (time(11, 50), time(12, 10), [("mon", "morning")]),
        (time(12), time(17), [("mon", "afternoon")]),
        (time(17), time(22), [("mon", "evening")]),
        (time(22), time(7), [("mon", "night"), ("tue", "morning")]),
        (time(22), time(6), [("mon", "night")]),
        (time(20), time(0), [("mon", "evening"), ("mon", "night")]),
        (time(1), time(5), [("sun", "night")]),
        (time(9), time(17), [("mon", "morning"), ("mon", "afternoon")]),
    ],
)
def test_parts_of_a_monday(opens_at, closes_at, expected):
    assert sorted(parts("mon", opens_at, closes_at)) == sorted(expected)


def test_night_of_sunday_ends_on_monday_morning():
    assert parts("sun", time(22), time(8)) == (("mon", "morning"), ("sun", "night"))


def test_whole_day_has_every_part():
    found = parts("wed", time(0), time(0))
    assert {part for day, part in found if day == "wed"} == {"morning", "afternoon", "evening", "night"}
    assert {day for day, _part in found} == {"tue", "wed"}


def minutes_of_parts(entry):
    """Slow and plain: every minute in turn."""
    opens = entry.opens_at.hour * 60 + entry.opens_at.minute
    length = (entry.closes_at.hour * 60 + entry.closes_at.minute - opens) % 1440 or 1440
    counts, first = {}, None
    for minute in range(opens, opens + length):
        day, clock = divmod(minute - 360, 1440)
        part = next(name for name, until in NAMES if clock < until)
        key = (rules.WEEK[(rules.WEEK.index(entry.day) + day) % 7], part)
        first = first or key
        counts[key] = counts.get(key, 0) + 1
    return {key for key, count in counts.items() if count >= 30} | {first}


NAMES = (("morning", 360), ("afternoon", 660), ("evening", 960), ("night", 1440))


@given(ENTRIES)
def test_parts_agree_with_counting_minutes(entry):
    assert set(rules.parts_of_week([entry])) == minutes_of_parts(entry)


@given(st.lists(ENTRIES, max_size=8))
def test_parts_of_a_week_are_those_of_its_times(entries):
    together = rules.parts_of_week(entries)
    assert set(together) == {part for entry in entries for part in rules.parts_of_week([entry])}
    assert len(set(together)) == len(together)
    assert rules.times_from_codes(rules.times_as_codes(together)) == together


@given(st.lists(ENTRIES, max_size=12))
def test_timetable_survives_being_kept(entries):
    assert rules.ungroup_schedule(rules.group_schedule(entries)) == rules.sort_schedule(entries)
