"""The parameters of a search, their types and the codes that they are refused with."""

import re

from tests.meilisearch.errors import bad

_TEXT, _COUNT, _LIST, _FLAG, _NUMBER, _ANY = (
    "a string",
    "a positive integer",
    "an array",
    "a boolean",
    "a number",
    "",
)

_PARAMETERS = {
    "q": _TEXT,
    "offset": _COUNT,
    "limit": _COUNT,
    "page": _COUNT,
    "hitsPerPage": _COUNT,
    "filter": _ANY,
    "sort": _LIST,
    "facets": _LIST,
    "attributesToRetrieve": _LIST,
    "attributesToSearchOn": _LIST,
    "attributesToCrop": _LIST,
    "attributesToHighlight": _LIST,
    "cropLength": _COUNT,
    "cropMarker": _TEXT,
    "highlightPreTag": _TEXT,
    "highlightPostTag": _TEXT,
    "showMatchesPosition": _FLAG,
    "showRankingScore": _FLAG,
    "showRankingScoreDetails": _FLAG,
    "rankingScoreThreshold": _NUMBER,
    "matchingStrategy": _TEXT,
    "locales": _LIST,
    "distinct": _TEXT,
    "retrieveVectors": _FLAG,
    "showPerformanceDetails": _FLAG,
    "vector": _ANY,
    "hybrid": _ANY,
    "media": _ANY,
    "personalize": _ANY,
}
_TYPES = {
    _TEXT: lambda value: isinstance(value, str),
    _COUNT: lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    _LIST: lambda value: isinstance(value, list),
    _FLAG: lambda value: isinstance(value, bool),
    _NUMBER: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_NOT_DONE = frozenset(
    [
        "attributesToCrop",
        "attributesToHighlight",
        "distinct",
        "hybrid",
        "locales",
        "media",
        "personalize",
        "rankingScoreThreshold",
        "showMatchesPosition",
        "showRankingScoreDetails",
        "vector",
    ]
)
_STRATEGIES = ("last", "all", "frequency")
_CAPITAL = re.compile(r"[A-Z]")


def code_of(name):
    """The code of a search refused for this parameter."""
    return "invalid_search_" + _CAPITAL.sub(lambda match: "_" + match[0].lower(), name)


def clean(body, also=()):
    """The parameters that say something, checked; `also` are names that the route knows besides."""
    if not isinstance(body, dict):
        raise bad("bad_request", "Invalid value type: expected an object")
    for name, value in body.items():
        if name not in _PARAMETERS and name not in also:
            known = ", ".join(f"`{known}`" for known in _PARAMETERS)
            raise bad("bad_request", f"Unknown field `{name}`: expected one of {known}")
        if name in _PARAMETERS and value is not None:
            _check(name, value)
    return {name: value for name, value in body.items() if value is not None}


def _check(name, value):
    kind = _PARAMETERS[name]
    if kind in _TYPES and not _TYPES[kind](value):
        raise bad(code_of(name), f"Invalid value type at `.{name}`: expected {kind}, but found: `{value}`")
    if name == "matchingStrategy" and value not in _STRATEGIES:
        raise bad(
            code_of(name),
            f"Unknown value `{value}` at `.matchingStrategy`: expected one of `last`, `all`, `frequency`",
        )
    if name in _NOT_DONE and value not in (False, []):
        raise bad("feature_not_enabled", f"The test server does not do `{name}`.")
