"""Puts a draft together out of answers, and says what is missing or wrong."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace

from marketplace.councils.schemas import CouncilSettings
from marketplace.councils.service import get_council_settings
from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.listings.editing.answers.rules import answers_of
from marketplace.listings.editing.areas.rules import names_of_areas, read_named
from marketplace.listings.editing.needs.rules import check_needs
from marketplace.listings.editing.numbers.rules import number
from marketplace.listings.editing.reading import rules
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Reading
from marketplace.listings.editing.steps.rules import BOTH, COME, TRAVEL
from marketplace.listings.records.service import PlaceFinder, settle
from marketplace.listings.schemas import (
    ListingDraft,
    ListingKind,
    ListingRecord,
    ServiceArea,
    Venue,
)
from marketplace.places.schemas import Place, PlaceKind
from marketplace.places.service import list_councils

PARTS: Mapping[str, tuple[str, ...]] = {
    "organization": ("organization_name", "organization_description", "website"),
    "kind": ("kind",),
    "title": ("title",),
    "summary": ("summary",),
    "description": ("description",),
    "support_types": ("support_types",),
    "care_groups": ("care_groups",),
    "minimum_age": ("minimum_age",),
    "maximum_age": ("maximum_age",),
    "languages": ("languages",),
    "cultures": ("cultures",),
    "genders": ("genders",),
    "venue": ("kind", "where", "venue_name", "venue_address", "venue_town", "venue_postcode"),
    "access": ("access",),
    "area": ("kind", "where", "base_postcode", "miles", "named"),
    "transport": ("transport",),
    "schedule": ("hours",),
    "capacity": ("hours_per_week", "places"),
    "costs": ("prices",),
    "funding": ("funding",),
    "workers": ("kind", "workers"),
    "cqc_status": ("kind", "support_types", "workers", "cqc", "cqc_location_id"),
    "cqc_location_id": ("kind", "support_types", "workers", "cqc", "cqc_location_id"),
    "photos": ("photos",),
    "easy_read": ("easy_read", "easy_read_pictures"),
    "easy_read_pictures": ("easy_read", "easy_read_pictures"),
}
"""Each part of a draft with the answers it comes from. Checks and confirming come from none."""


@cache
def _names() -> dict[str, str]:
    return names_of_areas(list_councils())


@cache
def council_names() -> dict[str, str]:
    """Names of councils by code, as people write them."""
    return {council.code: council.name for council in list_councils()}


async def read_answers(request: ChangeRequest, now: ListingDraft | None, gazetteer: PlaceFinder) -> Reading:
    """What a request's answers mean, over the listing as it is now."""
    content = request.content
    problems: list[Problem] = []
    draft = _draft(request, gazetteer, problems)
    overlaps: Answers = {}
    if now is not None:
        parts = _changed_parts(request)
        draft, problems = _over(now, draft, request, problems, parts)
        overlaps = rules.overlaps_of(request, answers_of(now, council_names()), parts)
    record, wrong = _settle(draft, gazetteer)
    problems += [rules.as_answer_problem(problem) for problem in wrong]
    fact_problems: list[Problem] = []
    facts = rules.read_facts(content, fact_problems)
    council_code = record.council_code if record else _council_of(draft, gazetteer)
    settings = await get_council_settings(council_code)
    problems += fact_problems + check_needs(request, draft, now, facts, settings, clock.today())
    found = rules.without_doubles(problems)
    return Reading(
        draft=draft,
        before=now,
        facts=facts,
        problems=found,
        by_step=rules.sort_by_step(found, content),
        council_code=council_code,
        overlaps=overlaps,
    )


def _draft(request: ChangeRequest, gazetteer: PlaceFinder, problems: list[Problem]) -> ListingDraft:
    content = request.content
    parts: dict[str, Any] = rules.read_parts(content, clock.today(), problems)
    where = TRAVEL if parts["kind"] is ListingKind.PERSONAL_ASSISTANT else rules.text_of(content, "where")
    return ListingDraft(
        id=request.listing_id,
        organization=rules.read_organization(content, request.organization),
        venue=_read_venue(content, gazetteer) if where in {COME, BOTH} else None,
        area=_read_area(content, gazetteer, problems, has_venue=where == BOTH)
        if where in {TRAVEL, BOTH}
        else None,
        **parts,
    )


def _changed_parts(request: ChangeRequest) -> dict[str, tuple[str, ...]]:
    """The parts of the draft that a request puts anew, with the answers it puts there."""
    changed = {name for name in request.content if request.content[name] != request.base.get(name)}
    parts = {name: fields for name, fields in PARTS.items() if changed.intersection(fields)}
    if "organization" in parts:
        parts["organization"] = tuple(name for name in PARTS["organization"] if name in changed)
    return parts


def _over(
    now: ListingDraft,
    draft: ListingDraft,
    request: ChangeRequest,
    problems: list[Problem],
    parts: Mapping[str, tuple[str, ...]],
) -> tuple[ListingDraft, list[Problem]]:
    """The listing as it is now with the parts whose answers were changed; problems of those alone."""
    values = {name: getattr(draft, name) for name in parts}
    if "organization" in parts:
        answered = {name: request.content[name] for name in parts["organization"]}
        values["organization"] = rules.read_organization(answered, request.organization)
    touched = {field for name in parts for field in PARTS[name]}
    return replace(now, **values), [problem for problem in problems if problem.field in touched]


def _read_venue(content: Answers, gazetteer: PlaceFinder) -> Venue:
    """The point is that of the postcode; 0, 0 while there is none, which a check of the postcode tells."""
    postcode = rules.text_of(content, "venue_postcode")
    answer = gazetteer.find_place(postcode)
    is_known = isinstance(answer, Place) and answer.kind is PlaceKind.POSTCODE
    return Venue(
        name=rules.text_of(content, "venue_name"),
        address=rules.text_of(content, "venue_address"),
        town=rules.text_of(content, "venue_town"),
        postcode=answer.label if is_known and isinstance(answer, Place) else postcode,
        latitude=answer.latitude if is_known and isinstance(answer, Place) else 0.0,
        longitude=answer.longitude if is_known and isinstance(answer, Place) else 0.0,
    )


def _read_area(
    content: Answers, gazetteer: PlaceFinder, problems: list[Problem], *, has_venue: bool
) -> ServiceArea:
    """Miles are measured from the venue where there is one."""
    named = read_named(rules.text_of(content, "named"), _names(), gazetteer.find_place, problems)
    miles = number("miles", rules.text_of(content, "miles"), problems) or 0.0
    base = rules.text_of(content, "base_postcode") if miles and not has_venue else ""
    return ServiceArea(base_postcode=base or None, miles=miles, named=named)


def _settle(draft: ListingDraft, gazetteer: PlaceFinder) -> tuple[ListingRecord | None, tuple[Any, ...]]:
    try:
        return settle(draft, gazetteer), ()
    except InvalidError as error:
        return None, error.problems


def _council_of(draft: ListingDraft, gazetteer: PlaceFinder) -> str | None:
    """The council of a draft that is not whole yet, as far as its places tell."""
    texts = [draft.venue.postcode] if draft.venue else []
    if draft.area is not None:
        texts += [draft.area.base_postcode or "", *draft.area.named]
    for text in texts:
        if text in council_names():
            return text
        answer = gazetteer.find_place(text) if text else None
        if isinstance(answer, Place) and answer.council_code:
            return answer.council_code
    return None


async def get_settings(reading: Reading) -> CouncilSettings:
    """The settings of the council where it would belong; the national ones while that cannot be told."""
    return await get_council_settings(reading.council_code)
