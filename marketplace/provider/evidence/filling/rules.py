"""Turns answers about checks into what the form of a claim shows, and claims into answers. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from marketplace.listings.editing.needs.rules import TRAINING
from marketplace.listings.editing.numbers.rules import day, write_date
from marketplace.listings.editing.reading.rules import text_of
from marketplace.listings.editing.schemas import Answers, Fact
from marketplace.listings.evidence.schemas import Claim, ClaimStatus


def claim_fields(kind: str, said: Answers) -> dict[str, Any]:
    """What the form of a claim can be filled with; dates that cannot be read are left out."""
    if kind not in {"dbs", "insurance", "data_protection"} or text_of(said, kind) != "yes":
        return {}
    by_kind: dict[str, dict[str, Any]] = {
        "dbs": {"level": text_of(said, "dbs_level"), "checked_on": _day(said, "dbs_on")},
        "insurance": {"expires_on": _day(said, "insurance_until")},
        "data_protection": {"reference": text_of(said, "data_protection_number")},
    }
    return {name: value for name, value in by_kind[kind].items() if value}


def answers_from(claims: Iterable[Claim], today: date) -> Answers:
    """What claims that wait or stand say, as answers; `claims` come newest first."""
    answers: Answers = {}
    for claim in claims:
        if is_there(claim, today):
            for name, value in _answers_of(claim).items():
                answers.setdefault(name, value)
    training = {claim.facts.kind for claim in claims if is_there(claim, today)}.intersection(TRAINING)
    if training:
        answers["training"] = [code for code in TRAINING if code in training]
    return answers


def is_there(claim: Claim, today: date) -> bool:
    """Whether a claim waits for a steward, or was accepted and has not run out."""
    return claim.status is ClaimStatus.WAITING or claim.is_in_date(today)


def kinds_without(facts: Iterable[Fact], claims: Iterable[Claim], today: date) -> tuple[str, ...]:
    """Kinds of checks that were said, of which no papers were sent in yet."""
    sent = {claim.facts.kind for claim in claims if is_there(claim, today) and not claim.is_only_said}
    return tuple(fact.kind for fact in facts if fact.kind not in sent)


def _answers_of(claim: Claim) -> Answers:
    facts = claim.facts
    answers: dict[str, Answers] = {
        "dbs": {"dbs": "yes", "dbs_level": facts.level, "dbs_on": write_date(facts.checked_on)},
        "insurance": {"insurance": "yes", "insurance_until": write_date(facts.expires_on)},
        "references": {"references": "yes"},
        "data_protection": {"data_protection": "yes", "data_protection_number": facts.reference},
    }
    return answers.get(facts.kind, {})


def _day(said: Answers, field: str) -> date | None:
    return day(field, text_of(said, field), [])
