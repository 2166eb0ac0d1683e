"""From what was typed to a need, and back."""

import re
from typing import Any
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.practitioners.referrals.writing.schemas import ChoiceGroup, NeedForm
from marketplace.referrals.schemas import NewReferral, Referral
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_HOURS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:h|hours?|hrs?)?", re.IGNORECASE)
_USUAL = "english"
NO_HOURS = -1.0
"""Stands for what is no number of hours, which the referrals room refuses."""


def read_hours(text: str) -> float | None:
    """Hours a week as people type them: "3.5", "3,5 hours"; None for nothing typed."""
    if not text:
        return None
    match = _HOURS.fullmatch(text)
    return float(f"{match[1]}.{match[2] or 0}") if match else NO_HOURS


def read_need(form: NeedForm) -> NewReferral:
    """The need that a form says."""
    return NewReferral(
        council_code=form.council.data or "",
        team_id=UUID(form.team.data) if form.team.data else None,
        reference=form.reference.data,
        support_types=tuple(form.support_types.data or ()),
        care_group=form.care_group.data or "",
        place=form.place.data,
        hours_per_week=read_hours(form.hours_per_week.data),
        days=tuple(form.days.data or ()),
        languages=tuple(form.languages.data or ()),
        words=form.words.data,
    )


def typed_need(referral: Referral) -> dict[str, Any]:
    """What stands in the form of a draft."""
    hours = referral.hours_per_week
    return {
        "version": str(referral.version),
        "council": referral.council_code,
        "team": str(referral.team_id) if referral.team_id else "",
        "reference": referral.reference,
        "support_types": list(referral.support_types),
        "care_group": referral.care_group,
        "place": referral.outcode,
        "hours_per_week": f"{hours:g}" if hours is not None else "",
        "days": list(referral.days),
        "languages": list(referral.languages),
        "words": referral.words,
    }


def groups() -> dict[str, tuple[ChoiceGroup, ...]]:
    """The long lists of the page under their headings, by field."""
    languages = taxonomies.terms(Taxonomy.LANGUAGE)
    return {
        "support_types": _by_heading(Taxonomy.SUPPORT_TYPE),
        "languages": (
            ChoiceGroup(label="", terms=tuple(term for term in languages if term.code == _USUAL)),
            ChoiceGroup(
                label=_("Other languages"), terms=tuple(term for term in languages if term.code != _USUAL)
            ),
        ),
    }


def _by_heading(taxonomy: Taxonomy) -> tuple[ChoiceGroup, ...]:
    terms = taxonomies.terms(taxonomy)
    headed = [
        ChoiceGroup(label=heading.label, terms=tuple(term for term in terms if term.parent == heading.code))
        for heading in taxonomies.headings(taxonomy)
    ]
    bare = ChoiceGroup(label="", terms=tuple(term for term in terms if not term.parent))
    return (bare, *headed) if bare.terms else tuple(headed)
