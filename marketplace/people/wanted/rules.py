"""From what was typed to a wish, and back; what pages of adverts say."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import read_pence, typed_pounds
from marketplace.people.wanted.schemas import FOR_MYSELF, AdvertForm
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy, Term
from marketplace.wanted.schemas import Advert, AdvertKind, AdvertStatus, GenderReason, Wish

LIST_PATH = "/wanted"
PATH = f"{LIST_PATH}/{{advert_id:uuid}}"
UNREADABLE = -1
"""Stands for what is no number, which the wanted room refuses."""
_HOURS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:h|hours?|hrs?)?", re.IGNORECASE | re.ASCII)
_BESIDE = re.compile(r"\s*(?:pounds?|an hour|a session)\s*$", re.IGNORECASE)
_USUAL = "english"

Groups = tuple[dict[str, object], ...]


def advert_url(advert_id: UUID) -> str:
    """The page of one advert."""
    return f"{LIST_PATH}/{advert_id}"


def read_kind(text: object) -> AdvertKind | None:
    """What is looked for, out of an address or a form."""
    return next((kind for kind in AdvertKind if kind.value == text), None)


def read_wish(form: AdvertForm, kind: AdvertKind) -> Wish:
    """The wish that a form says."""
    is_assistant = kind is AdvertKind.PERSONAL_ASSISTANT
    reason = form.gender_reason.data if is_assistant and form.gender.data else None
    return Wish(
        kind=kind,
        support_types=tuple(form.support_types.data or ()),
        skills=form.skills.data,
        languages=tuple(form.languages.data or ()),
        gender=(form.gender.data or "") if is_assistant else "",
        gender_reason=GenderReason(reason) if reason else None,
        gender_words=form.gender_words.data,
        needs_driver=is_assistant and bool(form.needs_driver.data),
        hours_per_week=read_hours(form.hours_per_week.data),
        times=read_times(form.days.data or (), form.parts.data or ()),
        times_words=form.times_words.data,
        rate_from_pence=read_pounds(form.rate_from_pence.data),
        rate_to_pence=read_pounds(form.rate_to_pence.data),
        words=form.words.data,
        acting_for=_read_acting_for(form),
    )


def typed_wish(advert: Advert) -> dict[str, Any]:
    """What stands in the form of an advert. The postcode is not known any more."""
    wish = advert.wish
    chosen = [each.split(".") for each in wish.times]
    return {
        "version": str(advert.version),
        "kind": wish.kind.value,
        "acting_for": str(wish.acting_for or FOR_MYSELF),
        "support_types": list(wish.support_types),
        "words": wish.words,
        "place": "",
        "days": list(dict.fromkeys(day for day, _part in chosen)),
        "parts": list(dict.fromkeys(part for _day, part in chosen)),
        "times_words": wish.times_words,
        "hours_per_week": "" if wish.hours_per_week is None else f"{wish.hours_per_week:g}",
        "rate_from_pence": typed_pounds(wish.rate_from_pence),
        "rate_to_pence": typed_pounds(wish.rate_to_pence),
        "skills": wish.skills,
        "needs_driver": wish.needs_driver,
        "languages": list(wish.languages),
        "gender": wish.gender,
        "gender_reason": wish.gender_reason.value if wish.gender_reason else None,
        "gender_words": wish.gender_words,
    }


def read_times(days: Iterable[str], parts: Iterable[str]) -> tuple[str, ...]:
    """Each chosen day with each chosen part of it; all days or all parts where only the other is chosen."""
    chosen_days, chosen_parts = set(days), set(parts)
    if not chosen_days and not chosen_parts:
        return ()
    return tuple(
        f"{day.code}.{part.code}"
        for day in taxonomies.terms(Taxonomy.DAY)
        for part in taxonomies.terms(Taxonomy.TIME)
        if (not chosen_days or day.code in chosen_days) and (not chosen_parts or part.code in chosen_parts)
    )


def read_hours(text: str) -> float | None:
    """Hours a week as people type them: "3.5", "3,5 hours"; None for nothing typed."""
    if not text:
        return None
    match = _HOURS.fullmatch(text)
    return float(f"{match[1]}.{match[2] or 0}") if match else float(UNREADABLE)


def read_pounds(text: str) -> int | None:
    """Pence of what people type: "£13.50", "13.5", "13"; None for nothing typed."""
    if not text:
        return None
    pence = read_pence(_BESIDE.sub("", text))
    return UNREADABLE if pence is None else pence


def groups() -> dict[str, Groups]:
    """The long lists of the page under their headings, by field."""
    terms = taxonomies.terms(Taxonomy.SUPPORT_TYPE)
    languages = taxonomies.terms(Taxonomy.LANGUAGE)
    return {
        "support_types": tuple(
            _group(heading.label, (term for term in terms if term.parent == heading.code))
            for heading in taxonomies.headings(Taxonomy.SUPPORT_TYPE)
        ),
        "languages": (
            _group("", (term for term in languages if term.code == _USUAL)),
            _group(_("Other languages"), (term for term in languages if term.code != _USUAL)),
        ),
    }


def left_words(days: int) -> str:
    """How long an advert is still shown."""
    if days <= 0:
        return _("Shown until today")
    return ngettext("Shown for %(num)s more day", "Shown for %(num)s more days", days)


def new_words(day: date) -> str:
    """When its owner was told of a listing: "New since 3 November 2026"."""
    return _("New since %(day)s", day=day_of_year(day))


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "kept": _("Kept. Nobody sees it yet: read it through, and send it to be checked."),
        "sent": _("Sent. A steward looks at it, and we tell you by email."),
        "taken-back": _("It is yours again. Nobody looks at it until you send it."),
        "renewed": _("It is shown for another 60 days."),
        "filled": _("We are glad that you found somebody. Nobody sees the advert any more."),
        "withdrawn": _("The advert is taken down. Nobody sees it any more."),
        "discarded": _("It is deleted."),
    }.get(code, "")


def what_next(advert: Advert) -> str:
    """Where it is, in a sentence."""
    return {
        AdvertStatus.WRITING: _("Nobody sees this yet. Read it through, and send it to be checked."),
        AdvertStatus.SUBMITTED: _("A steward reads it before anybody else does. We tell you by email."),
        AdvertStatus.RETURNED: _("A steward asks you to change something. Then send it again."),
        AdvertStatus.REJECTED: _("A steward looked at it. It cannot be shown."),
        AdvertStatus.PUBLISHED: _(
            "Checked providers near you see this. They do not see your name, your address or your email."
        ),
        AdvertStatus.FILLED: _("You found somebody. Nobody sees it any more."),
        AdvertStatus.EXPIRED: _("Its time is up. Nobody sees it any more."),
        AdvertStatus.WITHDRAWN: _("You took it down. Nobody sees it any more."),
    }[advert.status]


def _read_acting_for(form: AdvertForm) -> UUID | None:
    return None if form.acting_for.data in {None, "", FOR_MYSELF} else UUID(form.acting_for.data)


def _group(label: str, terms: Iterable[Term]) -> dict[str, object]:
    return {"label": label, "terms": tuple(terms)}
