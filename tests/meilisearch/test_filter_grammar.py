"""The filter language, held to Meilisearch's documented grammar: what is a filter and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.meilisearch.errors import ApiError
from tests.meilisearch.filter_grammar import KEYWORDS, parse
from tests.meilisearch.filter_parameter import parse_json
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
    show,
)

RED = Compare("colour", "=", "red")
CHEAP = Compare("price", "<", "5")
ROUND = OneOf("shape", ("round",))

FILTERS = {
    "colour = red": RED,
    "colour=red": RED,
    " colour = 'red' ": RED,
    '"colour" = "red"': RED,
    "'two words' != 'a \"b\"'": Compare("two words", "!=", 'a "b"'),
    r"colour = 'it\'s'": Compare("colour", "=", "it's"),
    r"colour = 'a\\b'": Compare("colour", "=", "a\\b"),
    r"colour = 'a\nb\x41\u{e9}'": Compare("colour", "=", "a\nbAé"),
    "colour = ''": Compare("colour", "=", ""),
    "été = .25-6_x": Compare("été", "=", ".25-6_x"),
    "price > 5": Compare("price", ">", "5"),
    "price >= -5": Compare("price", ">=", "-5"),
    "price < 5": CHEAP,
    "price <= 5": Compare("price", "<=", "5"),
    "price 1 TO 5": Between("price", "1", "5"),
    "NOT price 1 TO '5'": Not(Between("price", "1", "5")),
    "shape IN [round]": ROUND,
    "shape IN[round,]": ROUND,
    "shape IN [  round , 'IN', ]": OneOf("shape", ("round", "IN")),
    "shape IN []": OneOf("shape", ()),
    "shape NOT  IN [round]": Not(ROUND),
    "note EXISTS": Exists("note"),
    "note NOT EXISTS": Not(Exists("note")),
    "NOT note NOT EXISTS": Exists("note"),
    "note IS NULL": IsNull("note"),
    "note IS  NOT NULL": Not(IsNull("note")),
    "note IS EMPTY": IsEmpty("note"),
    "NOT note IS NOT EMPTY": IsEmpty("note"),
    "note CONTAINS tea": Contains("note", "tea"),
    "note NOT CONTAINS tea": Not(Contains("note", "tea")),
    "note STARTS WITH 'te'": StartsWith("note", "te"),
    "note NOT  STARTS  WITH te": Not(StartsWith("note", "te")),
    "NOT NOT NOT colour = red": Not(RED),
    "NOT (NOT colour = red)": RED,
    "NOT(colour = red)": Not(RED),
    "colour = red AND price < 5": And((RED, CHEAP)),
    "colour = red OR price < 5": Or((RED, CHEAP)),
    "colour = red AND price < 5 OR shape IN [round]": Or((And((RED, CHEAP)), ROUND)),
    "colour = red OR price < 5 AND shape IN [round]": Or((RED, And((CHEAP, ROUND)))),
    "(colour = red OR price < 5) AND shape IN [round]": And((Or((RED, CHEAP)), ROUND)),
    "colour = red AND price < 5 AND shape IN [round]": And((RED, CHEAP, ROUND)),
    "NOT colour = red AND price < 5": And((Not(RED), CHEAP)),
    "(((colour = red)))": RED,
    '"OR" EXISTS AND NOT "EXISTS" EXISTS': And((Exists("OR"), Not(Exists("EXISTS")))),
    "_geoRadius(51.5, -0.1, 2e3)": GeoRadius(51.5, -0.1, 2000),
    "NOT _geoRadius(1,2,3)": Not(GeoRadius(1, 2, 3)),
    "_geoBoundingBox([52, 1.5], [51,-1])": GeoBox(52, 1.5, 51, -1),
}

REFUSED = [
    "colour = red = blue",
    "colour =",
    "colour = 🐻",
    "'OR'",
    "OR",
    "colour red",
    "colour = red OR",
    "colour = red AND",
    "NOT",
    "colour = red ORprice < 5",
    "colour = red XOR price < 5",
    "colour = red price < 5",
    "colour & red",
    "colour == red",
    "colour = 'red",
    'colour = "red',
    "colour = 'red\\",
    r"colour = 'a\q'",
    "colour = red OR (price < 5",
    "colour = red OR price < 5)",
    "()",
    "price 1 TO5",
    "price 1 to 5",
    "price 1 TO",
    "price TO 5",
    "shape IN round, square]",
    "shape IN [round, 'square' > 2]",
    "shape IN [round, AND]",
    "shape IN [round",
    "shape IN [round square]",
    "shape IN [,]",
    "shape NOT [round]",
    "note EXIST",
    "note NOT EXIST",
    "note NULL",
    "note NOT NULL",
    "note EMPTY",
    "note IS",
    "note IS NOT",
    "note IS EXISTS",
    "note STARTS te",
    "note STARTS WITH",
    "note CONTAINS",
    "AND = 8",
    "note = EXISTS",
    "NOT OR EXISTS AND EXISTS NOT EXISTS",
    "_geoRadius",
    "_geoRadius = 12",
    "_geoRadius(1, 2)",
    "_geoRadius(1, 2, 3, 4, 5)",
    "_geoRadius(1, 2, three)",
    "_geoRadius(1, 2, 3",
    "price <= _geoRadius(1, 2, 3)",
    "_geoBoundingBox",
    "_geoBoundingBox = 12",
    "_geoBoundingBox(1, 2)",
    "_geoBoundingBox([1, 2])",
    "_geoBoundingBox([1, 2], [3])",
    "_geoBoundingBox([1, 2], [3, 4], [5, 6])",
    "price <= _geoBoundingBox([1, 2], [3, 4])",
    "_geo = red",
    "_geoPoint(1, 2)",
    "_geoDistance < 3",
    "price <= _geoPoint(1, 2)",
]


@pytest.mark.parametrize(("text", "tree"), FILTERS.items(), ids=FILTERS)
def test_a_filter_is_read_as_what_it_means(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_filter_is_refused(text):
    with pytest.raises(ApiError) as refused:
        parse(text)
    assert (refused.value.status, refused.value.code) == (400, "invalid_search_filter")


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_filter_keeps_everything(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("most", "text"),
    [(49, lambda depth: "(" * depth + "x = 1" + ")" * depth), (196, lambda depth: "NOT " * depth + "x = 1")],
    ids=["brackets", "nots"],
)
def test_filters_are_as_deep_as_meilisearch_takes_them(most, text):
    assert parse(text(most)) is not None
    with pytest.raises(ApiError, match="depth limit"):
        parse(text(most + 2))


def test_a_list_is_and_and_a_list_in_it_is_or():
    assert parse_json(["colour = red", ["price < 5", "shape IN [round]"]]) == And((RED, Or((CHEAP, ROUND))))
    assert parse_json([["colour = red"], "", []]) == RED
    assert parse_json([]) is None


@pytest.mark.parametrize("value", [True, 5, {}, [5], [["colour = red", 5]], [[["colour = red"]]]])
def test_a_filter_is_text_or_lists_of_text_two_deep(value):
    with pytest.raises(ApiError) as refused:
        parse_json(value)
    assert refused.value.code == "invalid_search_filter"


texts = st.text(max_size=8) | st.sampled_from(sorted(KEYWORDS))
latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)
conditions = st.one_of(
    st.builds(Compare, texts, st.sampled_from(["=", "!=", ">", ">=", "<", "<="]), texts),
    st.builds(Between, texts, texts, texts),
    st.builds(OneOf, texts, st.lists(texts, max_size=4).map(tuple)),
    st.builds(Exists, texts),
    st.builds(IsNull, texts),
    st.builds(IsEmpty, texts),
    st.builds(Contains, texts, texts),
    st.builds(StartsWith, texts, texts),
    st.builds(GeoRadius, latitudes, longitudes, st.floats(0, 1e7)),
    st.builds(GeoBox, latitudes, longitudes, latitudes, longitudes),
)


def _deeper(trees):
    parts = st.lists(trees, min_size=2, max_size=3).map(tuple)
    single = trees.filter(lambda tree: not isinstance(tree, Not))
    return st.builds(And, parts) | st.builds(Or, parts) | st.builds(Not, single)


@given(st.recursive(conditions, _deeper, max_leaves=8))
def test_a_filter_that_is_printed_reads_back_as_itself(tree):
    assert parse(show(tree)) == tree


@given(st.text(alphabet="ab=<>!()[],'\"\\ \nANDORTIS_geo1.-", max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        tree = parse(text)
    except ApiError:
        return
    assert tree is None or parse(show(tree)) == tree
