"""How Meilisearch sees the values of a document: dotted fields, normalised strings, numbers, places."""

import math
import re
import unicodedata
from functools import lru_cache

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

EARTH_METRES = 6_371_008.8


@lru_cache(maxsize=200_000)
def normalise(text):
    """A string as filters and counts compare it: trimmed, decomposed, lower case; accents stay."""
    text = text.strip()
    return text.lower() if text.isascii() else unicodedata.normalize("NFKD", text).lower()


def number(text):
    """The finite number that a value of a filter says, or None."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_text(value):
    """A scalar as it is shown among the values of a facet."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def names(name, field):
    """Whether a name among the settings ("kind", "*") means a field: its inner fields are meant too."""
    return name in ("*", field) or field.startswith(name + ".")


def matches(pattern, field):
    """Whether a pattern ("kind", "facets.*", "*_id") means a field: inner fields only by the star."""
    core = pattern.strip("*")
    if pattern.startswith("*"):
        return core in field if pattern.endswith("*") else field.endswith(core)
    return field.startswith(core) if pattern.endswith("*") else pattern == field


def flatten(document):
    """Every field of a document by its dotted name, parents too, as a list of what it holds.

    A list of objects gives each of their fields one list.
    """
    found = {}
    for name, value in document.items():
        _gather(name, value, found)
    return found


def _gather(name, value, found):
    held = found.setdefault(name, [])
    if isinstance(value, dict):
        held.append(value)
        for key, inner in value.items():
            _gather(f"{name}.{key}", inner, found)
    elif isinstance(value, list):
        held.append(value)
        for item in value:
            if isinstance(item, dict):
                for key, inner in item.items():
                    _gather(f"{name}.{key}", inner, found)
    else:
        held.append(value)


def scalars(held):
    """The scalars of a field as `flatten` gives it; lists are opened one level deep."""
    for value in held:
        if isinstance(value, list):
            yield from (item for item in value if not isinstance(item, dict | list) and item is not None)
        elif value is not None and not isinstance(value, dict):
            yield value


def point(document):
    """The (latitude, longitude) of `_geo`, or None."""
    place = document.get("_geo")
    if not place:
        return None
    return float(place["lat"]), float(place["lng"])


def metres_between(one, other):
    """Length of the great circle between two points."""
    lat1, lng1, lat2, lng2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(1.0, half)))
