"""Searches out of URLs, and URLs out of searches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.finder.addresses.rules import API_SEARCH_PATH, search_url
from marketplace.finder.params.lookups.rules import parse_places, parse_suggest
from marketplace.finder.params.rules import PAGE_ONLY, PARAMETERS, parse_params, parse_query
from marketplace.finder.params.schemas import MAX_REACHABLE, WITHIN_CHOICES, SearchParams, View
from marketplace.finder.params.values.rules import MisreadError, read_near, read_q
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach, Sort

HOSTILE = (
    "-1",
    "0",
    "1e9",
    "NaN",
    "inf",
    "9" * 400,
    "\x00",
    "swim\x00ming",
    "🏊",
    "<script>alert(1)</script>",
    "'; DROP TABLE service; --",
    "1 OR 1=1",
    "../../etc/passwd",
    "%s%n{0}",
    "\ud800",
    "\u202e",
    "x" * 10_000,
    "\uff11\uff10",
)


def texts(reader, alphabet):
    """Texts as a reader leaves them."""

    def is_read(text):
        try:
            return reader(text) == text
        except MisreadError:
            return False

    return st.just("") | st.text(alphabet=alphabet, max_size=40).map(lambda t: " ".join(t.split())).filter(
        is_read
    )


def chosen(taxonomy):
    codes = [term.code for term in taxonomies.terms(taxonomy)]
    return st.sets(st.sampled_from(codes), max_size=4).map(lambda some: tuple(c for c in codes if c in some))


searches = st.builds(
    SearchParams,
    q=texts(read_q, st.characters(codec="utf-8")),
    near=texts(read_near, st.sampled_from("abcXYZ 0123456789',.-éŵ")),
    within=st.sampled_from(WITHIN_CHOICES) | st.integers(2_500, 500_000).map(lambda n: n / 10_000),
    reach=st.sampled_from(Reach),
    **{taxonomy.value: chosen(taxonomy) for taxonomy in Taxonomy},
    age=st.none() | st.integers(0, 120),
    price_max=st.none() | st.integers(0, 1_000_000),
    free=st.booleans(),
    sort=st.sampled_from(Sort),
    page=st.integers(1, MAX_REACHABLE // 100),
    per_page=st.integers(1, 100),
    view=st.sampled_from(View),
)


def read(query, vocabulary, *, form=True):
    return parse_query(query.encode(), vocabulary, form=form)


def problem_of(query, vocabulary, *, form=False):
    _params, problems = read(query, vocabulary, form=form)
    assert len(problems) == 1, problems
    return problems[0]


@settings(max_examples=200, deadline=None)
@given(params=searches)
def test_the_url_of_a_search_reads_as_that_search(vocabulary, params):
    url = search_url(params)
    assert read(url.partition("?")[2], vocabulary) == (params, ())


@settings(max_examples=50, deadline=None)
@given(params=searches)
def test_the_url_of_the_api_says_all_but_the_view(vocabulary, params):
    url = search_url(params, API_SEARCH_PATH)
    again, problems = read(url.partition("?")[2], vocabulary, form=False)
    assert not problems
    assert search_url(again, API_SEARCH_PATH) == url


@settings(max_examples=300, deadline=None)
@given(
    items=st.lists(
        st.tuples(
            st.sampled_from([*PARAMETERS, *PAGE_ONLY, "knid", "", "lang"]) | st.text(max_size=20),
            st.sampled_from(HOSTILE) | st.text(max_size=60),
        ),
        max_size=12,
    ),
    form=st.booleans(),
)
def test_nothing_that_is_sent_raises_and_the_rest_is_still_a_search(vocabulary, items, form):
    params, problems = parse_params(items, vocabulary, form=form)
    again, none = read(search_url(params).partition("?")[2], vocabulary)
    assert (again, none) == (params, ())
    assert all(problem.message and len(problem.value) <= 200 for problem in problems)


@settings(max_examples=200, deadline=None)
@given(query=st.binary(max_size=200))
def test_no_bytes_in_a_query_string_raise(vocabulary, query):
    parse_query(query, vocabulary)
    parse_places(query)
    parse_suggest(query)


@pytest.mark.parametrize("name", [*PARAMETERS, *PAGE_ONLY])
@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "'; DROP TABLE service; --", "🏊", "a\x00b"])
def test_markup_code_pictures_and_nul_are_a_problem_in_every_parameter(vocabulary, name, value):
    _params, problems = parse_params([(name, value)], vocabulary, form=True)
    assert [problem.field for problem in problems] == [name]
    assert "\x00" not in problems[0].value


@pytest.mark.parametrize("name", [*PARAMETERS, *PAGE_ONLY])
def test_an_empty_value_means_nothing(vocabulary, name):
    assert parse_params([(name, ""), (name, "  ")], vocabulary, form=True) == (SearchParams(), ())


@pytest.mark.parametrize(
    "query",
    [
        "within=0.24", "within=50.1", "within=5000", "within=-5", "within=ten", "page=0", "page=-3",
        "page=1.5", "page=501", "page=101&per_page=100", "per_page=0", "per_page=101", "age=-1", "age=121",
        "price_max=-1", "price_max=14.50", "free=yes", "reach=all", "sort=worst", "kind=robot", "day=noday",
        "q=" + "x" * 10_000, "near=" + "x" * 101, "q=%21%3F", "q=a&q=b",
    ],
)  # fmt: skip
def test_what_is_out_of_range_or_unknown_is_named(vocabulary, query):
    problem = problem_of(query, vocabulary)
    assert problem.field == query.partition("=")[0]
    assert problem.message


def test_every_problem_is_told_at_once(vocabulary):
    _params, problems = read("within=900&page=-1&kind=robot&knid=x&q=swimming", vocabulary, form=False)
    assert [problem.field for problem in problems] == ["within", "page", "kind", "knid"]


def test_what_was_understood_is_kept_beside_the_problems(vocabulary):
    params, problems = read("within=900&q=swimming&day=mon", vocabulary)
    assert params == SearchParams(q="swimming", day=("mon",))
    assert problems[0].value == "900"


def test_an_unknown_parameter_is_compared_with_known_ones(vocabulary):
    assert problem_of("suport_type=swimming", vocabulary).choices == ("support_type",)


def test_an_unknown_value_comes_with_those_that_are_known(vocabulary):
    assert "mon" in problem_of("day=Monday", vocabulary).choices


def test_what_only_the_page_knows_is_a_problem_for_the_api(vocabulary):
    assert problem_of("view=map", vocabulary).field == "view"
    assert read("view=map", vocabulary, form=True)[0].view is View.MAP


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("15", 1500), ("14.5", 1450), ("£14.50", 1450), ("£ 9", 900), ("1,200", 120_000), ("0", 0)],
)
def test_pounds_of_the_form_are_pence_of_the_search(vocabulary, typed, pence):
    params, problems = parse_params([("price_max_pounds", typed)], vocabulary, form=True)
    assert (params.price_max, problems) == (pence, ())


@pytest.mark.parametrize("typed", ["1.234", "fifteen", "-3", "1e3", "999999", "£"])
def test_pounds_that_are_no_amount_are_told(vocabulary, typed):
    assert parse_params([("price_max_pounds", typed)], vocabulary, form=True)[1]


def test_two_different_prices_are_told(vocabulary):
    assert problem_of("price_max=100&price_max_pounds=2", vocabulary, form=True).field == "price_max_pounds"
    assert read("price_max=200&price_max_pounds=2", vocabulary) == (SearchParams(price_max=200), ())


@pytest.mark.parametrize(
    ("typed", "miles"), [("¼", 0.25), ("½", 0.5), ("2½", 2.5), ("0.25", 0.25), ("07", 7), ("50", 50)]
)
def test_distances_are_read_as_people_write_them(vocabulary, typed, miles):
    assert parse_params([("within", typed)], vocabulary) == (SearchParams(within=miles), ())


def test_choices_stand_in_the_order_of_their_list_and_once(vocabulary):
    params, _problems = read("day=wed&day=mon&day=wed", vocabulary)
    assert params.day == ("mon", "wed")


def test_words_are_tidied_and_pictures_named(vocabulary):
    assert read("q=%20help%20%20to%09swim%E2%80%8B", vocabulary)[0].q == "help to swim"
    problem = problem_of("q=swimming+%F0%9F%8F%8A", vocabulary)
    assert "🏊" in problem.message
    assert "“swimming”" in problem.message


@pytest.mark.parametrize(
    "q", ["O'Brien\u2019s café", "24/7 & more", "ages 11+", "50% off", "PA (driver)", "نظافة", "देखभाल", "£15"]
)
def test_words_of_people_are_not_refused(vocabulary, q):
    assert parse_params([("q", q)], vocabulary)[1] == ()


@pytest.mark.parametrize(
    "near", ["BA12 6AA", "Stow-on-the-Wold", "King's Lynn", "Mere, Wiltshire", "51.07, -2.22", "Ynys Môn"]
)
def test_names_of_places_are_not_refused(vocabulary, near):
    assert parse_params([("near", near)], vocabulary) == (SearchParams(near=near), ())


def test_an_endless_address_is_one_problem(vocabulary):
    assert problem_of("&".join(f"kind=k{n}" for n in range(5_000)), vocabulary).field == "query"


def test_the_default_search_has_the_shortest_url():
    assert search_url(SearchParams()) == "/search"


def test_the_url_of_a_search_has_a_stable_order():
    params = SearchParams(q="café & cake", near="SN12 6LX", day=("mon", "tue"), free=True, page=2, within=0.5)
    assert (
        search_url(params)
        == "/search?q=caf%C3%A9+%26+cake&near=SN12+6LX&within=0.5&day=mon&day=tue&free=1&page=2"
    )


def test_the_small_questions_want_q_and_nothing_else():
    assert [problem.field for problem in parse_places(b"")[1]] == ["q"]
    assert [problem.field for problem in parse_places(b"q=Mere&near=x&limit=99")[1]] == ["near", "limit"]
    assert parse_suggest(b"q=swim&near=SN12")[0].near == "SN12"


def test_what_networks_add_to_shared_links_is_no_problem_for_the_page(vocabulary):
    query = "q=swimming&fbclid=abc&utm_source=newsletter"
    assert read(query, vocabulary) == (SearchParams(q="swimming"), ())
    assert len(read(query, vocabulary, form=False)[1]) == 2


def test_every_choice_at_once_is_not_too_much(vocabulary):
    pairs = [f"{name.value}={term.code}" for name, terms in vocabulary.terms.items() for term in terms]
    params, problems = read("&".join([*pairs, "q=a", "near=b", "page=2"]), vocabulary)
    assert problems == ()
    assert len(params.support_type) == len(vocabulary.terms[Taxonomy.SUPPORT_TYPE])
