"""From the tree of a filter to the mask of the rows that it keeps."""

from functools import reduce

import numpy as np

from tests.meilisearch.errors import bad
from tests.meilisearch.facets import mask_of
from tests.meilisearch.filter_tree import (
    And,
    Between,
    Compare,
    Contains,
    Exists,
    GeoBox,
    GeoRadius,
    IsEmpty,
    IsNull,
    Not,
    OneOf,
    Or,
    StartsWith,
)
from tests.meilisearch.values import EARTH_METRES, normalise, number


def evaluate(tree, facets, alive):
    """The rows of `alive` that a filter keeps; None keeps all."""
    return alive if tree is None else _MEANINGS[type(tree)](tree, facets, alive)


def _and(tree, facets, alive):
    kept = alive
    for part in tree.parts:
        kept = kept & evaluate(part, facets, kept)
    return kept


def _or(tree, facets, alive):
    return reduce(np.logical_or, (evaluate(part, facets, alive) for part in tree.parts))


def _not(tree, facets, alive):
    return alive & ~evaluate(tree.inner, facets, alive)


def _nothing(alive):
    return np.zeros(len(alive), dtype=bool)


def _of_field(meaning):
    """A condition on a field that no document has is never met: not even `!=`."""

    def meant(tree, facets, alive):
        facet = facets.fields.get(tree.field)
        return _nothing(alive) if facet is None else alive & meaning(tree, facet, len(alive))

    return meant


def _equal(facet, values, size):
    numbers = [found for value in values if (found := number(value)) is not None]
    return facet.strings.of(map(normalise, values), size) | facet.numbers.of(numbers, size)


def _range(facet, low, high, size, **bounds):
    strings = facet.strings.of(facet.strings.between(low, high, **bounds), size)
    numbers = [None if text is None else number(text) for text in (low, high)]
    if any(text is not None and value is None for text, value in zip((low, high), numbers, strict=True)):
        return strings
    return strings | facet.numbers.of(facet.numbers.between(*numbers, **bounds), size)


@_of_field
def _compare(tree, facet, size):
    value = tree.value
    if tree.sign == "=":
        return _equal(facet, [value], size)
    if tree.sign == "!=":
        return ~_equal(facet, [value], size)
    if tree.sign.startswith(">"):
        return _range(facet, value, None, size, open_low=tree.sign == ">")
    return _range(facet, None, value, size, open_high=tree.sign == "<")


@_of_field
def _between(tree, facet, size):
    return _range(facet, tree.low, tree.high, size)


@_of_field
def _one_of(tree, facet, size):
    return _equal(facet, tree.values, size)


@_of_field
def _starts_with(tree, facet, size):
    return facet.strings.of(facet.starting_with(normalise(tree.word)), size)


@_of_field
def _exists(tree, facet, size):
    return mask_of(facet.present, size)


@_of_field
def _is_null(tree, facet, size):
    return mask_of(facet.null, size)


@_of_field
def _is_empty(tree, facet, size):
    return mask_of(facet.empty, size)


def _contains(tree, facets, alive):
    raise bad(
        "feature_not_enabled",
        "Using `CONTAINS` in a filter requires enabling the `contains filter` experimental feature. "
        "See https://github.com/orgs/meilisearch/discussions/763",
    )


def _check(latitude, longitude):
    if not -90 <= latitude <= 90:
        raise bad(
            "invalid_search_filter",
            f"Bad latitude `{latitude}`. Latitude must be contained between -90 and 90 degrees. ",
        )
    if not -180 <= longitude <= 180:
        raise bad(
            "invalid_search_filter",
            f"Bad longitude `{longitude}`. Longitude must be contained between -180 and 180 degrees. ",
        )


def _points(facets, alive):
    """(rows, latitudes, longitudes) of the living rows that have a place."""
    found = [(row, *place) for row, place in facets.points.items() if row < len(alive) and alive[row]]
    rows, latitudes, longitudes = np.array(found, dtype=float).reshape(-1, 3).T
    return rows.astype(np.uint32), latitudes, longitudes


def _radius(tree, facets, alive):
    _check(tree.latitude, tree.longitude)
    rows, latitudes, longitudes = _points(facets, alive)
    lat, lng = np.radians(tree.latitude), np.radians(tree.longitude)
    half = np.sin((np.radians(latitudes) - lat) / 2) ** 2
    half += np.cos(lat) * np.cos(np.radians(latitudes)) * np.sin((np.radians(longitudes) - lng) / 2) ** 2
    metres = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return mask_of(rows[metres <= tree.metres], len(alive))


def _box(tree, facets, alive):
    _check(tree.top, tree.right)
    _check(tree.bottom, tree.left)
    if tree.top < tree.bottom:
        raise bad(
            "invalid_search_filter",
            f"The top latitude `{tree.top}` is below the bottom latitude `{tree.bottom}`.",
        )
    rows, latitudes, longitudes = _points(facets, alive)
    high = (tree.bottom <= latitudes) & (latitudes <= tree.top)
    after, before = longitudes >= tree.left, longitudes <= tree.right
    wide = (after | before) if tree.right < tree.left else (after & before)
    return mask_of(rows[high & wide], len(alive))


_MEANINGS = {
    And: _and,
    Or: _or,
    Not: _not,
    Compare: _compare,
    Between: _between,
    OneOf: _one_of,
    StartsWith: _starts_with,
    Contains: _contains,
    Exists: _exists,
    IsNull: _is_null,
    IsEmpty: _is_empty,
    GeoRadius: _radius,
    GeoBox: _box,
}
