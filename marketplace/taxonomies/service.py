"""The door of the taxonomies room: the lists people choose from, and the thesaurus of search."""

from functools import cache
from pathlib import Path

import structlog
from msgspec.structs import replace

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies import repository, rules
from marketplace.taxonomies.schemas import Taxonomy, Term

OWN_THESAURUS = "thesaurus.csv"
"""Name of a council's own thesaurus in its folder of words."""

log = structlog.get_logger()
_in_use: dict[Path | None, tuple[tuple[int, int] | None, dict[str, tuple[str, ...]]]] = {}
"""By folder: which version of the file was read, and what it says."""


@cache
def _all_terms(taxonomy: Taxonomy) -> dict[str, Term]:
    return {term.code: term for term in repository.read_terms(taxonomy)}


@cache
def _heading_codes(taxonomy: Taxonomy) -> frozenset[str]:
    return frozenset(term.parent for term in _all_terms(taxonomy).values() if term.parent)


@cache
def codes(taxonomy: Taxonomy) -> frozenset[str]:
    """Every code that can be chosen; headings cannot."""
    return frozenset(_all_terms(taxonomy)) - _heading_codes(taxonomy)


def terms(taxonomy: Taxonomy) -> tuple[Term, ...]:
    """What can be chosen, in the order to show, in the reader's language. `parent` is its heading."""
    choices = codes(taxonomy)
    return tuple(_translated(term) for code, term in _all_terms(taxonomy).items() if code in choices)


def headings(taxonomy: Taxonomy) -> tuple[Term, ...]:
    """Headings under which the terms of a long list stand; none for a short one."""
    return tuple(_translated(_all_terms(taxonomy)[code]) for code in _ordered_headings(taxonomy))


@cache
def _ordered_headings(taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple(code for code in _all_terms(taxonomy) if code in _heading_codes(taxonomy))


@cache
def find_term(taxonomy: Taxonomy, code: str) -> Term | None:
    """A term or heading by its code, in the reader's language, or None."""
    term = _all_terms(taxonomy).get(code)
    return _translated(term) if term else None


def label(taxonomy: Taxonomy, code: str) -> str:
    """What people read for a code, in their language; the code itself when the list does not know it."""
    term = _all_terms(taxonomy).get(code)
    return _(term.label) if term else code


def source_label(taxonomy: Taxonomy, code: str) -> str:
    """The English label, for the search index, which has one language; "" when the list does not know it."""
    term = _all_terms(taxonomy).get(code)
    return term.label if term else ""


def thesaurus(words_dir: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Word or phrase (lower case) -> words or phrases that are to be found with it, one way each.

    A council's own `thesaurus.csv` in `words_dir` (setting MARKETPLACE_WORDS_DIR) adds rows, and takes a term
    out where `means` is left empty.
    """
    own = words_dir / OWN_THESAURUS if words_dir else None
    added = repository.read_thesaurus(own) if own and own.exists() else ()
    return rules.merge_thesaurus(repository.read_thesaurus(repository.THESAURUS), added)


def thesaurus_in_use(words_dir: Path | None) -> dict[str, tuple[str, ...]]:
    """The thesaurus for questions that are asked all the time: a council's own is read when it has changed.

    One that cannot be read leaves the last one in use, and the log says why.
    """
    version = _version_of(words_dir / OWN_THESAURUS) if words_dir else None
    kept = _in_use.get(words_dir)
    if kept is None or kept[0] != version:
        try:
            kept = (version, thesaurus(words_dir))
        except OperatorError as error:
            log.warning("thesaurus_unreadable", reason=str(error))
            kept = (version, kept[1] if kept else thesaurus())
        _in_use[words_dir] = kept
    return kept[1]


def _version_of(path: Path) -> tuple[int, int] | None:
    """Time and size of a file; None without one."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


def _translated(term: Term) -> Term:
    translated, described = _(term.label), _(term.description) if term.description else ""
    if translated == term.label and described == term.description:
        return term
    return replace(term, label=translated, description=described)
