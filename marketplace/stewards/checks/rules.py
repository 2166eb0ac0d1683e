"""Which fields a kind of check has, and what a provider says of it in words."""

from datetime import date

from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.listings.evidence.rules import fields_of, level_words
from marketplace.listings.evidence.schemas import Claim, ClaimStatus
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

OF_EVERY_KIND = frozenset({"checked_on", "expires_on", "seen_on", "note"})


def shown_fields(kind: str) -> frozenset[str]:
    """The fields of the form that a kind of check has."""
    asked = set(fields_of(kind))
    return OF_EVERY_KIND | (asked & {"level"}) | ({"number"} if kind == "references" else set())


def claim_rows(claim: Claim) -> list[tuple[str, str]]:
    """What the provider says, as names and values; what was not said is left out."""
    facts = claim.facts
    rows = [
        (_("What"), kind_words(facts.kind)),
        (_("Level"), level_words().get(facts.level, facts.level)),
        (_("Date on it"), day_of_year(facts.checked_on) if facts.checked_on else ""),
        (_("Until when it holds"), day_of_year(facts.expires_on) if facts.expires_on else ""),
        (_("It covers"), pounds(facts.amount_pence) if facts.amount_pence else ""),
        (_("Number"), facts.reference),
        (_("People who can be asked"), str(facts.number or "")),
        (_("In their words"), facts.words),
    ]
    return [(name, value) for name, value in rows if value]


def kind_words(kind: str) -> str:
    """What a kind of check is called."""
    return taxonomies.label(Taxonomy.CHECK, kind)


def line_of(claim: Claim, today: date) -> tuple[Claim, str, str, str]:
    """A claim with what it is, how it is in a word or two, and the colour of that."""
    if claim.status is ClaimStatus.ACCEPTED and not claim.is_in_date(today):
        return claim, kind_words(claim.facts.kind), _("Run out"), "red"
    if claim.is_only_said:
        return claim, kind_words(claim.facts.kind), _("Said, nothing sent in"), "grey"
    state, colour = {
        ClaimStatus.WAITING: (_("Waits"), "blue"),
        ClaimStatus.ACCEPTED: (_("Accepted"), "green"),
        ClaimStatus.REFUSED: (_("Not accepted"), "red"),
        ClaimStatus.REPLACED: (_("Replaced"), "grey"),
        ClaimStatus.ENDED: (_("Taken back"), "grey"),
    }[claim.status]
    return claim, kind_words(claim.facts.kind), state, colour


def seen_words(claim: Claim, who: str) -> str:
    """Which evidence a steward saw, who it was, and when."""
    return _(
        "%(what)s: %(who)s saw it on %(when)s",
        what=kind_words(claim.facts.kind),
        who=who,
        when=day_of_year(claim.seen_on) if claim.seen_on else "",
    )


def decided_words(claim: Claim, who: str, when: str) -> str:
    """What became of a claim that does not wait; "" for one that does."""
    return {
        ClaimStatus.WAITING: "",
        ClaimStatus.ACCEPTED: _(
            "%(who)s saw it on %(day)s and accepted it on %(when)s.",
            who=who,
            day=day_of_year(claim.seen_on) if claim.seen_on else "",
            when=when,
        ),
        ClaimStatus.REFUSED: _("%(who)s did not accept it on %(when)s.", who=who, when=when),
        ClaimStatus.REPLACED: _("A newer one was accepted in its place."),
        ClaimStatus.ENDED: _("The provider took it back."),
    }[claim.status]
