"""Which facts each kind of check needs, which files are taken, what is deleted when. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from marketplace.kernel.errors import NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.evidence.schemas import Acceptance, Claim, ClaimFacts, DbsLevel
from marketplace.listings.schemas import Check

RECORD_TYPE = "check_claim"
"""Of the audit trail."""
MOST_FILES = 4
"""Of one claim."""
MOST_BYTES = 5_000_000
"""Of a PDF; pictures are made smaller."""
LONGEST_WORDS = 1_000
LONGEST_REFERENCE = 60
LONGEST_NOTE = 1_000
MOST_REFERENCES = 10
LOWEST_AMOUNT, HIGHEST_AMOUNT = 100_000_00, 100_000_000_00
OLDEST = date(1990, 1, 1)
LONGEST_VALID = timedelta(days=366 * 15)
DBS_KEPT_DAYS = 183
"""A copy of a certificate is kept no longer than half a year after the decision, as the DBS code asks."""

ASKED: dict[str, tuple[str, ...]] = {
    "insurance": ("amount_pence", "expires_on", "checked_on", "reference"),
    "dbs": ("level", "checked_on"),
    "references": ("number", "words"),
    "data_protection": ("reference", "expires_on"),
    "identity": ("words",),
    "right_to_work": ("words", "expires_on"),
    "driving_documents": ("checked_on", "expires_on"),
    "code_of_conduct": ("checked_on",),
}
"""Fields of each kind of check; of all others, which are training, `TRAINING_ASKS`."""
TRAINING_ASKS = ("checked_on", "expires_on", "words")
NEEDED: dict[str, frozenset[str]] = {
    "insurance": frozenset({"amount_pence", "expires_on"}),
    "dbs": frozenset({"level", "checked_on"}),
    "references": frozenset({"number", "words"}),
    "data_protection": frozenset({"reference", "expires_on"}),
    "identity": frozenset(),
    "right_to_work": frozenset(),
    "driving_documents": frozenset({"expires_on"}),
    "code_of_conduct": frozenset({"checked_on"}),
}
_TRAINING_NEEDS = frozenset({"checked_on"})
BY_COUNCIL = frozenset({"quality_mark"})
"""Checks that a council gives and nobody can claim."""

_DATA_PROTECTION = re.compile(r"[ZA][A-Z0-9]\d{6}")
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
_END_WITHIN = 2_048


def not_found() -> NotFoundError:
    """The same for what is another's and for what does not exist."""
    return NotFoundError(_("This is not here. It may have been deleted."))


def level_words() -> dict[str, str]:
    """What the levels of a DBS check are called, by their codes."""
    return {
        DbsLevel.BASIC: _("Basic"),
        DbsLevel.STANDARD: _("Standard"),
        DbsLevel.ENHANCED: _("Enhanced"),
        DbsLevel.ENHANCED_BARRED: _("Enhanced with barred lists"),
    }


def fields_of(kind: str) -> tuple[str, ...]:
    """What is asked for a kind of check."""
    return ASKED.get(kind, TRAINING_ASKS)


def needs_of(kind: str) -> frozenset[str]:
    """Which of that must be filled in."""
    return NEEDED.get(kind, _TRAINING_NEEDS)


def only_asked(facts: ClaimFacts) -> ClaimFacts:
    """The facts without those that do not belong to the kind, and tidied."""
    asked = fields_of(facts.kind)
    values = {name: getattr(facts, name) for name in asked}
    if "reference" in values:
        values["reference"] = " ".join(facts.reference.upper().split())
        if facts.kind == "data_protection":
            values["reference"] = tidy_registration(facts.reference)
    if "words" in values:
        values["words"] = facts.words.strip()
    return ClaimFacts(kind=facts.kind, **values)


def check_facts(facts: ClaimFacts, today: date, kinds: frozenset[str]) -> list[Problem]:
    """All that is wrong with what a provider says, by field. `kinds` are the codes of all checks."""
    if facts.kind not in kinds or facts.kind in BY_COUNCIL:
        return [Problem(field="kind", message=_("Choose what you have."))]
    return [
        *_check_missing(facts),
        *_check_values(facts),
        *check_dates(facts.checked_on, facts.expires_on, today),
    ]


def _check_missing(facts: ClaimFacts) -> Iterator[Problem]:
    messages = {
        "amount_pence": _("Enter what your insurance covers, such as 5,000,000"),
        "level": _("Choose the level that is on the certificate"),
        "checked_on": _("Enter the date that is on it"),
        "expires_on": _("Enter the date until when it holds"),
        "number": _("Enter how many people we can ask about your work"),
        "words": _("Say who they are and how the council can reach them"),
        "reference": _("Enter your registration number, such as ZA123456"),
    }
    for name in fields_of(facts.kind):
        if name in needs_of(facts.kind) and getattr(facts, name) in {None, ""}:
            yield Problem(field=name, message=messages[name])


def _check_values(facts: ClaimFacts) -> Iterator[Problem]:
    if facts.kind == "dbs" and facts.level and facts.level not in set(DbsLevel):
        yield Problem(field="level", message=_("Choose the level that is on the certificate"))
    if facts.amount_pence is not None and not LOWEST_AMOUNT <= facts.amount_pence <= HIGHEST_AMOUNT:
        yield Problem(
            field="amount_pence", message=_("Enter an amount in pounds from 100,000 to 100,000,000")
        )
    if facts.number is not None and not 1 <= facts.number <= MOST_REFERENCES:
        yield Problem(
            field="number", message=_("Enter a number of people from 1 to %(num)s", num=MOST_REFERENCES)
        )
    if facts.kind == "data_protection" and facts.reference:
        yield from check_registration("reference", facts.reference)
    if len(facts.reference) > LONGEST_REFERENCE:
        yield Problem(field="reference", message=_("This is too long for a number. Copy the number alone"))
    if len(facts.words) > LONGEST_WORDS:
        yield Problem(field="words", message=_("Say it in %(num)s characters or fewer", num=LONGEST_WORDS))


def tidy_registration(text: str) -> str:
    """A number of the Information Commissioner in capitals and without blanks."""
    return "".join(text.upper().split())


def check_registration(field: str, text: str) -> Iterator[Problem]:
    """What is wrong with the form of a number of the Information Commissioner; whose it is nobody knows."""
    if not _DATA_PROTECTION.fullmatch(tidy_registration(text)):
        message = _("Copy the number from your ICO certificate. It has 8 letters and digits, like ZA123456")
        yield Problem(field=field, message=message)


def check_dates(checked_on: date | None, expires_on: date | None, today: date) -> Iterator[Problem]:
    """What is wrong with the dates of a check."""
    if checked_on is not None and checked_on > today:
        yield Problem(field="checked_on", message=_("This date is in the future"))
    elif checked_on is not None and checked_on < OLDEST:
        yield Problem(field="checked_on", message=_("This is very long ago. Look at the year again"))
    if expires_on is None:
        return
    if expires_on < today:
        yield Problem(field="expires_on", message=_("This has run out. Renew it, and add the new one"))
    elif checked_on is not None and expires_on < checked_on:
        yield Problem(field="expires_on", message=_("It cannot run out before it begins"))
    elif expires_on > today + LONGEST_VALID:
        yield Problem(field="expires_on", message=_("This is very far away. Look at the year again"))


def find_said(waiting: Iterable[Claim], facts: ClaimFacts) -> Claim | None:
    """The claim that was only said and that is sent in by these facts, if any; none beside a sent one."""
    of_kind = [claim for claim in waiting if claim.facts.kind == facts.kind]
    if any(claim.is_sent and claim.facts.level == facts.level for claim in of_kind):
        return None
    return next((claim for claim in of_kind if claim.is_only_said), None)


def check_acceptance(kind: str, seen: Acceptance, today: date) -> list[Problem]:
    """All that is wrong with what a steward says, by field."""
    problems = list(check_dates(seen.checked_on, seen.expires_on, today))
    if kind == "dbs" and seen.level not in set(DbsLevel):
        problems.append(Problem(field="level", message=_("Choose the level that is on the certificate")))
    if kind == "references" and not 1 <= (seen.number or 0) <= MOST_REFERENCES:
        problems.append(Problem(field="number", message=_("Enter how many references you took up")))
    if seen.seen_on is not None and not OLDEST <= seen.seen_on <= today:
        problems.append(Problem(field="seen_on", message=_("Enter the day on which you saw it")))
    if len(seen.note) > LONGEST_NOTE:
        message = _("Say it in %(num)s characters or fewer", num=LONGEST_NOTE)
        problems.append(Problem(field="note", message=message))
    return problems


def check_of(claim: Claim, checked_by: str) -> Check | None:
    """The check of listings that an accepted claim is. `checked_by` is the council, never a person."""
    facts = claim.facts
    if facts.checked_on is None:
        return None
    level = "enhanced with barred lists" if facts.level == DbsLevel.ENHANCED_BARRED else facts.level
    if facts.kind == "references" and facts.number:
        level = str(facts.number)
    return Check(
        kind=facts.kind,
        level=level,
        checked_on=facts.checked_on,
        expires_on=facts.expires_on,
        checked_by=checked_by,
    )


def merge_checks(
    existing: Iterable[Check], accepted: Iterable[Check], ended: Iterable[str] = ()
) -> tuple[Check, ...]:
    """The checks of a listing with those that stewards accepted, which stand for their kind.

    `ended` are kinds whose acceptance was taken back. Other checks stay, in their order.
    """
    accepted = tuple(accepted)
    gone = {check.kind for check in accepted} | set(ended)
    return (*(check for check in existing if check.kind not in gone), *accepted)


def delete_on(kind: str, decided_on: date, kept_days: int) -> date:
    """When the files of a decided claim are deleted."""
    days = min(kept_days, DBS_KEPT_DAYS) if kind == "dbs" else kept_days
    return decided_on + timedelta(days=days)


def is_pdf(content: bytes) -> bool:
    """Whether a file is a whole PDF, by how it begins and ends."""
    return bool(re.match(rb"%PDF-[12]\.\d[\r\n ]", content)) and b"%%EOF" in content[-_END_WITHIN:]


def check_pdf(content: bytes) -> str | None:
    """Why a PDF is not taken, in words; None if it is.

    What it can do when it is opened is looked for where it stands plainly; behind that stands that it is only
    ever sent as a download.
    """
    if len(content) > MOST_BYTES:
        return _("The file is larger than %(num)s megabytes.", num=MOST_BYTES // 1_000_000)
    if not is_pdf(content):
        return _("The PDF is damaged. Open it, print it as PDF, and choose the new file.")
    if b"/Encrypt" in content:
        return _("The PDF has a password. Print it as PDF without one, and choose the new file.")
    if any(mark in content for mark in _ACTIVE):
        return _("The PDF holds a form, a program or other files. Print it as PDF, and choose the new file.")
    return None
