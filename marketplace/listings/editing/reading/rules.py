"""Reads the answers that need no gazetteer; every value that cannot be read is told at its field."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.rules import PERSONAL_CARE
from marketplace.listings.editing.answers.rules import CODES
from marketplace.listings.editing.hours.rules import read_hours
from marketplace.listings.editing.numbers.rules import day, number, whole_number
from marketplace.listings.editing.prices.rules import read_prices
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Fact, Step, kind_of
from marketplace.listings.editing.steps.rules import STEP_OF, steps_of
from marketplace.listings.schemas import (
    Capacity,
    CqcStatus,
    ListingKind,
    Organization,
    Photo,
)

_FIELD_OF: Mapping[str, str] = {
    "organization.name": "organization_name",
    "organization.description": "organization_description",
    "organization.website": "website",
    "venue": "where",
    "venue.name": "venue_name",
    "venue.address": "venue_address",
    "venue.town": "venue_town",
    "venue.postcode": "venue_postcode",
    "area": "where",
    "area.base_postcode": "base_postcode",
    "area.miles": "miles",
    "area.named": "named",
    "capacity": "hours_per_week",
    "capacity.hours_per_week": "hours_per_week",
    "capacity.places": "places",
    "capacity.as_of": "hours_per_week",
    "cqc_status": "cqc",
}
_BARE_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_OWN_PARTS = frozenset({"kind", "support_types", "workers", "easy_read", "easy_read_pictures"})
"""Answers that are a part of a draft themselves, beside helping to make others."""
_LISTS = {"costs": "prices", "schedule": "hours", "photos": "photos", "easy_read": "easy_read"}


def text_of(content: Answers, field: str) -> str:
    """A typed text, without blanks at its ends; "" for none."""
    value = content.get(field, "")
    return value.strip() if isinstance(value, str) else ""


def list_of(content: Answers, field: str) -> tuple[str, ...]:
    """Several choices or lines."""
    value = content.get(field, ())
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()


def read_organization(content: Answers, now: Organization) -> Organization:
    """The organisation with what was answered about it; the rest as it is now."""
    return Organization(
        id=now.id,
        name=text_of(content, "organization_name") if "organization_name" in content else now.name,
        description=text_of(content, "organization_description")
        if "organization_description" in content
        else now.description,
        website=_read_website(content) if "website" in content else now.website,
    )


def _read_website(content: Answers) -> str | None:
    """An address as browsers show it, "www.example.org", is one with https before it."""
    typed = text_of(content, "website")
    return f"https://{typed}" if _BARE_ADDRESS.fullmatch(typed) else typed or None


def read_parts(content: Answers, today: date, problems: list[Problem]) -> dict[str, Any]:
    """Parts of a draft by name, all but organisation and places."""
    costs, wrong_costs = read_prices(text_of(content, "prices"))
    schedule, wrong_hours = read_hours(text_of(content, "hours"))
    problems += wrong_costs + wrong_hours
    kind = kind_of(content)
    if content.get("kind") != kind:
        problems.append(Problem(field="kind", message=_("Choose the kind of support that is nearest.")))
    workers = whole_number("workers", text_of(content, "workers"), problems)
    support_types = list_of(content, "support_types")
    is_one_person = kind is ListingKind.PERSONAL_ASSISTANT
    cqc_status, cqc_id = _read_cqc(
        content, is_one_person=is_one_person, support_types=support_types, workers=workers
    )
    lines = _read_lines(content)
    return {
        "kind": kind,
        "title": text_of(content, "title"),
        "summary": text_of(content, "summary"),
        "description": text_of(content, "description").replace("\r\n", "\n"),
        **{name: list_of(content, name) for name in CODES},
        "minimum_age": whole_number("minimum_age", text_of(content, "minimum_age"), problems),
        "maximum_age": whole_number("maximum_age", text_of(content, "maximum_age"), problems),
        "schedule": schedule,
        "capacity": _read_capacity(content, today, problems),
        "costs": costs,
        "workers": None if is_one_person else workers,
        "cqc_status": cqc_status,
        "cqc_location_id": cqc_id,
        "photos": tuple(
            Photo(media_hash=str(photo["media_hash"]), alt=str(photo["alt"]))
            for photo in content.get("photos", ())
        ),
        "easy_read": tuple(line for line, _picture in lines),
        "easy_read_pictures": tuple(picture for _line, picture in lines)
        if any(picture for _line, picture in lines)
        else (),
    }


def read_facts(content: Answers, problems: list[Problem]) -> tuple[Fact, ...]:
    """What the provider says of checks, for a steward to see the evidence of."""
    facts = []
    if text_of(content, "dbs") == "yes":
        on = day("dbs_on", text_of(content, "dbs_on"), problems)
        facts.append(Fact(kind="dbs", level=text_of(content, "dbs_level"), on=on))
    if text_of(content, "insurance") == "yes":
        until = day("insurance_until", text_of(content, "insurance_until"), problems)
        facts.append(Fact(kind="insurance", expires_on=until))
    if text_of(content, "references") == "yes":
        facts.append(Fact(kind="references"))
    if text_of(content, "data_protection") == "yes":
        facts.append(Fact(kind="data_protection", number=text_of(content, "data_protection_number")))
    facts += [Fact(kind=code) for code in list_of(content, "training")]
    return tuple(facts)


def as_answer_problem(problem: Problem) -> Problem:
    """A problem of a draft, at the answer it comes from."""
    first, _dot, rest = problem.field.partition(".")
    field = _FIELD_OF.get(problem.field) or _LISTS.get(first) or problem.field
    if field == "easy_read" and rest.isdigit():
        field = f"easy_read.{rest}"
    return Problem(field=field, message=problem.message)


def without_doubles(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each thing once: where an answer cannot be read, that is all there is to say of it."""
    kept: dict[str, Problem] = {}
    several: list[Problem] = []
    for problem in problems:
        if problem.field in {"prices", "hours", "named"}:
            if problem not in several:
                several.append(problem)
        else:
            kept.setdefault(problem.field, problem)
    return (*kept.values(), *several)


def sort_by_step(problems: Iterable[Problem], content: Answers) -> dict[Step, tuple[Problem, ...]]:
    """Problems by the page on which they are mended, pages in order."""
    found: dict[Step, list[Problem]] = {}
    for problem in problems:
        step = STEP_OF.get(problem.field.partition(".")[0], Step.WHO)
        found.setdefault(step, []).append(problem)
    steps = steps_of(content)
    return {step: tuple(found[step]) for step in Step if step in found and (step in steps or found[step])}


def _read_capacity(content: Answers, today: date, problems: list[Problem]) -> Capacity | None:
    hours = number("hours_per_week", text_of(content, "hours_per_week"), problems)
    places = whole_number("places", text_of(content, "places"), problems)
    if hours is None and places is None:
        return None
    return Capacity(hours_per_week=hours, places=places, as_of=today)


def _read_cqc(
    content: Answers, *, is_one_person: bool, support_types: Iterable[str], workers: int | None
) -> tuple[CqcStatus, str | None]:
    """A personal assistant, and one person alone, may give personal care without registration."""
    gives_personal_care = bool(PERSONAL_CARE.intersection(support_types))
    if not is_one_person and text_of(content, "cqc") == "yes":
        return CqcStatus.REGISTERED, text_of(content, "cqc_location_id") or None
    if gives_personal_care and (is_one_person or workers == 1):
        return CqcStatus.EXEMPT, None
    return CqcStatus.NOT_NEEDED, None


def _read_lines(content: Answers) -> list[tuple[str, str]]:
    """Easy-read lines that say something, each with its picture's code or ""."""
    lines, pictures = list_of(content, "easy_read"), list_of(content, "easy_read_pictures")
    pictures += ("",) * (len(lines) - len(pictures))
    return [(line.strip(), picture) for line, picture in zip(lines, pictures, strict=False) if line.strip()]


def overlaps_of(
    request: ChangeRequest, answers_now: Answers, parts: Mapping[str, tuple[str, ...]]
) -> Answers:
    """Answers of a request that differ from how the listing gives them now, and the listing changed them too.

    `parts` are the parts of a draft that the request puts anew, each with the answers it is made of: a street
    that it changed brings back the town beside it.
    """
    base, content = request.base, request.content
    put = {name for fields in parts.values() for name in fields if name in parts or name not in _OWN_PARTS}
    return {
        name: answer
        for name, answer in answers_now.items()
        if name in base
        and answer != base[name]
        and answer != content.get(name)
        and (content.get(name) != base[name] or name in put)
    }
