"""Settings of an index: what they are when nothing is said, how a change is checked and merged."""

import copy
import re

from tests.meilisearch.errors import bad
from tests.meilisearch.values import matches, names

DEFAULTS = {
    "displayedAttributes": ["*"],
    "searchableAttributes": ["*"],
    "filterableAttributes": [],
    "sortableAttributes": [],
    "rankingRules": [
        "words",
        "typo",
        "proximity",
        "attributeRank",
        "sort",
        "wordPosition",
        "exactness",
    ],
    "stopWords": [],
    "nonSeparatorTokens": [],
    "separatorTokens": [],
    "dictionary": [],
    "synonyms": {},
    "distinctAttribute": None,
    "proximityPrecision": "byWord",
    "typoTolerance": {
        "enabled": True,
        "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
        "disableOnWords": [],
        "disableOnAttributes": [],
        "disableOnNumbers": False,
    },
    "faceting": {"maxValuesPerFacet": 100, "sortFacetValuesBy": {"*": "alpha"}},
    "pagination": {"maxTotalHits": 1000},
    "embedders": {},
    "searchCutoffMs": None,
    "localizedAttributes": None,
    "facetSearch": True,
    "prefixSearch": "indexingTime",
}

_MERGED = frozenset(["typoTolerance", "faceting", "pagination"])
_SETS = frozenset(["sortableAttributes", "stopWords", "nonSeparatorTokens", "separatorTokens", "dictionary"])
_LISTS = _SETS | {"displayedAttributes", "searchableAttributes", "filterableAttributes", "rankingRules"}
_RULES = frozenset(DEFAULTS["rankingRules"]) | {"attribute"}
_CHOICES = {
    "proximityPrecision": ("byWord", "byAttribute"),
    "prefixSearch": ("indexingTime", "disabled"),
}
_ALL_FEATURES = {"facetSearch": True, "filter": {"equality": True, "comparison": True}}
_CAPITAL = re.compile(r"[A-Z]")

ROUTES = {_CAPITAL.sub(lambda match: "-" + match[0].lower(), name): name for name in DEFAULTS}
"""Path of each setting's own route."""


def fresh():
    """The settings of a new index."""
    return copy.deepcopy(DEFAULTS)


def check(changes):
    """Refuses a change that Meilisearch refuses before it makes a task of it."""
    for name, value in changes.items():
        if name not in DEFAULTS:
            known = ", ".join(f"`{known}`" for known in DEFAULTS)
            raise bad("bad_request", f"Unknown field `{name}`: expected one of {known}")
        if value is not None:
            _check_one(name, value)


def _code(name):
    return "invalid_settings_" + _CAPITAL.sub(lambda match: "_" + match[0].lower(), name)


def _check_one(name, value):
    if name in _LISTS and not isinstance(value, list):
        raise bad(_code(name), f"Invalid value type at `.{name}`: expected an array, but found: `{value}`")
    if (name in _MERGED or name == "synonyms") and not isinstance(value, dict):
        raise bad(_code(name), f"Invalid value type at `.{name}`: expected an object, but found: `{value}`")
    if name in _CHOICES and value not in _CHOICES[name]:
        options = ", ".join(f"`{option}`" for option in _CHOICES[name])
        raise bad(_code(name), f"Unknown value `{value}` at `.{name}`: expected one of {options}")
    if name in _CHECKS:
        _CHECKS[name](value)


def _check_rules(rules):
    for rule in rules:
        if rule not in _RULES and not re.fullmatch(r"[\w.\-]+:(asc|desc)", rule):
            raise bad(
                "invalid_settings_ranking_rules",
                f"Invalid value at `.rankingRules`: `{rule}` ranking rule is invalid. Valid ranking rules "
                "are words, typo, sort, proximity, attribute, attributeRank, wordPosition, exactness and "
                "custom ranking rules.",
            )


def _check_typos(value):
    known = DEFAULTS["typoTolerance"]
    _only("typoTolerance", value, known)
    sizes = {**known["minWordSizeForTypos"], **(value.get("minWordSizeForTypos") or {})}
    one, two = sizes["oneTypo"], sizes["twoTypos"]
    if not 0 <= one <= two <= 255:
        raise bad(
            "invalid_settings_typo_tolerance",
            "Invalid value at `.typoTolerance.minWordSizeForTypos`: `minWordSizeForTypos` setting is "
            "invalid. `oneTypo` and `twoTypos` fields should be between `0` and `255`, and `twoTypos` "
            f"should be greater or equals to `oneTypo` but found `oneTypo: {one}` and twoTypos: {two}`.",
        )


def _only(name, value, known):
    for key in value:
        if key not in known:
            raise bad("bad_request", f"Unknown field `{key}` inside `.{name}`")


def _check_filterable(rules):
    for place, rule in enumerate(rules):
        if isinstance(rule, dict):
            _only(f"filterableAttributes[{place}]", rule, ("attributePatterns", "features"))
            if not rule.get("attributePatterns"):
                raise bad(
                    "invalid_settings_filterable_attributes",
                    f"Missing field `attributePatterns` inside `.filterableAttributes[{place}]`",
                )
        elif not isinstance(rule, str):
            raise bad(
                "invalid_settings_filterable_attributes",
                f"Invalid value type at `.filterableAttributes[{place}]`: expected a string or an object",
            )


_CHECKS = {
    "rankingRules": _check_rules,
    "typoTolerance": _check_typos,
    "filterableAttributes": _check_filterable,
    "faceting": lambda value: _only("faceting", value, DEFAULTS["faceting"]),
    "pagination": lambda value: _only("pagination", value, DEFAULTS["pagination"]),
}


def complete(changes):
    """A change as its task shows it: filterable attributes with all their features."""
    rules = changes.get("filterableAttributes")
    return changes if not rules else {**changes, "filterableAttributes": [_complete(rule) for rule in rules]}


def merge(settings, changes):
    """The settings after a change: None resets, an object changes what it names."""
    merged = dict(settings)
    for name, value in complete(changes).items():
        if value is None:
            merged[name] = copy.deepcopy(DEFAULTS[name])
        elif name in _MERGED:
            merged[name] = _merge_object(settings[name], value, DEFAULTS[name])
        elif name in _SETS:
            merged[name] = sorted(set(value))
        else:
            merged[name] = value
    return merged


def _merge_object(known, changes, defaults):
    merged = dict(known)
    for key, value in changes.items():
        if value is None:
            merged[key] = copy.deepcopy(defaults[key])
        elif isinstance(known[key], dict):
            merged[key] = {**known[key], **value}
        else:
            merged[key] = value
    return merged


def _complete(rule):
    if isinstance(rule, str):
        return rule
    features = rule.get("features") or {}
    wanted = features.get("filter") or {}
    return {
        "attributePatterns": rule["attributePatterns"],
        "features": {
            "facetSearch": bool(features.get("facetSearch", False)),
            "filter": {
                "equality": bool(wanted.get("equality", True)),
                "comparison": bool(wanted.get("comparison", False)),
            },
        },
    }


def filterable_patterns(settings):
    """Every pattern of the filterable attributes, in their order."""
    return [
        pattern
        for rule in settings["filterableAttributes"]
        for pattern in ([rule] if isinstance(rule, str) else rule["attributePatterns"])
    ]


def features_of(settings, field):
    """(number of the rule, its features) of the first rule that means the field; None without one.

    Places can be filtered only where `_geo` is named by itself, not by a pattern.
    """
    for place, rule in enumerate(settings["filterableAttributes"]):
        if isinstance(rule, str):
            if names(rule, field):
                return place, _ALL_FEATURES
        elif field != "_geo" and any(matches(pattern, field) for pattern in rule["attributePatterns"]):
            return place, rule["features"]
    return None
