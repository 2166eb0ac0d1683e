"""Meilisearch's filter language: text to a tree.

filter  = or
or      = and ("OR" and)*
and     = not ("AND" not)*
not     = "NOT" not | primary
primary = "(" or ")" | _geoRadius(lat, lng, metres) | _geoBoundingBox([lat, lng], [lat, lng])
        | value condition
condition = sign value | ["NOT"] "IN" "[" values "]" | value "TO" value | ["NOT"] "EXISTS"
        | "IS" ["NOT"] ("NULL" | "EMPTY") | ["NOT"] "CONTAINS" value | ["NOT"] "STARTS" "WITH" value
value   = word | 'quoted' | "quoted"
"""

import re

from tests.meilisearch.errors import bad
from tests.meilisearch.filter_tokens import split
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

DEEPEST = 200
"""Levels of grammar that a filter may go down: 49 brackets, or some 195 NOTs."""

KEYWORDS = frozenset(
    [
        "AND",
        "OR",
        "IN",
        "NOT",
        "TO",
        "EXISTS",
        "IS",
        "NULL",
        "EMPTY",
        "CONTAINS",
        "STARTS",
        "WITH",
        "_geoRadius",
        "_geoBoundingBox",
    ]
)

_RESERVED = ("_geoPoint", "_geoDistance", "_geo")
_SIGNS = frozenset(["=", "!=", ">", ">=", "<", "<="])
_FLOAT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_OPERATIONS = (
    "`=`, `!=`, `>=`, `>`, `<=`, `<`, `IN`, `NOT IN`, `TO`, `EXISTS`, `NOT EXISTS`, `IS NULL`, "
    "`IS NOT NULL`, `IS EMPTY`, `IS NOT EMPTY`, `CONTAINS`, `NOT CONTAINS`, `STARTS WITH`, "
    "`NOT STARTS WITH`, `_geoRadius`, or `_geoBoundingBox`"
)
_RADIUS_WANTS = "The `_geoRadius` filter expects three arguments: `_geoRadius(latitude, longitude, radius)`."
_BOX_WANTS = (
    "The `_geoBoundingBox` filter expects two pairs of arguments: "
    "`_geoBoundingBox([latitude, longitude], [latitude, longitude])`."
)


def parse(text):
    """The tree of one filter; None of an empty one."""
    parser = _Parser(text)
    if not parser.tokens:
        return None
    tree = parser.either(0)
    if parser.at < len(parser.tokens):
        rest = text[parser.tokens[parser.at].start :]
        parser.refuse(
            f"Found unexpected characters at the end of the filter: `{rest}`. "
            "You probably forgot an `OR` or an `AND` rule."
        )
    return tree


class _Parser:
    def __init__(self, text):
        self.text = text
        self.tokens = split(text)
        self.at = 0

    def refuse(self, message):
        start = self.tokens[self.at].start if self.at < len(self.tokens) else len(self.text)
        raise bad("invalid_search_filter", f"{message}\n{start + 1}:{len(self.text) + 1} {self.text}")

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at].bare if at < len(self.tokens) else None

    def take(self, bare):
        if self.peek() == bare:
            self.at += 1
            return True
        return False

    def deeper(self, depth):
        if depth > DEEPEST:
            self.refuse(
                "The filter exceeded the maximum depth limit. "
                "Try rewriting the filter so that it contains fewer nested conditions."
            )

    def chain(self, keyword, kind, part):
        parts = [part()]
        while self.take(keyword):
            parts.append(part())
        return kind(tuple(parts)) if len(parts) > 1 else parts[0]

    def either(self, depth):
        self.deeper(depth)
        return self.chain("OR", Or, lambda: self.both(depth + 1))

    def both(self, depth):
        self.deeper(depth)
        return self.chain("AND", And, lambda: self.negated(depth + 1))

    def negated(self, depth):
        self.deeper(depth)
        if self.take("NOT"):
            return _negate(self.negated(depth + 1))
        return self.primary(depth + 1)

    def primary(self, depth):
        self.deeper(depth)
        if self.peek() == "(":
            opened = self.tokens[self.at].start
            self.at += 1
            tree = self.either(depth + 1)
            if not self.take(")"):
                rest = self.text[opened:]
                self.refuse(f"Expression `{rest}` is missing the following closing delimiter: `)`.")
            return tree
        if self.take("_geoRadius"):
            return self.radius()
        if self.take("_geoBoundingBox"):
            return self.box()
        return self.condition()

    def radius(self):
        numbers = self.numbers("(", ")", _RADIUS_WANTS)
        if len(numbers) != len(("latitude", "longitude", "metres")):
            self.refuse(_RADIUS_WANTS)
        return GeoRadius(*numbers)

    def box(self):
        if not self.take("("):
            self.refuse(_BOX_WANTS)
        corners = [*self.numbers("[", "]", _BOX_WANTS)]
        if not self.take(",") or len(corners) != len(("latitude", "longitude")):
            self.refuse(_BOX_WANTS)
        corners += self.numbers("[", "]", _BOX_WANTS)
        if not self.take(")") or len(corners) != len(("top", "right", "bottom", "left")):
            self.refuse(_BOX_WANTS)
        return GeoBox(*corners)

    def numbers(self, opening, closing, wants):
        if not self.take(opening):
            self.refuse(wants)
        found = []
        while True:
            word = self.peek()
            if word is None or not _FLOAT.fullmatch(word):
                self.refuse(wants)
            self.at += 1
            found.append(float(word))
            if self.take(closing):
                return found
            if not self.take(","):
                self.refuse(wants)

    def value(self):
        if self.at >= len(self.tokens):
            self.refuse("Was expecting a value but instead got nothing.")
        token = self.tokens[self.at]
        if token.kind == "quoted":
            self.at += 1
            return token.text
        word = token.text
        if word in _RESERVED:
            self.refuse(
                f"`{word}` is a reserved keyword and thus can't be used as a filter expression. Use the "
                "`_geoRadius(latitude, longitude, distance)` or `_geoBoundingBox([latitude, longitude], "
                "[latitude, longitude])` built-in rules to filter on `_geo` coordinates."
            )
        if word in ("_geoRadius", "_geoBoundingBox"):
            self.refuse(f"The `{word}` filter is an operation and can't be used as a value.")
        if word in KEYWORDS:
            self.refuse(
                f"Was expecting a value but instead got `{word}`, which is a reserved keyword. "
                f"To use `{word}` as a field name or a value, surround it by quotes."
            )
        if token.kind != "word":
            self.refuse(f"Was expecting a value but instead got `{word}`.")
        self.at += 1
        return word

    def condition(self):
        start = self.at
        field = self.value()
        sign = self.peek()
        if sign in _SIGNS:
            self.at += 1
            return Compare(field, sign, self.value())
        if self.take("IS"):
            negative = self.take("NOT")
            tree = self.state(field)
        else:
            negative = self.take("NOT")
            tree = self.operation(field)
            if tree is None and not negative:
                tree = self.between(field)
        if tree is None:
            rest = self.text[self.tokens[start].start :]
            self.refuse(f"Was expecting an operation {_OPERATIONS} at `{rest}`.")
        return _negate(tree) if negative else tree

    def state(self, field):
        if self.take("NULL"):
            return IsNull(field)
        return IsEmpty(field) if self.take("EMPTY") else None

    def operation(self, field):
        if self.take("EXISTS"):
            return Exists(field)
        if self.take("CONTAINS"):
            return Contains(field, self.value())
        if self.peek() == "STARTS" and self.peek(1) == "WITH":
            self.at += 2
            return StartsWith(field, self.value())
        return self.one_of(field) if self.take("IN") else None

    def one_of(self, field):
        if not self.take("["):
            self.refuse("Expected `[` after `IN` keyword.")
        values = []
        while not self.take("]"):
            if self.at >= len(self.tokens):
                self.refuse("Expected matching `]` after the list of field names given to `IN[`")
            values.append(self.value())
            if not self.take(",") and self.peek() not in ("]", None):
                rest = self.text[self.tokens[self.at].start :]
                self.refuse(
                    f"Expected only comma-separated field names inside `IN[..]` but instead found `{rest}`."
                )
        return OneOf(field, tuple(values))

    def between(self, field):
        here = self.tokens[self.at] if self.at < len(self.tokens) else None
        if here is None or here.bare in KEYWORDS or here.kind == "sign" or self.peek(1) != "TO":
            return None
        low = self.value()
        self.at += 1
        return Between(field, low, self.value())


def _negate(tree):
    return tree.inner if isinstance(tree, Not) else Not(tree)
