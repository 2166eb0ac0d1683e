"""What is wrong with a need, a consent or a choice of providers, as pure functions, in plain words."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.schemas import Consent, NewConsent, NewReferral, ShareWith

LONGEST_REFERENCE, LONGEST_NAME, LONGEST_CONTACT, LONGEST_WORDS = 30, 40, 300, 2_000
MOST_HOURS = 168.0
MOST_PROVIDERS = 10
MOST_SUPPORT_TYPES = 12
ANSWER_DAYS = (1, 28)
MOST_NAMES = 2
OLDEST_CONSENT = timedelta(days=183)
"""Consent of longer ago is asked for again before anybody new is told; the database keeps it too."""

Known = Mapping[str, frozenset[str]]
"""Codes of the taxonomies by name: "support_type", "care_group", "day", "language"."""

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]*")
_NHS = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")
_NATIONAL_INSURANCE = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[A-Da-d](?![A-Za-z])"
)
_PHONE = re.compile(r"(?<![0-9])(?:\+44|0)[ ()-]*[1-9](?:[ ()-]*[0-9]){8,9}(?![0-9])")
_POSTCODE = re.compile(r"(?<![a-z0-9])[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}(?![a-z0-9])", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S")
_DATE = re.compile(r"(?<![0-9])[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})(?![0-9])")
_SQUASHED_DATE = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}")
_NHS_DIGITS = 10
_MODULUS = 11


def check_new(new: NewReferral, known: Known) -> Iterator[Problem]:
    """What is wrong with a need."""
    yield from check_reference(new.reference)
    if not 1 <= len(new.support_types) <= MOST_SUPPORT_TYPES:
        message = _("Choose what support is needed: from one to %(num)s kinds.", num=MOST_SUPPORT_TYPES)
        yield Problem(field="support_types", message=message)
    for field, taxonomy in (("support_types", "support_type"), ("days", "day"), ("languages", "language")):
        if not set(getattr(new, field)) <= known[taxonomy]:
            yield Problem(field=field, message=_("Choose from the list."))
    if new.care_group not in known["care_group"]:
        yield Problem(field="care_group", message=_("Choose the group that fits best."))
    if new.hours_per_week is not None and not 0 < new.hours_per_week <= MOST_HOURS:
        message = _("Enter hours a week from 0.5 to 168, or leave it empty.")
        yield Problem(field="hours_per_week", message=message)
    yield from _check_words(new.words, "words")


def check_reference(reference: str) -> Iterator[Problem]:
    """What is wrong with the council's own reference: it must not say who somebody is to anybody else."""
    message = _wrong_reference(reference)
    if message:
        yield Problem(field="reference", message=message)


def _wrong_reference(reference: str) -> str:
    if not reference:
        return _("Enter your own reference for this person, such as LAS-20417.")
    if len(reference) > LONGEST_REFERENCE:
        return _("Use %(num)s letters or fewer.", num=LONGEST_REFERENCE)
    squashed = re.sub(r"[\W_]|(?i:nhs(no|number)?)", "", reference)
    if is_nhs_number(squashed) and re.fullmatch("[0-9]+", squashed):
        return _(
            "This looks like an NHS number, which we must not keep. If it is your own reference, write "
            "letters before it, such as LAS-%(number)s.",
            number=squashed,
        )
    if _SQUASHED_DATE.fullmatch(squashed):
        return _("This looks like a date of birth. If it is your own reference, write letters before it.")
    return _wrong_form(reference)


def _wrong_form(reference: str) -> str:
    if not re.search("[0-9]", reference):
        return _("This looks like a name. Enter a reference with a number in it, such as LAS-20417.")
    if not _REFERENCE.fullmatch(reference):
        return _("Write the reference without spaces, with letters, numbers and dashes only.")
    for shape in (_NATIONAL_INSURANCE, _PHONE):
        if shape.search(reference):
            return _("This looks like a number that tells who somebody is. Enter your own reference.")
    return ""


def tells_who(text: str) -> str:
    """What to say of a text in which something stands that tells who somebody is; "" when nothing does."""
    if any(is_nhs_number(found.group()) for found in _NHS.finditer(text)):
        return _("This has an NHS number in it, which we must not keep. Leave it out.")
    if _NATIONAL_INSURANCE.search(text):
        return _("This has a National Insurance number in it, which we must not keep. Leave it out.")
    if _MAIL.search(text):
        return _("This has an email address in it. Leave it out here.")
    if _PHONE.search(text):
        return _("This has a phone number in it. Leave it out here.")
    if _DATE.search(text):
        return _("This has a full date in it, which may be a date of birth. Write the month only.")
    return ""


def is_nhs_number(text: str) -> bool:
    """Whether ten digits have the check digit of an NHS number."""
    digits = [int(sign) for sign in text if sign in "0123456789"]
    if len(digits) != _NHS_DIGITS or not any(digits):
        return False
    rest = sum(digit * (_NHS_DIGITS - place) for place, digit in enumerate(digits[:-1])) % _MODULUS
    return (_MODULUS - rest) % _MODULUS == digits[-1]


def check_consent(consent: NewConsent, words: str, today: date) -> Iterator[Problem]:
    """What is wrong with a consent; `words` are those that every provider reads who is asked."""
    if consent.given_on > today:
        yield Problem(field="given_on", message=_("This day is still to come. Enter when they agreed."))
    elif not is_recent(consent.given_on, today):
        message = _("This is more than six months ago. Ask again, and enter that day.")
        yield Problem(field="given_on", message=message)
    yield from _check_name(consent.first_name, words)
    if len(consent.contact_way) > LONGEST_CONTACT:
        yield Problem(field="contact_way", message=_("Use %(num)s letters or fewer.", num=LONGEST_CONTACT))


def is_recent(given_on: date | None, today: date) -> bool:
    """Whether somebody new may be told with a consent of this day; never without one."""
    return given_on is not None and today - given_on <= OLDEST_CONSENT


def reaches_more(latest: Consent, today: date) -> bool:
    """Whether what was agreed last reaches providers who are added now: not named ones, nor long ago."""
    return latest.share_with is not ShareWith.NAMED and is_recent(latest.given_on, today)


def check_added(latest: Consent, consent: NewConsent | None, today: date) -> Iterator[Problem]:
    """What is wrong with asking more providers: what was agreed last does not reach them."""
    if consent is not None or reaches_more(latest, today):
        return
    message = _("They agreed more than six months ago. Ask if these may know.")
    if latest.share_with is ShareWith.NAMED:
        message = _("They agreed to the first providers only. Ask if these may know too.")
    yield Problem(field="agreed_again", message=message)


def check_answer_days(days: int) -> Iterator[Problem]:
    """What is wrong with the days that a provider has."""
    lowest, highest = ANSWER_DAYS
    if not lowest <= days <= highest:
        message = _("Enter a number of days from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest)
        yield Problem(field="answer_within_days", message=message)


def check_answer(words: str) -> Iterator[Problem]:
    """What is wrong with a provider's words."""
    if len(words) > LONGEST_WORDS:
        yield Problem(field="words", message=_("Use %(num)s letters or fewer.", num=f"{LONGEST_WORDS:,}"))


def _check_words(words: str, field: str) -> Iterator[Problem]:
    if len(words) > LONGEST_WORDS:
        yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=f"{LONGEST_WORDS:,}"))
    elif says_who := tells_who(words):
        yield Problem(field=field, message=says_who)
    elif _POSTCODE.search(words):
        message = _("This has a full postcode in it. Leave it out: providers see the district.")
        yield Problem(field=field, message=message)


def _check_name(name: str, words: str) -> Iterator[Problem]:
    if len(name) > LONGEST_NAME:
        yield Problem(field="first_name", message=_("Use %(num)s letters or fewer.", num=LONGEST_NAME))
    elif any(sign.isdigit() or sign in "@/" for sign in name) or len(name.split()) > MOST_NAMES:
        yield Problem(field="first_name", message=_("Enter a first name only, with no surname."))
    elif name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE):
        message = _("This name stands in your words, which all who are asked read. Take it out there.")
        yield Problem(field="first_name", message=message)
