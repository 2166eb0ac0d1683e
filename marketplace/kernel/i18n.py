"""Words in the reader's language, by gettext. English is the source.

A language is a folder of `marketplace/locales` with `messages.po` in it; nothing is compiled beforehand. The
language of the request in hand is kept in a context variable, so that rules and services can call `gettext`
without being handed a request.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"
LOCALES = Path(__file__).parents[1] / "locales"

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that can be chosen, English first."""
    return (SOURCE_LANGUAGE, *sorted(path.parent.name for path in LOCALES.glob("*/messages.po")))


@cache
def translations(language: str) -> NullTranslations:
    """The words of a language; English for a language that is not there."""
    path = LOCALES / language / "messages.po"
    if language not in languages() or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in list(catalog):
        if message.pluralizable and not all(message.string or ()):
            catalog.delete(message.id)  # English then, by the English rule
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def use_language(language: str) -> None:
    """Speak this language for the rest of the request; a language that is not there means English."""
    _language.set(language if language in languages() else SOURCE_LANGUAGE)


def current_language() -> str:
    """Code of the language of the request in hand, for the page's `lang`."""
    return _language.get()


def text_direction() -> str:
    """Writing direction of the current language: "ltr" or "rtl"."""
    try:
        return Locale.parse(current_language(), sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def choose_language(asked: str | None, accept_language: str) -> str:
    """Pick a language: the one asked for in the address, else the first of the browser's that is there."""
    offered = (part.partition(";")[0].strip() for part in accept_language.split(",")[:20])
    wanted = [asked or "", *offered]
    for code in wanted:
        for known in languages():
            if code and code.lower().partition("-")[0] == known.lower().partition("-")[0]:
                return known
    return SOURCE_LANGUAGE


def gettext(message: str, **values: object) -> str:
    """The message in the current language, with `%(name)s` filled in from `values`."""
    return _fill(translations(_language.get()).gettext(message), values)


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """The singular or plural message in the current language, with `%(num)s` and `values` filled in."""
    return _fill(plural_form(singular, plural, number), {"num": number, **values})


def plural_form(singular: str, plural: str, number: int) -> str:
    """The singular or plural message in the current language, with nothing filled in."""
    return translations(_language.get()).ngettext(singular, plural, number)


def _fill(message: str, values: Mapping[str, object]) -> str:
    return message % values if values else message
