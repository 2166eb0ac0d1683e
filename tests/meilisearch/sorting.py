"""The `sort` parameter of searches and of fetched documents."""

import re

from tests.meilisearch.errors import bad
from tests.meilisearch.values import names

_FLOAT = r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
_POINT = re.compile(rf"_geoPoint\(\s*({_FLOAT})\s*,\s*({_FLOAT})\s*\):(asc|desc)")
_FIELD = re.compile(r"(.+):(asc|desc)")


def parse(expressions, settings, code):
    """[(field, or (latitude, longitude), descending)]."""
    return [_parse_one(expression, settings, code) for expression in expressions or []]


def _parse_one(expression, settings, code):
    if match := _POINT.fullmatch(expression):
        place = float(match[1]), float(match[2])
        if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
            raise bad(code, f"Bad coordinates in the sort expression `{expression}`.")
        _check_sortable("_geo", settings, code)
        return place, match[3] == "desc"
    match = _FIELD.fullmatch(expression)
    if match is None:
        raise bad(
            code,
            "Invalid syntax for the sort parameter: expected expression ending by `:asc` or `:desc`, "
            f"found `{expression}`.",
        )
    if match[1].startswith("_geo"):
        raise bad(
            code,
            f"`{match[1]}` is a reserved keyword and thus can't be used as a sort expression. Use the "
            "_geoPoint(latitude, longitude) built-in rule to sort on _geo field coordinates.",
        )
    _check_sortable(match[1], settings, code)
    return match[1], match[2] == "desc"


def _check_sortable(name, settings, code):
    sortable = settings["sortableAttributes"]
    if any(names(pattern, name) for pattern in sortable):
        return
    known = (
        f"Available sortable attributes are: `{', '.join(sorted(sortable))}`."
        if sortable
        else "This index does not have configured sortable attributes."
    )
    raise bad(code, f"Attribute `{name}` is not sortable. {known}")
