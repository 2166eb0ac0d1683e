"""Whether an advert and a listing suit each other, and in what. Pure, and the same for both sides."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from marketplace.councils.schemas import CouncilSettings
from marketplace.listings.evidence.tiers.rules import tier_of
from marketplace.listings.rules import WEEK
from marketplace.places.rules import distance_miles
from marketplace.wanted.matching.schemas import Match, MatchedPair, Offer, Pair, Reason, ReasonCode, Today
from marketplace.wanted.rules import SEEN_BY
from marketplace.wanted.schemas import AdvertKind, Area, Wish
from search.documents import Point

AT_HAND_MILES = 10.0
"""A venue no farther than this is near."""
DRIVES = frozenset({"driver", "own_car", "drives_your_car", "wheelchair_vehicle", "minibus"})
"""Codes of the taxonomy TRANSPORT that say that somebody drives."""


def match(wish: Wish, area: Area, offer: Offer) -> Match | None:
    """How a pair fits; None when it fails in anything that both say something of."""
    if offer.kind not in SEEN_BY[wish.kind]:
        return None
    miles = miles_between(area, offer)
    found: list[Reason] = []
    for judge in (_place, _times, _languages, _gender, _driver, _tasks, _hours, _rate):
        passes, reason = judge(wish, area, offer, miles)
        if not passes:
            return None
        if reason is not None:
            found.append(reason)
    return Match(reasons=tuple(found), miles=miles, fit=_fit(wish, found))


def match_pairs(
    pairs: Iterable[Pair], settings: Mapping[str | None, CouncilSettings], today: Today
) -> list[MatchedPair]:
    """Those pairs that suit each other and whose listing's checks let it see adverts, the best first."""
    matched = [
        MatchedPair(pair=pair, match=found)
        for pair in pairs
        if (found := match(pair.wish, pair.area, pair.offer)) is not None
        and is_checked(pair.offer, settings[pair.offer.council_code], today)
    ]
    return sorted(matched, key=_order)


def is_checked(offer: Offer, settings: CouncilSettings, today: Today) -> bool:
    """Whether a listing reached the first step of its council's scheme, without which it sees no advert."""
    return tier_of(offer.kind, offer.checks, settings, today.day) is not None


def best_by_advert(matched: Iterable[MatchedPair]) -> list[MatchedPair]:
    """Of each advert the pair that fits best, in the order given."""
    best: dict[object, MatchedPair] = {}
    for one in matched:
        best.setdefault(one.pair.advert_id, one)
    return list(best.values())


def new_first(matched: Iterable[MatchedPair], new: Mapping[UUID, datetime]) -> list[MatchedPair]:
    """Pairs with the listings in `new` before all others, the latest of them first; else as they were."""

    def age(one: MatchedPair) -> float:
        moment = new.get(one.pair.offer.id)
        return -moment.timestamp() if moment else 0.0

    return sorted(matched, key=age)


def miles_between(area: Area, offer: Offer) -> float | None:
    """From a listing's point to where help is wanted; None for a listing without a point."""
    if offer.latitude is None or offer.longitude is None:
        return None
    return distance_miles(Point(offer.latitude, offer.longitude), Point(area.latitude, area.longitude))


def whole_miles(miles: float | None) -> int | None:
    """As it is told: whole miles, 1 at least, for both points are known to a kilometre only."""
    return None if miles is None else max(1, round(miles))


def _order(one: MatchedPair) -> tuple[float, float, str, str]:
    miles = one.match.miles if one.match.miles is not None else float("inf")
    return (-one.match.fit, miles, str(one.pair.offer.id), str(one.pair.advert_id))


_Verdict = tuple[bool, Reason | None]
_PASSES: _Verdict = (True, None)
_FAILS: _Verdict = (False, None)


def _place(_wish: Wish, area: Area, offer: Offer, miles: float | None) -> _Verdict:
    """The provider comes there, or the venue is near."""
    reaches = miles is not None and 0 < offer.miles >= miles
    if reaches or set(offer.named) & set(area.codes):
        return True, Reason(code=ReasonCode.COVERS)
    if offer.is_venue and miles is not None and miles <= AT_HAND_MILES:
        return True, Reason(code=ReasonCode.AT_HAND, number=whole_miles(miles))
    return _FAILS


def _times(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    if not wish.times or not offer.times:
        return _PASSES
    shared = set(wish.times) & set(offer.times)
    days = tuple(day for day in WEEK if any(each.startswith(f"{day}.") for each in shared))
    return (True, Reason(code=ReasonCode.TIMES, codes=days)) if days else _FAILS


def _languages(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    return _shared(ReasonCode.LANGUAGES, wish.languages, offer.languages)


def _gender(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    return _shared(ReasonCode.GENDER, (wish.gender,) if wish.gender else (), offer.genders)


def _driver(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    if not wish.needs_driver:
        return _PASSES
    return (True, Reason(code=ReasonCode.DRIVER)) if DRIVES & set(offer.transport) else _FAILS


def _tasks(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    return _shared(ReasonCode.TASKS, wish.support_types, offer.support_types)


def _shared(code: ReasonCode, wanted: tuple[str, ...], offered: tuple[str, ...]) -> _Verdict:
    """Nothing wanted, or one of it at least offered."""
    if not wanted:
        return _PASSES
    shared = tuple(each for each in wanted if each in offered)
    return (True, Reason(code=code, codes=shared)) if shared else _FAILS


def _hours(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    """Not who says that nothing is free; some hours of those wanted are better than none."""
    free = [each for each in (offer.hours_free, offer.places_free) if each is not None]
    if free and not any(free):
        return _FAILS
    if wish.hours_per_week and offer.hours_free and offer.hours_free >= wish.hours_per_week:
        return True, Reason(code=ReasonCode.HOURS, number=wish.hours_per_week)
    return _PASSES


def _rate(wish: Wish, _area: Area, offer: Offer, _miles: float | None) -> _Verdict:
    most = wish.rate_from_pence if wish.rate_to_pence is None else wish.rate_to_pence
    price = offer.session_pence if wish.kind is AdvertKind.ACTIVITY else offer.hour_pence
    if most is None or price is None:
        return _PASSES
    return (True, Reason(code=ReasonCode.RATE, number=price)) if price <= most else _FAILS


def _fit(wish: Wish, reasons: Iterable[Reason]) -> float:
    """A point for each reason, and what part of the tasks and of the languages it is."""
    parts = {ReasonCode.TASKS: len(wish.support_types), ReasonCode.LANGUAGES: len(wish.languages)}
    return sum(1 + len(one.codes) / parts[one.code] if one.code in parts else 1 for one in reasons)
