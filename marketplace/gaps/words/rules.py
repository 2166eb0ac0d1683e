"""What a council's words may be, and how they are read. Pure."""

import re
from collections.abc import Iterator

from marketplace.councils.checking.rules import is_mail_address, is_web_address
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

LONGEST_WORDS = 6_000
LONGEST_LINE = 200
TEXTS = ("quality", "ambitions", "looking_for", "working_with_us")
_BULLETS = "-\u2013\u2014\u2022*\u00b7"
_LETTERS_OF_A_NUMBER = re.compile(r"[0-9+()\-. /]*(?:ext\.? ?[0-9]+)?", re.IGNORECASE)


def check_words(words: MarketWords) -> list[Problem]:
    """What is wrong with words that are to be kept."""
    return [*_too_long(words), *_contact(words)]


def check_publishing(words: MarketWords) -> list[Problem]:
    """What is missing before everybody may read them."""
    problems = []
    if not words.has_text:
        problems.append(
            Problem(
                field="looking_for",
                message=_("Write something before you publish, for example what you are looking for"),
            )
        )
    if not words.has_contact:
        problems.append(
            Problem(
                field="contact_email",
                message=_("Say how providers reach you: an email address, a phone number or a web page"),
            )
        )
    return problems


def _too_long(words: MarketWords) -> Iterator[Problem]:
    lines = ("contact_name", "contact_email", "contact_phone", "contact_url")
    for field, most in (
        *((name, LONGEST_WORDS) for name in TEXTS),
        *((name, LONGEST_LINE) for name in lines),
    ):
        if len(getattr(words, field)) > most:
            yield Problem(field=field, message=_("Write at most %(most)s characters", most=most))


def _contact(words: MarketWords) -> Iterator[Problem]:
    if words.contact_email and not is_mail_address(words.contact_email):
        yield Problem(
            field="contact_email", message=_("Enter an email address such as market@example.gov.uk")
        )
    if words.contact_phone and not _LETTERS_OF_A_NUMBER.fullmatch(words.contact_phone):
        yield Problem(field="contact_phone", message=_("Enter a phone number such as 01234 567890"))
    if words.contact_url and not is_web_address(words.contact_url):
        yield Problem(field="contact_url", message=_("A web address begins with https://"))


def points(text: str) -> tuple[str, ...]:
    """Things one a line; signs of a list and empty lines are passed over."""
    lines = (line.strip().lstrip(_BULLETS).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def paragraphs(text: str) -> tuple[str, ...]:
    """Parts between empty lines; what else is a line stays one sentence after the other."""
    parts = re.split(r"\n\s*\n", text)
    return tuple(joined for part in parts if (joined := " ".join(part.split())))
