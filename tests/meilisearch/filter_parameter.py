"""The `filter` parameter of a request: text, or lists of text two deep."""

from tests.meilisearch.errors import bad
from tests.meilisearch.filter_grammar import parse
from tests.meilisearch.filter_tree import And, Or


def parse_json(value):
    """The tree of a `filter` parameter: text, or a list (AND) of texts and lists (OR) of texts."""
    if value is None:
        return None
    if isinstance(value, str):
        return parse(value)
    if not isinstance(value, list):
        raise _malformed("String, Array", value)
    return _join(And, [_parse_part(part) for part in value])


def _parse_part(part):
    if isinstance(part, str):
        return parse(part)
    if not isinstance(part, list):
        raise _malformed("String, [String]", part)
    for text in part:
        if not isinstance(text, str):
            raise _malformed("String", text)
    return _join(Or, [parse(text) for text in part])


def _join(kind, parts):
    parts = tuple(part for part in parts if part is not None)
    return kind(parts) if len(parts) > 1 else next(iter(parts), None)


def _malformed(expected, found):
    return bad(
        "invalid_search_filter",
        f"Invalid syntax for the filter parameter: `expected {expected}, found: {found}`.",
    )
