"""Prices, hours, free capacity, checks and dates: the facts of a listing, drawn plausibly.

Money is whole pence. Every date is counted back from `today`.
"""

from datetime import date, time, timedelta
from functools import cache
from random import Random

from marketplace.kernel.money import pounds
from marketplace.listings.schemas import Capacity, CostOption, CostUnit, Schedule
from seed.demo.phrases import draw, join_words, pick

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEKEND = ("sat", "sun")
WEEK = WEEKDAYS + WEEKEND
DAY_NAMES = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip

_UNIT_WORDS = {
    CostUnit.HOUR: "an hour", CostUnit.SESSION: "a session", CostUnit.DAY: "a day", CostUnit.NIGHT: "a night",
    CostUnit.WEEK: "a week", CostUnit.TRIP: "a trip",
}  # fmt: skip
_PRICE_LEVEL = {
    "London": 1.14, "South East": 1.06, "East of England": 1.03, "South West": 1.03, "North East": 0.95,
    "North West": 0.97, "Yorkshire and The Humber": 0.96, "East Midlands": 0.97, "West Midlands": 0.98,
}  # fmt: skip

FULL = 0.34
"""Share of those who say their capacity that have none free."""
_NEWEST_CAPACITY_DAYS = 40
_YEAR = 365


@cache
def _clock(half_hours: int) -> time:
    return time(half_hours // 2 % 24, half_hours % 2 * 30)


def at(hour: float) -> time:
    """Return a time from an hour such as 9.5; 24 is midnight."""
    return _clock(int(hour * 2))


def price_level(region: str) -> float:
    """How dear a region is; 1 is the middle of England."""
    return _PRICE_LEVEL.get(region, 1.0)


def round_pence(pence: float, unit: CostUnit) -> int:
    """Round to a price that people would ask: an hour to 10p, others to 50p, and what is dear to £5."""
    step = 5_00 if pence >= 60_00 else 10 if unit is CostUnit.HOUR and pence < 20_00 else 50
    return round(pence / step) * step


def price_words(cost: CostOption, priced: str = "") -> str:
    """Return "£4 a session", "£14 to £18 an hour" or "free"."""
    if cost.unit is CostUnit.FREE:
        return "free"
    amount = pounds(cost.amount_pence)
    if cost.amount_to_pence:
        amount += f" to {pounds(cost.amount_to_pence)}"
    return f"{amount} {priced or _UNIT_WORDS[cost.unit]}"


def clock_words(moment: time) -> str:
    """Return "10am", "1.30pm", "noon" or "midnight"."""
    if moment.minute == 0 and moment.hour in {0, 12}:
        return "noon" if moment.hour else "midnight"
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def day_words(days: list[str]) -> str:
    """Return "Tuesdays", "Mondays and Thursdays", "weekdays" or "every day"."""
    if len(days) == len(WEEK):
        return "every day"
    if tuple(days) == WEEKDAYS:
        return "weekdays"
    if tuple(days) == WEEKEND:
        return "Saturdays and Sundays"
    return join_words([f"{DAY_NAMES[day]}s" for day in days])


def draw_days(random: Random, among: tuple[str, ...], count: int) -> list[str]:
    """Draw some days, in the order of the week."""
    drawn = draw(random, among, count)
    return [day for day in WEEK if day in drawn]


def on_days(days: list[str], opens: time, closes: time) -> tuple[Schedule, ...]:
    """The same time on several days."""
    return tuple(_entry(day, opens, closes) for day in days)


@cache
def _entry(day: str, opens: time, closes: time) -> Schedule:
    return Schedule(day=day, opens_at=opens, closes_at=closes)


def working_week(random: Random, when: str) -> tuple[Schedule, ...]:
    """When somebody who travels to people works; `when` is a key of the table below."""
    among, fewest, starts, ends = _WORKING[when]
    days = draw_days(random, among, fewest + int(random.random() * (len(among) - fewest + 1)))
    return on_days(days, at(pick(random, starts)), at(pick(random, ends)))


_WORKING: dict[str, tuple[tuple[str, ...], int, tuple[float, ...], tuple[float, ...]]] = {
    "weekdays": (WEEKDAYS, 3, (8, 9, 9.5), (16, 17, 17.5)),
    "mornings": (WEEK, 4, (6.5, 7, 7.5), (11, 12, 12.5)),
    "school_hours": (WEEKDAYS, 3, (9, 9.5), (14.5, 15)),
    "evenings": (WEEK, 3, (17, 17.5, 18), (21, 21.5, 22)),
    "weekends": (WEEKEND, 1, (8, 9, 10), (17, 18, 20)),
    "alldays": (WEEK, 4, (7, 8, 9), (19, 20, 21)),
    "nights": (WEEK, 2, (21, 21.5, 22), (7, 7.5, 8)),
    "after_school": (WEEKDAYS, 3, (15.5, 16), (18.5, 19, 19.5)),
    "holidays": (WEEKDAYS, 4, (8.5, 9), (16, 17)),
    "whole_week": (WEEK, 7, (24,), (24,)),
}


def draw_capacity(
    random: Random,
    today: date,
    *,
    hours: tuple[int, int] | None = None,
    places: tuple[int, int] | None = None,
) -> Capacity:
    """Free capacity: about a third have none; the date is one of the last weeks."""
    is_full = random.random() < FULL
    as_of = today - timedelta(days=int(random.random() ** 1.5 * _NEWEST_CAPACITY_DAYS))
    if hours is not None:
        low, high = hours
        free = 0.0 if is_full else float(low + int(random.random() ** 1.6 * (high - low + 1)))
        return Capacity(hours_per_week=free, as_of=as_of)
    low, high = places or (1, 1)
    return Capacity(
        places=0 if is_full else low + int(random.random() ** 1.8 * (high - low + 1)), as_of=as_of
    )


def draw_confirmed(random: Random, today: date) -> date:
    """When the listing was last confirmed: mostly in the last months, some more than a year ago."""
    return today - timedelta(days=min(int(random.expovariate(1 / 80)), 480))


FUNDING = {
    "direct_payment": 0.97, "self_funded": 0.78, "personal_budget": 0.4, "personal_health_budget": 0.36,
    "individual_service_fund": 0.24,
}  # fmt: skip


def draw_some(random: Random, chances: dict[str, float]) -> tuple[str, ...]:
    """Draw codes, each with its own chance."""
    return tuple([code for code, chance in chances.items() if random.random() < chance])


def draw_funding(random: Random) -> tuple[str, ...]:
    """Funding routes taken; nearly everybody here takes direct payments."""
    return draw_some(random, FUNDING) or ("direct_payment",)


def draw_cost(
    random: Random, unit: CostUnit, bounds: tuple[int, int], level: float, description: str = ""
) -> CostOption:
    """Draw a price within bounds (pence); `level` pushes it up or down; one in six is from-to."""
    low, high = bounds
    middle = low + (random.random() + random.random()) / 2 * (high - low)
    amount = min(max(round_pence(middle * level, unit), low), high)
    upper = round_pence(amount * (1.1 + random.random() * 0.25), unit)
    is_range = random.random() < 0.16 and amount < upper <= high
    return CostOption(
        unit=unit,
        amount_pence=amount,
        amount_to_pence=upper if is_range else None,
        description=description,
    )
