"""When things are: the days and hours of a session, of an office or of somebody who travels."""

from random import Random

from marketplace.listings.schemas import ListingKind, Schedule
from seed.demo import facts
from seed.demo.gaps import shortage_in
from seed.demo.phrases import between, pick
from seed.demo.terrain import Spot
from seed.demo.vocabulary import Offer

_STARTS = {
    "morning": (9.5, 10, 10, 10.5, 11),
    "midday": (11.5, 12, 12),
    "afternoon": (13, 13.5, 14, 14, 14.5),
    "evening": (17.5, 18, 18.5, 19, 19, 19.5),
    "fullday": (9, 9.5, 10),
    "afterschool": (15.5, 16, 16.5),
}
_WEEKEND_CHANCE = {"week": 0.1, "any": 0.4, "weekend": 0.85}
_TRAVELLING = (
    "weekdays",
    "weekdays",
    "weekdays",
    "mornings",
    "school_hours",
    "alldays",
    "alldays",
    "evenings",
    "weekends",
)
"""Working weeks of those who travel to people, the commoner ones more often."""


def draw_part(random: Random, offer: Offer, spot: Spot) -> str:
    """Part of the day of something that people come to; "" for those who travel."""
    if not offer.times:
        return ""
    part = pick(random, offer.times)
    if (
        part == "evening"
        and random.random() > shortage_in(spot.council_code).evenings
        and len(offer.times) > 1
    ):
        part = pick(random, [other for other in offer.times if other != "evening"])
    return part


def draw_schedule(
    random: Random, kind: ListingKind, offer: Offer, spot: Spot, part: str
) -> tuple[tuple[str, ...], tuple[Schedule, ...]]:
    """Days, and the timetable: that of a session, of an office or of somebody who travels."""
    if kind is ListingKind.SUPPORT_ORGANIZATION:
        days = list(facts.WEEKDAYS[: pick(random, (5, 5, 5, 4))])
        return tuple(days), facts.on_days(
            days, facts.at(pick(random, (9, 9.5))), facts.at(pick(random, (16, 16.5, 17)))
        )
    if not part:
        when = "nights" if offer.night_work else pick(random, _TRAVELLING)
        schedule = facts.working_week(random, when)
        return tuple(entry.day for entry in schedule), schedule
    days = _draw_session_days(random, offer, spot, part)
    start = pick(random, _STARTS[part])
    return tuple(days), facts.on_days(
        days, facts.at(start), facts.at(start + pick(random, _half_hours(offer)))
    )


def _half_hours(offer: Offer) -> tuple[float, ...]:
    """How long a session takes in hours, in half hours rounded up."""
    return tuple(-(-minutes // 30) / 2 for minutes in offer.minutes or (120,))


def _draw_session_days(random: Random, offer: Offer, spot: Spot, part: str) -> list[str]:
    count = between(random, 3, 5) if part == "fullday" else pick(random, (1, 1, 1, 1, 1, 1, 2, 2, 3))
    weekend = random.random() < _WEEKEND_CHANCE[offer.days] * shortage_in(spot.council_code).weekends
    if not weekend:
        return facts.draw_days(random, facts.WEEKDAYS, count)
    if offer.days == "weekend":
        among = ("fri", "sat") if part == "evening" else facts.WEEKEND
        return facts.draw_days(random, among, 1)
    return [*facts.draw_days(random, facts.WEEKDAYS, count - 1), pick(random, ("sat", "sat", "sun"))]
