"""Which pages of questions there are for each kind of support, and the fields of each.

A page writes the fields named here and no others, whatever else is sent.
"""

from collections.abc import Mapping

from marketplace.listings.editing.schemas import Answers, Step
from marketplace.listings.schemas import ListingKind

FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.WHO: ("kind", "organization_name"),
    Step.OFFER: ("title", "summary"),
    Step.SUPPORT: ("support_types",),
    Step.WORDS: ("description", "organization_description", "website"),
    Step.PEOPLE: ("care_groups", "minimum_age", "maximum_age"),
    Step.LANGUAGES: ("languages", "cultures", "genders"),
    Step.WHERE: ("where",),
    Step.VENUE: ("venue_name", "venue_address", "venue_town", "venue_postcode", "access"),
    Step.TRAVEL: ("base_postcode", "miles", "named", "transport"),
    Step.TIMES: ("hours", "hours_per_week", "places"),
    Step.PRICE: ("prices", "funding"),
    Step.TEAM: ("workers", "full_time", "cqc", "cqc_location_id"),
    Step.CHECKS: (
        "dbs", "dbs_level", "dbs_on", "insurance", "insurance_until", "references", "data_protection",
        "data_protection_number", "training",
    ),
    Step.PHOTOS: ("photos",),
    Step.EASY_READ: ("easy_read", "easy_read_pictures"),
}  # fmt: skip

STEP_OF: Mapping[str, Step] = {field: step for step, fields in FIELDS.items() for field in fields}
"""The page on which each field stands."""

NEEDED = frozenset({Step.WHO, Step.OFFER, Step.SUPPORT, Step.WHERE, Step.VENUE, Step.TRAVEL, Step.TEAM})
"""Pages that hold something without which a listing cannot be handed in."""

COME, TRAVEL, BOTH = "come", "travel", "both"
"""Where support is given: people come, the provider travels, or both."""


def steps_of(content: Answers) -> tuple[Step, ...]:
    """The pages for these answers, in order. A personal assistant is one person who travels."""
    is_one_person = content.get("kind") == ListingKind.PERSONAL_ASSISTANT
    where = TRAVEL if is_one_person else content.get("where", "")
    left_out = {
        Step.WHERE: is_one_person,
        Step.TEAM: is_one_person,
        Step.VENUE: where not in {COME, BOTH},
        Step.TRAVEL: where not in {TRAVEL, BOTH},
    }
    return tuple(step for step in Step if not left_out.get(step))


def only_fields_of(step: Step, answers: Answers) -> Answers:
    """What a page may write of all that was sent."""
    return {field: answers[field] for field in FIELDS[step] if field in answers}


def step_after(step: Step, content: Answers) -> Step | None:
    """The next page; None after the last."""
    steps = steps_of(content)
    later = [each for each in steps if list(Step).index(each) > list(Step).index(step)]
    return later[0] if later else None


def step_before(step: Step, content: Answers) -> Step | None:
    """The page before; None before the first."""
    earlier = [each for each in steps_of(content) if list(Step).index(each) < list(Step).index(step)]
    return earlier[-1] if earlier else None
