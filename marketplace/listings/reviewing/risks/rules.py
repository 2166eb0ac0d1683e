"""What makes a request one to look at with care: codes, the gravest first, and what they mean in words."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.words.rules import contacts_in, texts_of
from marketplace.listings.editing.risks import rules as written
from marketplace.listings.editing.schemas import Fact, Reading
from marketplace.listings.reviewing.risks.schemas import Around
from marketplace.listings.schemas import CostOption, CostUnit, ListingDraft, ListingKind

SAFEGUARDING = "safeguarding"
"""Not found by these rules: concerns are another room's, which the page asks."""
FAR_MILES = 20
MOST_CHANGE = 1.5
"""A lowest price that grew by more than this factor, or shrank by it, is odd."""
_USUAL_PENCE = {
    CostUnit.HOUR: (3_00, 60_00),
    CostUnit.SESSION: (1_00, 150_00),
    CostUnit.DAY: (5_00, 500_00),
    CostUnit.NIGHT: (20_00, 500_00),
    CostUnit.WEEK: (10_00, 2_500_00),
    CostUnit.TRIP: (10, 100_00),
}
_LOWEST_WAGE_PENCE = 12_00
"""An hour of a personal assistant for less would hardly be the minimum wage."""
_PUBLIC_ADDRESSES = frozenset({"organization.website", "venue.name", "venue.address", "venue.town"})
_REACHED_BY = frozenset({"email", "telephone", "postcode"})


def find_risks(reading: Reading, settings: CouncilSettings, around: Around, today: date) -> tuple[str, ...]:
    """Codes of what a steward should look at first, the gravest first."""
    found = {
        *written.find_risks(reading, settings),
        *_in_words(reading.draft, reading.before),
        *_in_prices(reading.draft, reading.before),
        *_in_evidence(reading, settings, today),
        *_around(around),
    }
    return tuple(code for code in risk_words() if code in found)


def risk_words() -> dict[str, str]:
    """What each code means, the gravest first."""
    by_writing = written.risk_labels()
    first = ("unregistered_care", "new_personal_care", "children", "missing_checks")
    ours = {
        "expiring_checks": _("A check runs out soon or has run out"),
        "contacts": _("Phone, email or postcode in the text"),
        "links": _("A web address in the text"),
        "price_odd": _("A price that is unusual"),
        "price_jumped": _("A price that changed a lot"),
        "moved": _("Starts from far away of before, or in another council"),
        "new_provider": _("New provider"),
        "duplicate": _("May be listed already"),
    }
    return {
        SAFEGUARDING: _("A safeguarding concern is open"),
        **{code: by_writing[code] for code in first if code in by_writing},
        **ours,
        **by_writing,
    }


def words_for(codes: Iterable[str]) -> tuple[str, ...]:
    """What codes mean, the gravest first; codes of a later time are passed over."""
    chosen = set(codes)
    return tuple(words for code, words in risk_words().items() if code in chosen)


def _in_words(draft: ListingDraft, before: ListingDraft | None) -> Iterator[str]:
    """Ways round this site that were not in the text before."""
    kinds = {kind for kind, _found in _contacts_of(draft) - (_contacts_of(before) if before else set())}
    if kinds & _REACHED_BY:
        yield "contacts"
    if kinds - _REACHED_BY:
        yield "links"


def _contacts_of(draft: ListingDraft) -> set[tuple[str, str]]:
    return {
        contact
        for field, text in texts_of(draft)
        if field not in _PUBLIC_ADDRESSES
        for contact in contacts_in(text)
    }


def _in_prices(draft: ListingDraft, before: ListingDraft | None) -> Iterator[str]:
    known = set(before.costs) if before else set()
    if any(_is_odd(cost, draft.kind) for cost in draft.costs if cost not in known):
        yield "price_odd"
    if before is not None and any(_jumped(cost, before.costs) for cost in draft.costs):
        yield "price_jumped"


def _is_odd(cost: CostOption, kind: ListingKind) -> bool:
    if cost.unit not in _USUAL_PENCE:
        return False
    least, most = _USUAL_PENCE[cost.unit]
    if kind is ListingKind.PERSONAL_ASSISTANT and cost.unit is CostUnit.HOUR:
        least = _LOWEST_WAGE_PENCE
    highest = cost.amount_pence if cost.amount_to_pence is None else cost.amount_to_pence
    return cost.amount_pence < least or highest > most


def _jumped(cost: CostOption, before: Iterable[CostOption]) -> bool:
    """Its unit had prices, and none of them is near."""
    known = [each.amount_pence for each in before if each.unit is cost.unit and each.amount_pence]
    if not known or not cost.amount_pence:
        return False
    return all(max(cost.amount_pence / pence, pence / cost.amount_pence) > MOST_CHANGE for pence in known)


def _in_evidence(reading: Reading, settings: CouncilSettings, today: date) -> Iterator[str]:
    soon = today + timedelta(days=settings.warn_days)
    needed = set(settings.required_checks.get(reading.draft.kind, ()))
    if any(_runs_out(fact, soon) for fact in reading.facts):
        yield "expiring_checks"
        return
    last = {
        kind: max((check.expires_on or date.max) for check in reading.draft.checks if check.kind == kind)
        for kind in {check.kind for check in reading.draft.checks} & needed
    }
    if any(day <= soon for day in last.values()):
        yield "expiring_checks"


def _runs_out(fact: Fact, soon: date) -> bool:
    return fact.expires_on is not None and fact.expires_on <= soon


def _around(around: Around) -> Iterator[str]:
    if around.has_other_council or (around.moved_miles or 0) > FAR_MILES:
        yield "moved"
    if around.is_new_provider:
        yield "new_provider"
    if around.has_duplicates:
        yield "duplicate"
