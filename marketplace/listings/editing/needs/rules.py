"""What must be answered before a request can be handed in, by the rules of the council it belongs to.

A listing that is public already is held to them by its stewards: a provider who mends a telephone number is
not stopped by a rule that came since.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.numbers.rules import number
from marketplace.listings.editing.schemas import ChangeRequest, Fact
from marketplace.listings.evidence.rules import check_dates, check_registration
from marketplace.listings.schemas import ListingDraft, ListingKind
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

TRAINING = (
    "safeguarding_training", "first_aid", "moving_and_handling", "medication_training",
    "care_certificate", "mental_capacity_training", "autism_ld_training", "dementia_training",
    "epilepsy_training", "food_hygiene",
    "driving_documents", "code_of_conduct",
)  # fmt: skip
"""Checks that are answered by ticking them."""
_FIELDS = {
    "dbs": "dbs",
    "insurance": "insurance",
    "references": "references",
    "data_protection": "data_protection",
}
DBS_LEVELS = ("basic", "standard", "enhanced", "enhanced_barred")


def check_needs(
    request: ChangeRequest,
    draft: ListingDraft,
    now: ListingDraft | None,
    facts: tuple[Fact, ...],
    settings: CouncilSettings,
    today: date,
) -> list[Problem]:
    """What is missing by the council's own rules."""
    problems = list(_check_facts(request, facts))
    problems += _check_papers(request, facts, today)
    if request.is_new:
        problems += _check_required(draft, facts, settings)
    if now is None or (now.kind, now.workers) != (draft.kind, draft.workers):
        problems += _check_size(request, draft, settings)
    return problems


def asked_checks(kind: ListingKind, settings: CouncilSettings) -> tuple[str, ...]:
    """Checks that the council needs for this kind and that a provider answers for."""
    answered = {*_FIELDS, *TRAINING}
    return tuple(code for code in settings.required_checks.get(kind, ()) if code in answered)


def seen_checks(kind: ListingKind, settings: CouncilSettings) -> tuple[str, ...]:
    """Checks that the council needs and asks to see by itself, such as who somebody is."""
    return tuple(
        code
        for code in settings.required_checks.get(kind, ())
        if code not in asked_checks(kind, settings) and code != "quality_mark"
    )


def missing_checks(draft: ListingDraft, facts: Iterable[Fact], settings: CouncilSettings) -> tuple[str, ...]:
    """Checks that the council needs, that nobody made yet and that the provider does not say they have."""
    held = {fact.kind for fact in facts} | {check.kind for check in draft.checks}
    return tuple(code for code in asked_checks(draft.kind, settings) if code not in held)


def _check_facts(request: ChangeRequest, facts: Iterable[Fact]) -> Iterator[Problem]:
    """Somebody who says that they have it says what is on the paper. Unreadable dates are told elsewhere."""
    content = request.content
    for fact in facts:
        if fact.kind == "dbs" and fact.level not in DBS_LEVELS:
            yield Problem(field="dbs_level", message=_("Choose the level that is on the certificate."))
        if fact.kind == "dbs" and not content.get("dbs_on"):
            yield Problem(field="dbs_on", message=_("Give the date on the certificate."))
        if fact.kind == "insurance" and not content.get("insurance_until"):
            yield Problem(field="insurance_until", message=_("Say until when your insurance runs."))


def _check_papers(request: ChangeRequest, facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    """What cannot stand on a paper. What was said before, and is not said anew here, is left alone."""
    for problem in _wrong_papers(facts, today):
        field = problem.field
        if request.is_new or request.content.get(field) != request.base.get(field):
            yield problem


def _wrong_papers(facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    for fact in facts:
        for problem in check_dates(fact.on, fact.expires_on, today):
            field = "dbs_on" if problem.field == "checked_on" else "insurance_until"
            yield Problem(field=field, message=problem.message)
        if fact.kind != "data_protection":
            continue
        if fact.number:
            yield from check_registration("data_protection_number", fact.number)
        else:
            message = _("Give your registration number, such as ZA123456, or choose No.")
            yield Problem(field="data_protection_number", message=message)


def _check_required(
    draft: ListingDraft, facts: Iterable[Fact], settings: CouncilSettings
) -> Iterator[Problem]:
    for code in missing_checks(draft, facts, settings):
        yield Problem(
            field=_FIELDS.get(code, "training"),
            message=_(
                "To be listed here you need this: %(check)s. When you have it, come back: all that you "
                "wrote is kept.",
                check=taxonomies.label(Taxonomy.CHECK, code),
            ),
        )


def _check_size(request: ChangeRequest, draft: ListingDraft, settings: CouncilSettings) -> Iterator[Problem]:
    """A micro-enterprise is small: as many full-time jobs as its council says."""
    most = settings.micro_enterprise_size
    if draft.kind is not ListingKind.MICRO_ENTERPRISE or (draft.workers or 0) <= most:
        return
    typed = str(request.content.get("full_time", "")).strip()
    if not typed:
        yield Problem(
            field="full_time",
            message=_("Say how many full-time jobs all your hours together would be."),
        )
        return
    unread: list[Problem] = []
    jobs = number("full_time", typed, unread)
    yield from unread
    if jobs is None:
        return
    if jobs == 0:
        message = _("Write more than 0. Two people who work half the week are 1 full-time job.")
        yield Problem(field="full_time", message=message)
    elif jobs > most:
        yield Problem(
            field="full_time",
            message=_(
                "A micro-enterprise here is at most %(num)s full-time jobs. Choose another kind of support "
                "on the first page, or ask your council.",
                num=f"{most:g}",
            ),
        )
