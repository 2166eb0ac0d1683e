"""What the settings let a filter ask."""

from tests.meilisearch.errors import bad
from tests.meilisearch.filter_tree import And, Between, Compare, GeoBox, GeoRadius, Not, OneOf, Or, fields
from tests.meilisearch.settings import features_of, filterable_patterns


def check(tree, settings):
    """Refuses fields that are not filterable, and comparisons that a field's features do not allow."""
    if tree is None:
        return
    for name in sorted(fields(tree)):
        if features_of(settings, name) is None:
            raise bad("invalid_search_filter", not_filterable(name, settings))
    for condition in _conditions(tree):
        _check_features(condition, settings)


def not_filterable(name, settings):
    """The words for a field that is not filterable."""
    patterns = sorted(set(filterable_patterns(settings)))
    if not patterns:
        return (
            f"Attribute `{name}` is not filterable. "
            "This index does not have configured filterable attributes."
        )
    known = ", ".join(f"`{pattern}`" for pattern in patterns)
    return f"Attribute `{name}` is not filterable. Available filterable attribute patterns are: {known}."


def _conditions(tree):
    if isinstance(tree, And | Or):
        return [condition for part in tree.parts for condition in _conditions(part)]
    if isinstance(tree, Not):
        return _conditions(tree.inner)
    return [] if isinstance(tree, GeoRadius | GeoBox) else [tree]


def _check_features(condition, settings):
    if isinstance(condition, OneOf) or getattr(condition, "sign", None) in ("=", "!="):
        needed, sign = "equality", getattr(condition, "sign", "=")
    elif isinstance(condition, Between):
        needed, sign = "comparison", "TO"
    elif isinstance(condition, Compare):
        needed, sign = "comparison", condition.sign
    else:
        return
    place, features = features_of(settings, condition.field)
    if features["filter"][needed]:
        return
    raise bad(
        "invalid_search_filter",
        f"Filter operator `{sign}` is not allowed for the attribute `{condition.field}`.\n"
        f"  - Note: field `{condition.field}` matched rule #{place} in `filterableAttributes`",
    )
