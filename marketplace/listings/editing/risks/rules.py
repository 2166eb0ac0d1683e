"""What makes a request one to look at with care, as codes, and what they mean in words."""

from collections.abc import Iterator

from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.rules import PERSONAL_CARE
from marketplace.listings.editing.needs.rules import missing_checks
from marketplace.listings.editing.schemas import Reading
from marketplace.listings.schemas import CqcStatus

ADULT = 18
_CHILDREN = "disabled_children"


def find_risks(reading: Reading, settings: CouncilSettings) -> tuple[str, ...]:
    """Codes of what a steward should look at first, the gravest first."""
    return tuple(_risks(reading, settings))


def risk_labels() -> dict[str, str]:
    """What each code means."""
    return {
        "unregistered_care": _("Personal care without registration"),
        "new_personal_care": _("Personal care, new here"),
        "children": _("Works with children"),
        "missing_checks": _("A check that the council needs is missing"),
        "name_changed": _("Another name"),
        "kind_changed": _("Another kind of support"),
    }


def _risks(reading: Reading, settings: CouncilSettings) -> Iterator[str]:
    draft, before = reading.draft, reading.before
    gives_care = bool(PERSONAL_CARE.intersection(draft.support_types))
    gave_care = before is not None and bool(PERSONAL_CARE.intersection(before.support_types))
    if gives_care and draft.cqc_status is not CqcStatus.REGISTERED:
        yield "unregistered_care"
    if gives_care and not gave_care:
        yield "new_personal_care"
    if _CHILDREN in draft.care_groups or (draft.minimum_age or ADULT) < ADULT:
        yield "children"
    if missing_checks(draft, reading.facts, settings):
        yield "missing_checks"
    if before is not None and before.organization.name != draft.organization.name:
        yield "name_changed"
    if before is not None and before.kind is not draft.kind:
        yield "kind_changed"
