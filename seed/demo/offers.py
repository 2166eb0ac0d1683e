"""What made-up micro-enterprises, co-operatives, activities and support organisations offer: the facts.

`offer_words` puts them into words.
"""

from bisect import bisect
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random

from msgspec import Struct

from marketplace.listings.schemas import (
    Capacity,
    CostOption,
    CostUnit,
    CqcStatus,
    ListingKind,
    Schedule,
    ServiceArea,
    Venue,
)
from seed.demo import facts
from seed.demo.gaps import Shortage, shortage_in
from seed.demo.names import make_brand, make_venue
from seed.demo.parts import PERSONAL_CARE, draw_miles, grow_codes
from seed.demo.people import Person, make_person, share_of
from seed.demo.phrases import between, pick
from seed.demo.terrain import ENGLAND, Spot
from seed.demo.timetables import draw_part, draw_schedule
from seed.demo.vocabulary import Offer, offers_of

_ENOUGH_PEOPLE, _ENOUGH_DIVERSE = 12, 60
"""Of a thousand: where fewer live, an offer for that community is not found."""
_HOURLY = (18_00, 32_00)
_ORGANISED = frozenset({ListingKind.COMMUNITY_ACTIVITY, ListingKind.SUPPORT_ORGANIZATION})
"""Kinds that have a venue whatever they offer."""
_NATIONAL, _COUNCIL_WIDE = 0.02, 0.05
"""Chances: that what can be given by video is for all of England; that anything is for all of its council."""
_BY_VIDEO = frozenset(
    [
        "advocacy",
        "assistive_technology",
        "carers_support",
        "college",
        "communication",
        "counselling",
        "digital_skills",
        "direct_payment_support",
        "employing_a_pa",
        "employment",
        "family_support",
        "forms_money",
        "information_advice",
        "isf_provider",
        "managed_account",
        "parenting",
        "payroll",
        "peer_support",
        "support_planning",
        "training",
    ]
)
"""Support that needs nobody in the room."""
_NAMED_AREAS = 0.1
_WORKERS, _ALONE = (1, 1, 1, 1, 2, 2, 3, 4, 5), 0.3
"""How many work in an enterprise; chance that one that is a team as a rule is one person."""

_ACCESS = {
    "step_free": 0.82,
    "wheelchair": 0.55,
    "accessible_toilet": 0.68,
    "accessible_parking": 0.5,
    "near_bus": 0.42,
    "hearing_loop": 0.24,
    "assistance_dogs": 0.16,
    "carers_welcome": 0.28,
    "quiet_space": 0.12,
    "large_print": 0.1,
    "bsl_interpreted": 0.03,
    "changing_places": 0.05,
}


class Drawn(Struct, frozen=True, kw_only=True):
    """An offer with the facts that were drawn for it."""

    kind: ListingKind
    offer: Offer
    spot: Spot
    lead: Person
    brand: str
    workers: int | None
    support: tuple[str, ...]
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    """Besides English."""
    cultures: tuple[str, ...]
    access: tuple[str, ...]
    venue: Venue | None
    area: ServiceArea | None
    days: tuple[str, ...]
    part: str
    """Part of the day of something with a venue: a key of the starts above."""
    schedule: tuple[Schedule, ...]
    costs: tuple[CostOption, ...]
    capacity: Capacity | None
    cqc_status: CqcStatus
    cqc_location_id: str | None

    @property
    def is_national(self) -> bool:
        """Whether it is for all of England."""
        return self.area is not None and ENGLAND in self.area.named


@cache
def _scale(kind: ListingKind, council_code: str) -> tuple[float, ...]:
    """Cumulated weights of a kind's offers in a council: its people counted in, its gaps taken off."""
    shortage = shortage_in(council_code)
    return tuple(accumulate(_weight(offer, council_code, shortage) for offer in offers_of(kind)))


def _weight(offer: Offer, council_code: str, shortage: Shortage) -> float:
    weight = offer.weight * shortage.factor({*offer.core, *offer.support, *offer.languages})
    if offer.times == ("evening",):
        weight *= shortage.evenings
    if not offer.community:
        return weight
    share = share_of(council_code, offer.community)
    enough = _ENOUGH_DIVERSE if offer.community == "diverse" else _ENOUGH_PEOPLE
    return weight * min(share / enough / 2, 3.0) if share >= enough else 0.0


def draw_offer(random: Random, kind: ListingKind, spot: Spot, today: date, code: str | None = None) -> Drawn:
    """Draw an offer of a kind at a spot; `code` asks for a certain one."""
    offer = _pick_offer(random, kind, spot, code)
    lead = make_person(random, spot.council_code, women=0.68)
    brand = make_brand(random, kind, lead.first)
    support = grow_codes(random, spot, offer.support, offer.more_support, between(random, 0, 3))
    workers = _draw_workers(random, kind, offer)
    is_national = (
        code is None
        and random.random() < _NATIONAL
        and _BY_VIDEO.issuperset(offer.support)
        and not offer.community
    )
    has_venue = (kind in _ORGANISED or offer.venue) and not is_national
    venue = make_venue(random, spot, offer.place or "office") if has_venue else None
    part = draw_part(random, offer, spot)
    days, schedule = draw_schedule(random, kind, offer, spot, part)
    cqc_status, cqc_location_id = _draw_cqc(random, support, workers)
    return Drawn(
        kind=kind,
        offer=offer,
        spot=spot,
        lead=lead,
        brand=brand,
        workers=workers,
        support=support,
        groups=grow_codes(
            random, spot, offer.core or _one(random, offer, spot), offer.groups, between(random, 0, 3)
        ),
        languages=_draw_languages(random, kind, offer, lead, spot),
        cultures=_draw_cultures(random, offer, lead),
        access=_draw_access(random, offer, spot, is_national=is_national) if has_venue or is_national else (),
        venue=venue,
        area=_draw_area(random, kind, spot, is_national=is_national, has_venue=has_venue),
        days=days,
        part=part,
        schedule=schedule,
        costs=_draw_costs(random, kind, offer, spot),
        capacity=_draw_capacity(random, today, kind, offer),
        cqc_status=cqc_status,
        cqc_location_id=cqc_location_id,
    )


def _pick_offer(random: Random, kind: ListingKind, spot: Spot, code: str | None) -> Offer:
    offers = offers_of(kind)
    if code is not None:
        return next(offer for offer in offers if offer.code == code)
    scale = _scale(kind, spot.council_code)
    return offers[bisect(scale, random.random() * scale[-1])]


def _one(random: Random, offer: Offer, spot: Spot) -> tuple[str, ...]:
    """One group of those it may be for."""
    return grow_codes(random, spot, (), offer.groups, 1)


def _draw_workers(random: Random, kind: ListingKind, offer: Offer) -> int | None:
    is_micro = kind is ListingKind.MICRO_ENTERPRISE
    if offer.workers is None:
        return pick(random, _WORKERS) if is_micro else None
    if is_micro and random.random() < _ALONE:
        return 1
    return between(random, *offer.workers)


def _draw_cqc(random: Random, support: tuple[str, ...], workers: int | None) -> tuple[CqcStatus, str | None]:
    """Registered when two or more give personal care; exempt when one does. The numbers are made up."""
    if not PERSONAL_CARE.intersection(support):
        return CqcStatus.NOT_NEEDED, None
    if workers == 1:
        return CqcStatus.EXEMPT, None
    return CqcStatus.REGISTERED, f"1-000{between(random, 0, 9_999_999):07}"


def _draw_languages(
    random: Random, kind: ListingKind, offer: Offer, lead: Person, spot: Spot
) -> tuple[str, ...]:
    extra = [code for code in offer.more_languages if random.random() < 0.4]
    own = lead.languages if kind is ListingKind.MICRO_ENTERPRISE or random.random() < 0.2 else ()
    withheld = shortage_in(spot.council_code).withheld
    return tuple(code for code in dict.fromkeys((*offer.languages, *extra, *own)) if code not in withheld)


def _draw_cultures(random: Random, offer: Offer, lead: Person) -> tuple[str, ...]:
    extra = [code for code in offer.more_cultures if random.random() < 0.45]
    own = lead.cultures[:2] if random.random() < 0.25 and not offer.cultures else ()
    return tuple(dict.fromkeys((*offer.cultures, *extra, *own)))


def _draw_access(random: Random, offer: Offer, spot: Spot, *, is_national: bool) -> tuple[str, ...]:
    if is_national:
        return ("online", *facts.draw_some(random, {"large_print": 0.4}))
    withheld = shortage_in(spot.council_code).withheld
    some = facts.draw_some(random, _ACCESS)
    return tuple(code for code in dict.fromkeys((*offer.access, *some)) if code not in withheld)


def _draw_area(
    random: Random, kind: ListingKind, spot: Spot, *, is_national: bool, has_venue: bool
) -> ServiceArea | None:
    """Where it can be had besides its venue: nowhere, a radius, named districts, the council or England."""
    if is_national:
        return ServiceArea(named=(ENGLAND,))
    if kind is ListingKind.SUPPORT_ORGANIZATION:
        return ServiceArea(named=(spot.council_code,))
    if has_venue:
        return None
    chance = random.random()
    if chance < _COUNCIL_WIDE:
        return ServiceArea(named=(spot.council_code,))
    if chance < _COUNCIL_WIDE + _NAMED_AREAS:
        return ServiceArea(named=spot.nearby_districts)
    return ServiceArea(base_postcode=spot.postcode, miles=float(draw_miles(random, spot)))


def _draw_costs(random: Random, kind: ListingKind, offer: Offer, spot: Spot) -> tuple[CostOption, ...]:
    travels = kind not in _ORGANISED and not offer.venue
    bounds = offer.price or (_HOURLY if travels else None)
    if bounds is None or random.random() < offer.free:
        return (CostOption(unit=CostUnit.FREE, amount_pence=0),)
    unit = offer.unit or (CostUnit.HOUR if travels else CostUnit.SESSION)
    cost = facts.draw_cost(random, unit, bounds, facts.price_level(spot.region), offer.priced)
    if offer.night is None:
        return (cost,)
    return cost, facts.draw_cost(random, CostUnit.NIGHT, offer.night, 1.0, "Night")


def _draw_capacity(random: Random, today: date, kind: ListingKind, offer: Offer) -> Capacity | None:
    if kind is ListingKind.SUPPORT_ORGANIZATION or random.random() < 0.07:
        return None
    if offer.places:
        return facts.draw_capacity(random, today, places=(1, max(offer.places[0] // 2, offer.places[1] // 3)))
    if offer.unit in {None, CostUnit.HOUR, CostUnit.TRIP}:
        return facts.draw_capacity(random, today, hours=(2, 40))
    return facts.draw_capacity(random, today, places=(1, 12))
