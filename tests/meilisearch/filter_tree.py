"""The tree of a filter, and how it is printed as a filter that reads back as the same tree."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Compare:
    """A field against a value by one of = != > >= < <=."""

    field: str
    sign: str
    value: str


@dataclass(frozen=True)
class Between:
    field: str
    low: str
    high: str


@dataclass(frozen=True)
class OneOf:
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Exists:
    field: str


@dataclass(frozen=True)
class IsNull:
    field: str


@dataclass(frozen=True)
class IsEmpty:
    field: str


@dataclass(frozen=True)
class Contains:
    field: str
    word: str


@dataclass(frozen=True)
class StartsWith:
    field: str
    word: str


@dataclass(frozen=True)
class GeoRadius:
    latitude: float
    longitude: float
    metres: float


@dataclass(frozen=True)
class GeoBox:
    """From the top right corner to the bottom left one, as the filter lists them."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True)
class Not:
    inner: object


@dataclass(frozen=True)
class And:
    parts: tuple


@dataclass(frozen=True)
class Or:
    parts: tuple


def fields(tree):
    """Every field that the filter asks of; `_geo` for places."""
    if isinstance(tree, And | Or):
        return {name for part in tree.parts for name in fields(part)}
    if isinstance(tree, Not):
        return fields(tree.inner)
    return {"_geo"} if isinstance(tree, GeoRadius | GeoBox) else {tree.field}


def quoted(text):
    """A value in quotes, with what must be escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_SUFFIXES = {Exists: "EXISTS", IsNull: "IS NULL", IsEmpty: "IS EMPTY"}
_WORDS = {Contains: "CONTAINS", StartsWith: "STARTS WITH"}


def show(tree):
    """The filter as text, every part of AND, OR and NOT in brackets."""
    if isinstance(tree, And | Or):
        joint = " AND " if isinstance(tree, And) else " OR "
        return joint.join(f"({show(part)})" for part in tree.parts)
    if isinstance(tree, Not):
        return f"NOT ({show(tree.inner)})"
    if isinstance(tree, GeoRadius):
        return f"_geoRadius({tree.latitude}, {tree.longitude}, {tree.metres})"
    if isinstance(tree, GeoBox):
        return f"_geoBoundingBox([{tree.top}, {tree.right}], [{tree.bottom}, {tree.left}])"
    return f"{quoted(tree.field)} {_condition(tree)}"


def _condition(tree):
    if isinstance(tree, Compare):
        return f"{tree.sign} {quoted(tree.value)}"
    if isinstance(tree, Between):
        return f"{quoted(tree.low)} TO {quoted(tree.high)}"
    if isinstance(tree, OneOf):
        return f"IN [{', '.join(map(quoted, tree.values))}]"
    if isinstance(tree, Contains | StartsWith):
        return f"{_WORDS[type(tree)]} {quoted(tree.word)}"
    return _SUFFIXES[type(tree)]
