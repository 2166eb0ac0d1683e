"""What a made-up personal assistant is: who, what they help with, when, where and for how much.

`assistant_words` puts it into words.
"""

from bisect import bisect
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random

import msgspec
from msgspec import Struct

from marketplace.listings.schemas import Capacity, CostOption, CostUnit, Schedule, ServiceArea
from seed.demo import facts
from seed.demo.gaps import shortage_in
from seed.demo.parts import draw_miles, grow_codes
from seed.demo.people import Person, make_person
from seed.demo.phrases import between, pick
from seed.demo.terrain import Spot
from seed.demo.vocabulary import read_toml

_RATE = (12_60, 22_00)
"""Lowest and highest rate of a PA in pence an hour."""
_WITH_CAR = {
    "driver": 1.0,
    "own_car": 1.0,
    "drives_your_car": 0.18,
    "wheelchair_vehicle": 0.02,
    "public_transport": 0.15,
}
_WITHOUT_CAR = {"driver": 0.12, "drives_your_car": 0.04, "public_transport": 0.6}
_SLEEP_IN, _WAKING = (65_00, 115_00), (120_00, 185_00)


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of PA: what they mostly do, for whom and when."""

    code: str
    core: tuple[str, ...]
    more: tuple[str, ...]
    groups: tuple[str, ...]
    when: tuple[str, ...]
    photo: str
    weight: float
    night_work: bool = False
    signing: bool = False


class Assistant(Struct, frozen=True, kw_only=True):
    """A PA with the facts that were drawn."""

    person: Person
    spot: Spot
    profile: Profile
    when: str
    """When they work: a key of the working weeks."""
    support: tuple[str, ...]
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    """Besides English."""
    transport: tuple[str, ...]
    says_gender: bool
    capacity: Capacity | None
    costs: tuple[CostOption, ...]
    area: ServiceArea
    schedule: tuple[Schedule, ...]

    @property
    def hours(self) -> int | None:
        """Free hours a week; None = not said."""
        return None if self.capacity is None else int(self.capacity.hours_per_week or 0)


@cache
def _profiles() -> tuple[Profile, ...]:
    return msgspec.convert(read_toml("personal_assistants.toml")["profile"], tuple[Profile, ...])


@cache
def _profile_scale(council_code: str) -> tuple[float, ...]:
    """Cumulated weights of the profiles in a council, its gaps taken off."""
    shortage = shortage_in(council_code)
    weights = []
    for profile in _profiles():
        codes = {*profile.core, *profile.groups[:1], *(("bsl",) if profile.signing else ())}
        weights.append(profile.weight * shortage.factor(codes))
    return tuple(accumulate(weights))


def draw_assistant(random: Random, spot: Spot, today: date) -> Assistant:
    """Draw a PA who sets out from a spot."""
    scale = _profile_scale(spot.council_code)
    profile = _profiles()[bisect(scale, random.random() * scale[-1])]
    person = make_person(random, spot.council_code)
    support = grow_codes(random, spot, profile.core, profile.more, between(random, 1, 4))
    groups = grow_codes(random, spot, profile.groups[:1], profile.groups[1:], between(random, 0, 3))
    if random.random() < 0.3:
        groups = groups[1:] or groups
    when = pick(random, profile.when)
    says_capacity = random.random() < 0.94
    rate = facts.draw_cost(random, CostUnit.HOUR, _RATE, _level(spot, profile))
    spoken = (*person.languages, "bsl") if profile.signing else person.languages
    return Assistant(
        person=person,
        spot=spot,
        profile=profile,
        when=when,
        support=support,
        groups=groups,
        languages=tuple(dict.fromkeys(spoken)),
        transport=_draw_transport(random, spot),
        says_gender=random.random() < 0.6,
        capacity=facts.draw_capacity(random, today, hours=(2, 30)) if says_capacity else None,
        costs=(rate, *_night_costs(random, support)),
        area=_draw_area(random, spot),
        schedule=facts.working_week(random, when),
    )


def _level(spot: Spot, profile: Profile) -> float:
    skilled = 1.12 if profile.code in {"complex", "signing", "nights"} else 0.92
    return facts.price_level(spot.region) * skilled


def _night_costs(random: Random, support: tuple[str, ...]) -> tuple[CostOption, ...]:
    costs = []
    if "sleep_in" in support:
        costs.append(facts.draw_cost(random, CostUnit.NIGHT, _SLEEP_IN, 1.0, "Sleep-in night"))
    if "waking_night" in support:
        costs.append(facts.draw_cost(random, CostUnit.NIGHT, _WAKING, 1.0, "Waking night"))
    return tuple(costs)


def _draw_transport(random: Random, spot: Spot) -> tuple[str, ...]:
    has_car = random.random() < (0.72 if spot.is_rural else 0.3 if spot.is_london else 0.55)
    chances = dict(_WITH_CAR if has_car else _WITHOUT_CAR)
    if "wheelchair_vehicle" in shortage_in(spot.council_code).withheld:
        chances.pop("wheelchair_vehicle", None)
    chosen = facts.draw_some(random, chances)
    is_driver = "driver" in chosen or "drives_your_car" in chosen
    return ("driver", *(code for code in chosen if code != "driver")) if is_driver else chosen


def _draw_area(random: Random, spot: Spot) -> ServiceArea:
    """A radius round the postcode, longer in the country; or, for one in eight, named postcode districts."""
    if random.random() < 0.12:
        return ServiceArea(named=spot.nearby_districts)
    return ServiceArea(base_postcode=spot.postcode, miles=float(draw_miles(random, spot)))
