"""What an enquiry needs, and the message that is made of it, as pure functions."""

import re
from collections.abc import Iterator, Sequence

from marketplace.enquiries import rules
from marketplace.enquiries.schemas import Askable, NewEnquiry
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

MOST_SUPPORT_TYPES = 30
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?)\s*[0-9][a-z]{2}\b", re.IGNORECASE)
_OUTCODE = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?\b", re.IGNORECASE)


def area_words(text: str) -> str:
    """Where somebody is, as they typed it, with the first half only of each postcode."""
    return _POSTCODE.sub(lambda found: found[1].upper(), text)


def find_outcode(text: str) -> str | None:
    """The first half of the postcode that somebody typed, if they did."""
    found = _OUTCODE.search(area_words(text))
    return found[0].upper() if found else None


def message_of(new: NewEnquiry, support_labels: Sequence[str]) -> str:
    """The message that the provider reads. Each line is one thing; what was left empty is left out."""
    lines = [
        _("I would like help with: %(what)s.", what=", ".join(support_labels)) if support_labels else "",
        _("When: %(when)s", when=new.when) if new.when else "",
        _("Where, roughly: %(where)s", where=area_words(new.where)) if new.where else "",
    ]
    facts = "\n".join(line for line in lines if line)
    return "\n\n".join(part for part in (facts, new.words.strip()) if part)


def check_new(new: NewEnquiry, message: str) -> Iterator[Problem]:
    """What is missing from what somebody wants."""
    if not new.support_types and not new.words.strip():
        yield Problem(field="words", message=_("Say what you would like help with."))
    else:
        yield from rules.check_message(message)
    for field, text in (("when", new.when), ("where", new.where)):
        if len(text) > rules.LONGEST_LINE:
            yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=rules.LONGEST_LINE))
    yield from rules.check_name(new.name)


def check_number(asked: int, found: int) -> Iterator[Problem]:
    """Whether so many can be asked at once, and whether they are all there."""
    if not asked:
        yield Problem(field="listing", message=_("Choose whom you want to ask."))
    elif asked > rules.MOST_LISTINGS:
        message = _("You can ask %(num)s at once. Choose fewer.", num=rules.MOST_LISTINGS)
        yield Problem(field="listing", message=message)
    elif found < asked:
        message = _("One of those that you chose is not shown any more. Look at your choice again.")
        yield Problem(field="listing", message=message)


def why_not(listing: Askable) -> str:
    """Why a listing cannot be asked; empty when it can."""
    if listing.is_own:
        return _("%(title)s is your own listing.", title=listing.title)
    if not listing.has_people:
        return _(
            "%(title)s does not read messages here yet. Somebody else can help you to reach them.",
            title=listing.title,
        )
    if listing.open_conversation is not None:
        return _("You are in touch with %(title)s already: see your messages.", title=listing.title)
    if listing.is_blocked_by_own:
        return _("You have blocked %(name)s. Let them write again first.", name=listing.provider_name)
    if listing.is_blocked:
        return _("You cannot send a message to %(title)s.", title=listing.title)
    return ""


def check_listings(listings: Sequence[Askable]) -> Iterator[Problem]:
    """Whether all of them can be asked."""
    for listing in listings:
        if words := why_not(listing):
            yield Problem(field="listing", message=words)
