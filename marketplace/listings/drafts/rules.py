"""What a listing must say and must not say, as pure functions. Each yields problems; none is fine."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.words.rules import check_words
from marketplace.listings.schemas import (
    CostOption,
    CostUnit,
    CqcStatus,
    ListingDraft,
    ListingKind,
)
from marketplace.listings.symbols.rules import check_symbols
from marketplace.taxonomies.schemas import Taxonomy

PERSONAL_CARE = frozenset(
    {"personal_care", "eating_drinking", "peg_feeding", "catheter_stoma", "complex_care"}
)
"""Support types that are personal care in the meaning of the Care Quality Commission."""

CODE_FIELDS = {
    "support_types": Taxonomy.SUPPORT_TYPE,
    "care_groups": Taxonomy.CARE_GROUP,
    "languages": Taxonomy.LANGUAGE,
    "cultures": Taxonomy.CULTURE,
    "genders": Taxonomy.GENDER,
    "transport": Taxonomy.TRANSPORT,
    "access": Taxonomy.ACCESS,
    "funding": Taxonomy.FUNDING,
}
"""Fields of a draft that hold codes, with the list of each."""
_MOST_PENCE = {
    CostUnit.HOUR: 300_00,
    CostUnit.SESSION: 1_000_00,
    CostUnit.DAY: 2_000_00,
    CostUnit.NIGHT: 2_000_00,
    CostUnit.WEEK: 10_000_00,
    CostUnit.TRIP: 1_000_00,
    CostUnit.FREE: 0,
}
_MOST_ITEMS = {"costs": 12, "schedule": 60, "checks": 40, "photos": 10}
MOST_MILES = 100
MOST_NAMED_AREAS = 250
MOST_HOURS = 5_000
MOST_PLACES = 5_000
MOST_WORKERS = 10_000
OLDEST_AGE = 120
_CQC_ID = re.compile(r"1-\d{7,11}")
_MEDIA_HASH = re.compile(r"[0-9a-f]{64}")
_DISTRICT = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_AREA_CODE = re.compile(r"[ENSW]\d{8}")
_MIDNIGHT = time(0, 0)


def check_draft(draft: ListingDraft, today: date, codes: Mapping[Taxonomy, frozenset[str]]) -> list[Problem]:
    """All that is wrong with a draft, in the order of its fields; whether its places exist is not looked at.

    `codes` are those that can be chosen in each list.
    """
    return [
        *check_words(draft),
        *_check_codes(draft, codes),
        *_check_numbers_of_items(draft),
        *_check_reach(draft),
        *_check_capacity(draft, today),
        *_check_schedule(draft, codes[Taxonomy.DAY]),
        *(problem for number, cost in enumerate(draft.costs) for problem in _check_cost(number, cost)),
        *_check_checks(draft, today, codes[Taxonomy.CHECK]),
        *_check_photos(draft),
        *check_symbols(draft),
        *_check_cqc(draft),
        *_check_people(draft),
        *_check_confirmed(draft, today),
    ]


def _check_codes(draft: ListingDraft, codes: Mapping[Taxonomy, frozenset[str]]) -> Iterator[Problem]:
    for field, taxonomy in CODE_FIELDS.items():
        chosen: tuple[str, ...] = getattr(draft, field)
        if not codes[taxonomy].issuperset(chosen):
            unknown = ", ".join(code for code in chosen if code not in codes[taxonomy])
            yield Problem(field=field, message=_("We do not know this choice: %(unknown)s.", unknown=unknown))
        elif len(set(chosen)) < len(chosen):
            yield Problem(field=field, message=_("Choose each only once."))
    if not draft.support_types:
        yield Problem(field="support_types", message=_("Choose at least one kind of support."))


def _check_numbers_of_items(draft: ListingDraft) -> Iterator[Problem]:
    for field, most in _MOST_ITEMS.items():
        if len(getattr(draft, field)) > most:
            yield Problem(field=field, message=_("Give %(num)s of these or fewer.", num=most))


def _check_reach(draft: ListingDraft) -> Iterator[Problem]:
    venue, area = draft.venue, draft.area
    if venue is None and area is None:
        yield Problem(
            field="area",
            message=_("Say where: the place that people come to, or how far or in which areas you travel."),
        )
    if venue is not None:
        yield from _check_venue(draft)
    if area is None:
        return
    if not (area.miles > 0 or area.named):
        yield Problem(field="area.miles", message=_("Say how many miles you travel, or name the areas."))
    if not 0 <= area.miles <= MOST_MILES:
        yield Problem(
            field="area.miles",
            message=_("Give a distance of 0 to %(num)s miles; name areas to go further.", num=MOST_MILES),
        )
    yield from _check_base(draft)
    yield from _check_named_areas(area.named)


def _check_venue(draft: ListingDraft) -> Iterator[Problem]:
    if draft.kind is ListingKind.PERSONAL_ASSISTANT:
        yield Problem(
            field="venue",
            message=_(
                "A personal assistant comes to people: give the area you travel instead of an address."
            ),
        )


def _check_base(draft: ListingDraft) -> Iterator[Problem]:
    area = draft.area
    if area is None:
        return
    if draft.venue is not None and area.base_postcode:
        yield Problem(
            field="area.base_postcode",
            message=_("Miles are measured from the place that people come to: leave the base postcode out."),
        )
    elif draft.venue is None and area.miles > 0 and not area.base_postcode:
        yield Problem(
            field="area.base_postcode",
            message=_("Give the postcode you set out from. It is never shown."),
        )


def _check_named_areas(named: tuple[str, ...]) -> Iterator[Problem]:
    if len(named) > MOST_NAMED_AREAS:
        yield Problem(
            field="area.named",
            message=_("Name %(num)s areas or fewer, or a whole council.", num=MOST_NAMED_AREAS),
        )
    unknown = [code for code in named if not (_DISTRICT.fullmatch(code) or _AREA_CODE.fullmatch(code))]
    if unknown:
        yield Problem(
            field="area.named",
            message=_(
                "Name areas by postcode district, such as SN12, or by council: %(unknown)s.",
                unknown=", ".join(unknown),
            ),
        )
    elif len(set(named)) < len(named):
        yield Problem(field="area.named", message=_("Name each area only once."))


def _check_capacity(draft: ListingDraft, today: date) -> Iterator[Problem]:
    capacity = draft.capacity
    if capacity is None:
        return
    if capacity.hours_per_week is None and capacity.places is None:
        yield Problem(field="capacity", message=_("Say how many hours a week or how many places are free."))
    if not 0 <= (capacity.hours_per_week or 0) <= MOST_HOURS:
        yield Problem(
            field="capacity.hours_per_week", message=_("Give 0 to %(num)s hours a week.", num=MOST_HOURS)
        )
    if not 0 <= (capacity.places or 0) <= MOST_PLACES:
        yield Problem(field="capacity.places", message=_("Give 0 to %(num)s places.", num=MOST_PLACES))
    if capacity.as_of > today:
        yield Problem(field="capacity.as_of", message=_("This date is in the future."))


def _check_schedule(draft: ListingDraft, days: frozenset[str]) -> Iterator[Problem]:
    for number, entry in enumerate(draft.schedule):
        if entry.day not in days:
            yield Problem(field=f"schedule.{number}.day", message=_("Choose a day of the week."))
        if entry.opens_at == entry.closes_at != _MIDNIGHT:
            yield Problem(
                field=f"schedule.{number}.closes_at",
                message=_("Give a time to end that differs from the time to begin."),
            )


def _check_cost(number: int, cost: CostOption) -> Iterator[Problem]:
    field = f"costs.{number}.amount_pence"
    most = _MOST_PENCE[cost.unit]
    highest = cost.amount_pence if cost.amount_to_pence is None else cost.amount_to_pence
    if cost.unit is CostUnit.FREE:
        if cost.amount_pence or cost.amount_to_pence is not None:
            yield Problem(field=field, message=_("What is free has no price."))
    elif cost.amount_pence <= 0:
        yield Problem(field=field, message=_("Give a price of more than nothing, or choose that it is free."))
    elif highest > most:
        yield Problem(
            field=field,
            message=_(
                "This is more than £%(most)s. Is it in pounds and for the right unit?", most=most // 100
            ),
        )
    elif highest < cost.amount_pence:
        yield Problem(
            field=f"costs.{number}.amount_to_pence",
            message=_("The higher price comes second: from the lowest to the highest."),
        )


def _check_checks(draft: ListingDraft, today: date, kinds: frozenset[str]) -> Iterator[Problem]:
    if len({(check.kind, check.level, check.checked_on) for check in draft.checks}) < len(draft.checks):
        yield Problem(field="checks", message=_("Give each check only once."))
    for number, check in enumerate(draft.checks):
        if check.kind not in kinds:
            yield Problem(
                field=f"checks.{number}.kind",
                message=_("We do not know this choice: %(unknown)s.", unknown=check.kind),
            )
        if check.checked_on > today:
            yield Problem(field=f"checks.{number}.checked_on", message=_("This date is in the future."))
        if check.expires_on is not None and check.expires_on < check.checked_on:
            yield Problem(
                field=f"checks.{number}.expires_on", message=_("It cannot run out before it was checked.")
            )


def _check_photos(draft: ListingDraft) -> Iterator[Problem]:
    for number, photo in enumerate(draft.photos):
        if not _MEDIA_HASH.fullmatch(photo.media_hash):
            yield Problem(field=f"photos.{number}.media_hash", message=_("This picture is not there."))


def _check_cqc(draft: ListingDraft) -> Iterator[Problem]:
    if draft.cqc_location_id is not None and not _CQC_ID.fullmatch(draft.cqc_location_id):
        yield Problem(
            field="cqc_location_id",
            message=_("A location number of the Care Quality Commission looks like 1-123456789."),
        )
    if draft.cqc_status is CqcStatus.REGISTERED:
        if draft.cqc_location_id is None:
            yield Problem(
                field="cqc_location_id",
                message=_("Give the location number of the Care Quality Commission, such as 1-123456789."),
            )
    elif draft.kind is not ListingKind.PERSONAL_ASSISTANT and PERSONAL_CARE.intersection(draft.support_types):
        yield from _check_exempt(draft)


def _check_exempt(draft: ListingDraft) -> Iterator[Problem]:
    """An enterprise that gives personal care without registration must be one person."""
    if draft.workers is None:
        yield Problem(
            field="workers",
            message=_("You give personal care: say how many people work with you, yourself included."),
        )
    elif draft.workers > 1:
        yield Problem(
            field="cqc_status",
            message=_(
                "Two or more people who give personal care must be registered with the Care Quality "
                "Commission. Give your location number, or leave personal care out."
            ),
        )


def _check_people(draft: ListingDraft) -> Iterator[Problem]:
    if draft.workers is not None and not 1 <= draft.workers <= MOST_WORKERS:
        yield Problem(field="workers", message=_("Give a number from 1 to %(num)s.", num=MOST_WORKERS))
    if draft.kind is ListingKind.PERSONAL_ASSISTANT and (draft.workers or 1) > 1:
        yield Problem(field="workers", message=_("A personal assistant is one person."))
    ages = [age for age in (draft.minimum_age, draft.maximum_age) if age is not None]
    if not all(0 <= age <= OLDEST_AGE for age in ages):
        yield Problem(field="minimum_age", message=_("Give ages from 0 to %(num)s.", num=OLDEST_AGE))
    elif ages != sorted(ages):
        yield Problem(
            field="maximum_age", message=_("The youngest age comes first: it cannot be above the oldest.")
        )


def _check_confirmed(draft: ListingDraft, today: date) -> Iterator[Problem]:
    if draft.confirmed_on is not None and draft.confirmed_on > today:
        yield Problem(field="confirmed_on", message=_("This date is in the future."))
