"""Finds what was meant in a list."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from rapidfuzz import process

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.cells.rules import CellError
from marketplace.taxonomies.schemas import Term

_SEPARATORS = re.compile(r"[;\n|•]")
_NOT_WORD = re.compile(r"[^\w+]+")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_LIKE_ENOUGH = 70


class Choices(Struct, frozen=True, kw_only=True):
    """A list as it can be written: squashed words -> code, and code -> label."""

    codes: dict[str, str]
    labels: dict[str, str]


def squash(text: str) -> str:
    """Words alone, in small letters: "Art & Crafts!" -> "art and crafts"."""
    return _NOT_WORD.sub(" ", text.lower().replace("&", " and ").replace("_", " ")).strip()


def make_choices(terms: Iterable[Term], thesaurus: Mapping[str, tuple[str, ...]]) -> Choices:
    """What can be written for each term: its label, with and without brackets, its code, words that mean it.

    A word of the thesaurus counts only if it means one term of this list.
    """
    terms = tuple(terms)
    codes: dict[str, str] = {}
    for term in terms:
        for text in (term.code, term.label, _IN_BRACKETS.sub("", term.label)):
            codes.setdefault(squash(text), term.code)
        for inside in re.findall(r"\(([^)]*)\)", term.label):
            codes.setdefault(squash(inside), term.code)
    said: dict[str, set[str]] = {}
    for word, meanings in thesaurus.items():
        said.setdefault(squash(word), set()).update(
            codes[squash(meaning)] for meaning in meanings if squash(meaning) in codes
        )
    for word, meant in said.items():
        if len(meant) == 1:
            codes.setdefault(word, next(iter(meant)))
    return Choices(codes=codes, labels={term.code: term.label for term in terms})


def read_choices(text: str, choices: Choices) -> tuple[str, ...]:
    """Read several choices, separated by semicolons, new lines or commas; each code once, in order.

    Raises:
        CellError: one is not known, with the nearest that is.
    """
    found: dict[str, None] = {}
    for part in _SEPARATORS.split(text):
        if not squash(part):
            continue
        whole = choices.codes.get(squash(part))
        for piece in [part] if whole else part.split(","):
            if squash(piece):
                found[read_choice(piece, choices)] = None
    return tuple(found)


def read_choice(text: str, choices: Choices) -> str:
    """Read one choice.

    Raises:
        CellError: it is not known, with the nearest that is.
    """
    code = choices.codes.get(squash(text))
    if code is not None:
        return code
    near = process.extractOne(squash(text), choices.codes.keys(), score_cutoff=_LIKE_ENOUGH)
    if near is None:
        raise CellError(
            _("We do not know “%(text)s”. Look at the sheet of allowed values.", text=text.strip()[:60])
        )
    label = choices.labels[choices.codes[near[0]]]
    raise CellError(
        _("We do not know “%(text)s”. Did you mean “%(label)s”?", text=text.strip()[:60], label=label)
    )
