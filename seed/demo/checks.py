"""What has been checked of whom, and when: DBS, insurance, training."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from marketplace.listings.schemas import Check, ListingKind
from seed.demo.phrases import pick


class _Likely(NamedTuple):
    """Chance that it is held, and the years that it lasts (0 = for good)."""

    chance: float
    years: float


_YEAR = 365
_LATE = 1.08
"""Some are checked longer ago than they last, so that about one in fourteen has run out."""
_OLDEST_YEARS = 4
_LEVELS = ("enhanced", "enhanced", "enhanced with barred lists")
_BY_COUNCIL = frozenset({"dbs", "identity", "references", "right_to_work", "quality_mark"})
"""Checks that somebody else has made."""

_BY_KIND = {
    ListingKind.PERSONAL_ASSISTANT: {
        "dbs": _Likely(0.84, 3),
        "identity": _Likely(0.7, 0),
        "references": _Likely(0.66, 0),
        "right_to_work": _Likely(0.6, 0),
        "first_aid": _Likely(0.45, 3),
        "safeguarding_training": _Likely(0.42, 3),
        "insurance": _Likely(0.34, 1),
        "care_certificate": _Likely(0.22, 0),
        "code_of_conduct": _Likely(0.24, 0),
        "autism_ld_training": _Likely(0.16, 0),
    },
    ListingKind.MICRO_ENTERPRISE: {
        "insurance": _Likely(0.86, 1),
        "dbs": _Likely(0.82, 3),
        "identity": _Likely(0.6, 0),
        "references": _Likely(0.5, 0),
        "safeguarding_training": _Likely(0.5, 3),
        "first_aid": _Likely(0.5, 3),
        "data_protection": _Likely(0.32, 1),
        "quality_mark": _Likely(0.2, 2),
        "code_of_conduct": _Likely(0.3, 0),
        "autism_ld_training": _Likely(0.16, 0),
        "dementia_training": _Likely(0.15, 0),
    },
    ListingKind.CO_OPERATIVE: {
        "insurance": _Likely(0.95, 1),
        "dbs": _Likely(0.94, 3),
        "references": _Likely(0.8, 0),
        "safeguarding_training": _Likely(0.8, 3),
        "first_aid": _Likely(0.6, 3),
        "data_protection": _Likely(0.7, 1),
        "care_certificate": _Likely(0.5, 0),
        "quality_mark": _Likely(0.35, 2),
        "mental_capacity_training": _Likely(0.4, 0),
    },
    ListingKind.COMMUNITY_ACTIVITY: {
        "insurance": _Likely(0.7, 1),
        "dbs": _Likely(0.48, 3),
        "safeguarding_training": _Likely(0.55, 3),
        "first_aid": _Likely(0.45, 3),
        "quality_mark": _Likely(0.1, 2),
    },
    ListingKind.SUPPORT_ORGANIZATION: {
        "insurance": _Likely(0.8, 1),
        "data_protection": _Likely(0.85, 1),
        "dbs": _Likely(0.6, 3),
        "safeguarding_training": _Likely(0.6, 3),
        "quality_mark": _Likely(0.4, 2),
    },
}
_BY_SUPPORT = {
    "personal_care": {"moving_and_handling": _Likely(0.7, 1.5), "medication_training": _Likely(0.45, 2)},
    "complex_care": {"epilepsy_training": _Likely(0.5, 2)},
    "epilepsy_support": {"epilepsy_training": _Likely(0.8, 2)},
    "cooking_meals": {"food_hygiene": _Likely(0.6, 3)},
    "cookery_group": {"food_hygiene": _Likely(0.85, 3)},
    "memory_activities": {"dementia_training": _Likely(0.7, 0)},
    "driving": {"driving_documents": _Likely(0.7, 1)},
    "wheelchair_transport": {"driving_documents": _Likely(0.95, 1)},
}


def draw_checks(
    random: Random, today: date, kind: ListingKind, support: tuple[str, ...], checked_by: str
) -> tuple[Check, ...]:
    """Draw what somebody has been checked for, some missing and some out of date."""
    likely = dict(_BY_KIND[kind])
    for code in support:
        likely.update(_BY_SUPPORT.get(code, {}))
    return tuple(
        [
            _draw_check(random, today, code, years, checked_by)
            for code, (chance, years) in likely.items()
            if random.random() < chance
        ]
    )


def _draw_check(random: Random, today: date, kind: str, years: float, checked_by: str) -> Check:
    lasts = int(years * _YEAR)
    checked_on = today - timedelta(days=int(random.random() * (lasts * _LATE or _OLDEST_YEARS * _YEAR)))
    return Check(
        kind=kind,
        level=pick(random, _LEVELS) if kind == "dbs" else "",
        checked_on=checked_on,
        expires_on=checked_on + timedelta(days=lasts) if lasts else None,
        checked_by=checked_by if kind in _BY_COUNCIL else "",
    )
