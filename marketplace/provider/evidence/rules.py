"""What the pages of evidence say."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import pounds
from marketplace.listings.evidence.rules import level_words
from marketplace.listings.evidence.schemas import Claim, ClaimFacts, ClaimStatus
from marketplace.provider.evidence.schemas import ClaimForm
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


class ClaimView(Struct, frozen=True, kw_only=True):
    """A claim in words."""

    claim: Claim
    title: str
    rows: tuple[tuple[str, str], ...]
    status: str
    colour: str
    why: str
    is_waiting: bool


def view_of(claim: Claim, today: date) -> ClaimView:
    """A claim as its page says it."""
    status, colour, why = _status(claim, today)
    return ClaimView(
        claim=claim,
        title=taxonomies.label(Taxonomy.CHECK, claim.facts.kind),
        rows=tuple(fact_rows(claim.facts)),
        status=status,
        colour=colour,
        why=why,
        is_waiting=claim.status is ClaimStatus.WAITING,
    )


def fact_rows(facts: ClaimFacts) -> Iterator[tuple[str, str]]:
    """What was said of a check, as names and values; what was not said is left out."""
    if facts.level:
        yield _("Level"), level_words().get(facts.level, facts.level)
    if facts.amount_pence:
        yield _("Covers"), pounds(facts.amount_pence)
    if facts.reference:
        yield _("Number"), facts.reference
    if facts.checked_on:
        yield _("Date on it"), day_of_year(facts.checked_on)
    if facts.expires_on:
        yield _("Holds until"), day_of_year(facts.expires_on)
    if facts.number:
        yield _("References"), ngettext("%(num)s person", "%(num)s people", facts.number)
    if facts.words:
        yield _("You say"), facts.words


def facts_of(form: ClaimForm) -> ClaimFacts:
    """What a form says."""
    return ClaimFacts(
        kind=str(form.kind.data or ""),
        level=form.level.data or "",
        checked_on=form.checked_on.data,
        expires_on=form.expires_on.data,
        amount_pence=form.amount_pence.pence,
        reference=form.reference.data or "",
        number=form.number.data,
        words=form.words.data or "",
    )


def _status(claim: Claim, today: date) -> tuple[str, str, str]:
    if claim.status is ClaimStatus.WAITING:
        return _waiting_words(claim)
    if claim.status is ClaimStatus.ACCEPTED:
        return _accepted_words(claim, today)
    return {
        ClaimStatus.REFUSED: (_("Not accepted"), "red", _("You can add it again when it is mended.")),
        ClaimStatus.REPLACED: (_("Replaced"), "grey", _("A newer one took its place.")),
        ClaimStatus.ENDED: (
            _("Taken back"),
            "grey",
            _("Its files are deleted within a week.") if claim.is_sent else _("No listing says it now."),
        ),
    }[claim.status]


def _waiting_words(claim: Claim) -> tuple[str, str, str]:
    if claim.is_only_said:
        why = _("You said it in a listing. The council has seen nothing that shows it yet.")
        return _("Said, not seen"), "grey", why
    return _("Being looked at"), "blue", _("A steward of the council looks at it and writes to you.")


def _accepted_words(claim: Claim, today: date) -> tuple[str, str, str]:
    if claim.is_in_date(today):
        return _("Accepted"), "green", _("It is shown in your listings.")
    return _("Run out"), "red", _("It is no longer shown. Renew it and add the new one.")


def said(done: str) -> str:
    """What the page says was done, by a code that stands in its address."""
    return {
        "added": _("It is sent in. A steward of the council looks at it."),
        "file-added": _("The file is added."),
        "file-removed": _("The file is deleted."),
        "ended": _("You took it back."),
    }.get(done, "")


def hints() -> dict[str, dict[str, str]]:
    """Hints at fields, by kind of check; those under "" are for all others."""
    return {
        "insurance": {
            "amount_pence": _("In pounds. Many councils ask for £5 million."),
            "reference": _("Number of the policy, if you have it at hand."),
            "checked_on": _("The day on which it begins, if you have it at hand."),
        },
        "dbs": {
            "checked_on": _("The date of issue on the certificate. For example: 27 3 2026"),
        },
        "references": {
            "words": _(
                "Who they are to you and how the council can reach them. Ask them first. "
                "Only the council's stewards read it."
            ),
        },
        "data_protection": {"reference": _("From the Information Commissioner's Office, such as ZA123456.")},
        "identity": {
            "words": _(
                "Say when and where you could show it to the council. Send no copy of a passport here."
            )
        },
        "right_to_work": {
            "words": _(
                "Say when and where you could show it, or give a share code. Send no copy of a passport here."
            )
        },
        "": {"words": _("Who gave it and how long it took.")},
    }
