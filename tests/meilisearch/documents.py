"""What a document must be: an object with a primary key of allowed characters and a place that is one."""

import re

from tests.meilisearch.errors import bad

_ID = re.compile(r"[A-Za-z0-9_-]{1,511}")
_GEO_FIELDS = ("lat", "lng")


def infer_primary_key(documents):
    """The one field of the first document that ends with "id"."""
    names = [name for name in (documents[0] if documents else {}) if name.lower().endswith("id")]
    if not names:
        raise bad(
            "index_primary_key_no_candidate_found",
            "The primary key inference failed as the engine did not find any field ending with `id` in its "
            "name. Please specify the primary key manually using the `primaryKey` query parameter.",
        )
    if len(names) > 1:
        raise bad(
            "index_primary_key_multiple_candidates_found",
            f"The primary key inference failed as the engine found {len(names)} fields ending with `id` in "
            f"their names: '{names[0]}' and '{names[1]}'. Please specify the primary key manually using the "
            "`primaryKey` query parameter.",
        )
    return names[0]


def document_id(document, primary_key):
    """The id of a document as text."""
    if primary_key not in document:
        raise bad(
            "missing_document_id",
            f"Document doesn't have a `{primary_key}` attribute: `{str(document)[:100]}`.",
        )
    value = document[primary_key]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise bad(
            "invalid_document_id",
            f"Document identifier `{value!r}` is invalid. A document identifier can be of type integer or "
            "string, only composed of alphanumeric characters (a-z A-Z 0-9), hyphens (-) and underscores "
            "(_), and can not be more than 511 bytes.",
        )
    return value


def check_place(document, identity):
    """Refuses a `_geo` that is no place."""
    place = document.get("_geo")
    if place is None:
        return
    fault = _fault(place)
    if fault:
        raise bad(
            "invalid_document_geo_field",
            f"Could not parse {fault} in the document with the id: `{identity}`. "
            "Was expecting finite numbers within their bounds.",
        )


def _fault(place):
    if not isinstance(place, dict):
        return "the `_geo` field, which is not an object,"
    if extra := set(place) - set(_GEO_FIELDS):
        return f"the `_geo` field, which contains `{min(extra)}`,"
    for name, most in zip(_GEO_FIELDS, (90, 180), strict=True):
        if name not in place:
            return f"the `_geo` field, which lacks `{name}`,"
        value = _coordinate(place[name])
        if value is None or not -most <= value <= most:
            return f"{name}itude" if name == "lat" else "longitude"
    return None


def _coordinate(value):
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def select(document, wanted):
    """The fields of a document that are wanted: names, dotted names of nested fields, or "*"."""
    if "*" in wanted:
        return dict(document)
    return _select(document, wanted, "")


def _select(document, wanted, prefix):
    found = {}
    for name, value in document.items():
        path = prefix + name
        if path in wanted:
            found[name] = value
        elif any(want.startswith(path + ".") for want in wanted):
            found[name] = _select_inner(value, wanted, path + ".")
    return found


def _select_inner(value, wanted, prefix):
    if isinstance(value, dict):
        return _select(value, wanted, prefix)
    if isinstance(value, list):
        return [_select_inner(item, wanted, prefix) for item in value if isinstance(item, dict)]
    return value
