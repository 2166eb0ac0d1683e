"""Reading the parameters of a search: one search out of name-value pairs, and all that is wrong with them.

Nothing raises and nothing is ignored in silence: what is not understood becomes a problem that names the
field and says how to mend it. Only empty values ("kind=" as forms send it) mean nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl

from marketplace.finder.params.schemas import (
    DEFAULT_PER_PAGE,
    MAX_PER_PAGE,
    MAX_REACHABLE,
    ParamProblem,
    SearchParams,
    View,
    Vocabulary,
)
from marketplace.finder.params.values.rules import (
    MisreadError,
    read_choice,
    read_flag,
    read_near,
    read_pence,
    read_pounds,
    read_q,
    read_whole,
    read_within,
    shown,
    tidy,
)
from marketplace.finder.words.rules import legend
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import languages
from marketplace.kernel.money import typed_pounds
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach, Sort

MAX_PARAMETERS = 300
"""A search never needs more; the lists together are shorter than this."""
MAX_PROBLEMS = 50
MAX_AGE = 120
LANGUAGE_PARAMETER = "lang"
"""The language of the answer, which the kernel reads of every address."""
_ADDED_TO_LINKS = frozenset({"fbclid", "gclid", "msclkid", "mc_cid", "mc_eid"})
PAGE_ONLY = ("view", "price_max_pounds")
_LISTS = {taxonomy.value: taxonomy for taxonomy in Taxonomy}
_READERS: Mapping[str, Callable[[str], Any]] = {
    "q": read_q,
    "literal": read_flag,
    "near": read_near,
    "within": read_within,
    "reach": lambda text: read_choice(text, Reach),
    "age": lambda text: read_whole(text, 0, MAX_AGE),
    "price_max": read_pence,
    "price_max_pounds": read_pounds,
    "free": read_flag,
    "sort": lambda text: read_choice(text, Sort),
    "page": lambda text: read_whole(text, 1, MAX_REACHABLE),
    "per_page": lambda text: read_whole(text, 1, MAX_PER_PAGE),
    "view": lambda text: read_choice(text, View),
}
PARAMETERS = (
    "q",
    "literal",
    "near",
    "within",
    "reach",
    *_LISTS,
    *(name for name in _READERS if name not in PAGE_ONLY),
)
PARAMETERS = tuple(dict.fromkeys(PARAMETERS))
"""Every parameter of the JSON API, in the order of canonical URLs (paging last)."""


def parse_query(
    query: bytes, vocabulary: Vocabulary, *, form: bool = False
) -> tuple[SearchParams, tuple[ParamProblem, ...]]:
    """Read a search out of the raw query string of a URL, whatever bytes it holds."""
    items = read_pairs(query)
    if items is None:
        message = _("This address holds too much for one search. Start again with fewer filters.")
        return SearchParams(), (ParamProblem(field="query", value="", message=message),)
    return parse_params(items, vocabulary, form=form)


def read_pairs(query: bytes) -> list[tuple[str, str]] | None:
    """Names and values of a raw query string; None when there are too many."""
    try:
        return parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=MAX_PARAMETERS
        )
    except ValueError:
        return None


def parse_params(
    items: Iterable[tuple[str, str]], vocabulary: Vocabulary, *, form: bool = False
) -> tuple[SearchParams, tuple[ParamProblem, ...]]:
    """Read a search out of name-value pairs; `form` allows what only the page knows (`PAGE_ONLY`)."""
    given: dict[str, list[str]] = {}
    for name, value in items:
        given.setdefault(name, []).append(value)
    if form:
        _settle_literal(given)
    fields: dict[str, Any] = {}
    problems: list[ParamProblem] = []
    for name, values in given.items():
        if _is_passed_over(name, values, form=form):
            continue
        if name in _LISTS:
            fields[name] = _read_list(_LISTS[name], values, vocabulary, problems)
        elif name in _READERS and (form or name not in PAGE_ONLY):
            _read_single(name, values, fields, problems)
        else:
            problems.append(_unknown_parameter(name, values, form=form))
    _use_pounds(fields, problems)
    _check_depth(fields, problems)
    if "q" not in fields:
        fields.pop("literal", None)
    return SearchParams(**fields), tuple(problems[:MAX_PROBLEMS])


def _settle_literal(given: dict[str, list[str]]) -> None:
    """The page's form gives the literal text itself instead of 1, so that another text is read anew."""
    texts = {tidy(text) for text in given.get("literal", ())} - {"", "0", "1"}
    if texts and all(map(_is_text, texts)):
        is_same = texts <= {tidy(text) for text in given.get("q", ())}
        given["literal"] = ["1" if is_same else "0"]


def _is_text(value: str) -> bool:
    """It may have stood in the box for words."""
    try:
        return bool(read_q(value))
    except MisreadError:
        return False


def _is_passed_over(name: str, values: list[str], *, form: bool) -> bool:
    """What others read: the language; and what newsletters and networks add to links that people share."""
    if name == LANGUAGE_PARAMETER:
        return set(values) <= {"", *languages()}
    return form and (name in _ADDED_TO_LINKS or name.startswith("utm_"))


def _read_list(
    taxonomy: Taxonomy, values: list[str], vocabulary: Vocabulary, problems: list[ParamProblem]
) -> tuple[str, ...]:
    codes = tuple(term.code for term in vocabulary.terms.get(taxonomy, ()))
    wanted = dict.fromkeys(text for value in values if (text := value.strip()))
    for value in wanted:
        if value not in codes:
            message = _(
                "“%(value)s” is not one of the choices for “%(field)s”. Choose from the list.",
                value=shown(value, 60),
                field=legend(taxonomy),
            )
            problem = ParamProblem(field=taxonomy.value, value=shown(value), message=message, choices=codes)
            problems.append(problem)
    return tuple(code for code in codes if code in wanted)


def _read_single(name: str, values: list[str], fields: dict[str, Any], problems: list[ParamProblem]) -> None:
    texts = list(dict.fromkeys(text for value in values if (text := value.strip())))
    if not texts:
        return
    if len(texts) > 1:
        message = _("“%(field)s” is given more than once. Give it once.", field=name)
        problems.append(ParamProblem(field=name, value=shown(", ".join(texts)), message=message))
        return
    try:
        fields[name] = _READERS[name](texts[0])
    except MisreadError as mistake:
        problem = ParamProblem(
            field=name, value=shown(texts[0]), message=mistake.message, choices=mistake.choices
        )
        problems.append(problem)


def _unknown_parameter(name: str, values: list[str], *, form: bool) -> ParamProblem:
    known = PARAMETERS + (PAGE_ONLY if form else ())
    close = tuple(get_close_matches(name[:50].lower(), known, n=1))
    if name in PAGE_ONLY:
        message = _("“%(name)s” is understood by the search page only. Leave it out.", name=name)
    elif close:
        message = _(
            "We do not know “%(name)s”. Did you mean “%(close)s”?", name=shown(name, 60), close=close[0]
        )
    else:
        message = _("We do not know “%(name)s”. Leave it out.", name=shown(name, 60))
    return ParamProblem(field=shown(name, 60), value=shown(values[0]), message=message, choices=close)


def _use_pounds(fields: dict[str, Any], problems: list[ParamProblem]) -> None:
    if "price_max_pounds" not in fields:
        return
    pence = fields.pop("price_max_pounds")
    if fields.setdefault("price_max", pence) != pence:
        message = _("The highest price is given twice, and differently. Give it once.")
        problems.append(ParamProblem(field="price_max_pounds", value=typed_pounds(pence), message=message))


def _check_depth(fields: dict[str, Any], problems: list[ParamProblem]) -> None:
    page = fields.get("page", 1)
    if page * fields.get("per_page", DEFAULT_PER_PAGE) > MAX_REACHABLE:
        message = _(
            "We show the first %(limit)s results. Add a place or a filter to find what you need.",
            limit=f"{MAX_REACHABLE:,}",
        )
        problems.append(ParamProblem(field="page", value=str(page), message=message))
        del fields["page"]
