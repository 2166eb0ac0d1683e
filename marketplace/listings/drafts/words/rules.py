"""How long each text may be, which characters it may hold, and no contact details in a PA's public text.

Text is plain text: whatever looks like HTML is shown as it was typed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import ListingDraft, ListingKind


class _Length(NamedTuple):
    """Fewest and most characters of a text."""

    least: int
    most: int


_LENGTHS = {
    "organization.name": _Length(2, 120),
    "organization.description": _Length(0, 2000),
    "organization.website": _Length(0, 300),
    "title": _Length(5, 120),
    "summary": _Length(10, 400),
    "description": _Length(0, 6000),
    "easy_read": _Length(2, 200),
    "costs.description": _Length(0, 200),
    "checks.level": _Length(0, 80),
    "checks.checked_by": _Length(0, 120),
    "photos.alt": _Length(3, 250),
    "venue.name": _Length(0, 120),
    "venue.address": _Length(3, 250),
    "venue.town": _Length(2, 80),
}
MOST_EASY_READ_LINES = 20

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CONTACTS = {
    "email": re.compile(r"[^\s@]@[^\s@]+\.[a-z]{2,}", re.IGNORECASE),
    "telephone": re.compile(r"(?<![\d£])(?:\+\s*44|0)(?:[\s().-]*\d){9,10}(?!\d)"),
    "postcode": re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[abd-hjlnp-uw-z]{2}\b", re.IGNORECASE),
    "web address": re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
}
_FIRST_NAME_AND_INITIAL = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*(?: [^\W\d_]\.?)?")
_WEBSITE = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)


def check_words(draft: ListingDraft) -> Iterator[Problem]:
    """What is wrong with the texts of a draft."""
    texts = list(texts_of(draft))
    whole = "\n".join(text for _field, text in texts)
    is_printable = _UNPRINTABLE.search(whole) is None
    for field, text in texts:
        yield from _check_text(field, text, is_printable=is_printable)
    if len(draft.easy_read) > MOST_EASY_READ_LINES:
        yield Problem(
            field="easy_read", message=_("Say it in %(num)s lines or fewer.", num=MOST_EASY_READ_LINES)
        )
    website = draft.organization.website
    if website is not None and not _WEBSITE.fullmatch(website):
        yield Problem(
            field="organization.website",
            message=_("Give the whole address of the website, such as https://www.example.org"),
        )
    if draft.kind is ListingKind.PERSONAL_ASSISTANT:
        yield from _check_personal_assistant(draft)
        if _has_contacts(whole):
            yield from _check_contacts(texts)


def texts_of(draft: ListingDraft) -> Iterator[tuple[str, str]]:
    """Every free text of a draft, with its field; items of lists have their number in it ("easy_read.0")."""
    organization, venue = draft.organization, draft.venue
    yield "organization.name", organization.name
    yield "organization.description", organization.description
    yield "organization.website", organization.website or ""
    yield "title", draft.title
    yield "summary", draft.summary
    yield "description", draft.description
    for number, line in enumerate(draft.easy_read):
        yield f"easy_read.{number}", line
    for number, cost in enumerate(draft.costs):
        yield f"costs.{number}.description", cost.description
    for number, check in enumerate(draft.checks):
        yield f"checks.{number}.level", check.level
        yield f"checks.{number}.checked_by", check.checked_by
    for number, photo in enumerate(draft.photos):
        yield f"photos.{number}.alt", photo.alt
    if venue:
        yield "venue.name", venue.name
        yield "venue.address", venue.address
        yield "venue.town", venue.town


@lru_cache(maxsize=1024)
def _length_of(field: str) -> _Length:
    return _LENGTHS[".".join(part for part in field.split(".") if not part.isdigit())]


def _check_text(field: str, text: str, *, is_printable: bool) -> Iterator[Problem]:
    length = _length_of(field)
    size = len(text.strip())
    if not is_printable and _UNPRINTABLE.search(text):
        yield Problem(
            field=field,
            message=_("This holds a character that cannot be shown. Type it again in plain words."),
        )
    elif size == 0 and length.least:
        yield Problem(field=field, message=_missing(field))
    elif size < length.least:
        yield Problem(field=field, message=_("Write at least %(num)s characters.", num=length.least))
    elif size > length.most:
        yield Problem(
            field=field,
            message=_("Write at most %(num)s characters; this has %(size)s.", num=length.most, size=size),
        )


def _missing(field: str) -> str:
    if field == "title":
        return _("Give it a title that says what people get, such as “Swimming with support”.")
    if field == "summary":
        return _("Say in a sentence or two what you offer and for whom.")
    if field.endswith(".alt"):
        return _("Say in a few words what the picture shows, for people who cannot see it.")
    if field == "venue.address":
        return _("Write the street and number of the place.")
    if field == "venue.town":
        return _("Write the town or village where the place is.")
    return _("This is needed.")


def _check_personal_assistant(draft: ListingDraft) -> Iterator[Problem]:
    """A PA is a private person: a first name, and no way round the first message through this site."""
    if not _FIRST_NAME_AND_INITIAL.fullmatch(draft.organization.name.strip()):
        yield Problem(
            field="organization.name",
            message=_("Show a personal assistant by first name and initial only, such as “Amina K.”"),
        )
    if draft.organization.website:
        yield Problem(
            field="organization.website",
            message=_(
                "A personal assistant's page shows no website: people write to them through this site."
            ),
        )


def _check_contacts(texts: list[tuple[str, str]]) -> Iterator[Problem]:
    for field, text in texts:
        if field != "organization.website" and _has_contacts(text):
            yield Problem(
                field=field,
                message=_(
                    "Leave out phone numbers, email addresses, postcodes and web addresses: "
                    "people write to a personal assistant through this site."
                ),
            )


def _has_contacts(text: str) -> bool:
    return any(pattern.search(text) for pattern in _CONTACTS.values())


def contacts_in(text: str) -> set[tuple[str, str]]:
    """Each contact in a text: its kind ("email", "telephone", "postcode", "web address") and its letters."""
    return {(kind, found.group()) for kind, pattern in _CONTACTS.items() for found in pattern.finditer(text)}
