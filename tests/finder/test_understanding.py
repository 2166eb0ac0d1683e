"""What is read out of the text box, and what is left alone. The gazetteer is the real one."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.finder.params.rules import parse_query
from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.params.values.rules import MAX_TEXT, read_near, read_q
from marketplace.finder.understanding.rules import understand
from marketplace.finder.understanding.saying.rules import say_understood
from marketplace.finder.understanding.text.rules import split_text
from marketplace.finder.understanding.words.repository import Reads, ordinary_words
from marketplace.places.schemas import Place
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.text import split_words

PA = ("personal_assistant",)
WILTSHIRE, TELFORD_AND_WREKIN, ISLE_OF_WIGHT = "E06000054", "E06000020", "E06000046"
PIECES = (
    "within 5 miles of", "miles", "from", "2.5",
    "swimming", "help", "in", "near", "Bath", "bath", "reading", "Melksham", "Trowbridge,", "SN12",
    "SN12 6LX", "BA12 9ZZ", "PA", "a PA", "PAs", "who", "speaks", "Somali", "Polish-speaking", "and",
    "or", "for", "my", "mum", "Newport", "Bradford on Avon", "the", "area", "I need", "micro-enterprise",
    "&", "-", "(PA)", "p.a.", "co-op", "Wiltshire", "Street", "close to", "near me", "of",
    "Mere, Wiltshire", "St. Ives", "from", "Sale.", "BSL", "in BSL",
)  # fmt: skip


@pytest.fixture(scope="session")
def read(gazetteer, vocabulary):
    """Understand a text as the site does."""

    def read_(text, home_council=None, **fields):
        return understand(SearchParams(q=text, **fields), gazetteer, vocabulary, home_council)

    return read_


def meant(found):
    """The text that is left, and where it is looked for."""
    return found.params.q, found.params.near


@pytest.mark.parametrize(
    ("text", "left", "place"),
    [
        ("swimming Melksham", "swimming", "Melksham, Wiltshire"),
        ("Melksham swimming", "swimming", "Melksham, Wiltshire"),
        ("gardening near Devizes", "gardening", "Devizes, Wiltshire"),
        ("help for my mum in BA12 6AA", "help for my mum", "BA12 6AA"),
        ("help for my mum in ba126aa", "help for my mum", "BA12 6AA"),
        ("cleaner SN12", "cleaner", "SN12"),
        ("cleaner SN12 6", "cleaner", "SN12 6"),
        ("swimming, Melksham", "swimming", "Melksham, Wiltshire"),
        ("yoga (Corsham)", "yoga", "Corsham, Wiltshire"),
        ("Bradford on Avon gardening", "gardening", "Bradford-on-Avon, Wiltshire"),
        ("choir close to Newcastle upon Tyne", "choir", "Newcastle upon Tyne, Tyne and Wear"),
        ("dentist in Mere, Wilts", "dentist", "Mere, Wiltshire"),
        ("deaf club in the Melksham area", "deaf club", "Melksham, Wiltshire"),
        ("swimming Bath city centre", "swimming", "Bath, Somerset"),
        ("swimming Swindon town centre", "swimming", "Swindon, Wiltshire"),
        ("lifts from Melksham to Bath", "lifts to Bath", "Melksham, Wiltshire"),
        ("cleaner north of Chippenham", "cleaner", "Chippenham, Wiltshire"),
        ("dressmaker based in Leeds who sews", "dressmaker who sews", "Leeds, West Yorkshire"),
        ("carers London Bridge", "carers Bridge", "London"),
        ("help in Melksham", "", "Melksham, Wiltshire"),
        ("Melksham", "", "Melksham, Wiltshire"),
        ("SN12 6LX", "", "SN12 6LX"),
    ],
)
def test_a_place_is_taken_out_of_the_text(read, text, left, place):
    assert meant(read(text)) == (left, place)


@pytest.mark.parametrize(
    ("text", "left", "place"),
    [
        ("dementia cafe in Bath", "dementia cafe", "Bath, Somerset"),
        ("dementia cafe in bath", "dementia cafe", "Bath, Somerset"),
        ("help in the bath", "help in the bath", ""),
        ("help in bath", "help in bath", ""),
        ("getting in bath", "getting in bath", ""),
        ("help in Bath", "", "Bath, Somerset"),
        ("gardening Bath", "gardening", "Bath, Somerset"),
        ("bath at home", "bath at home", ""),
        ("bath", "bath", ""),
        ("Bath", "Bath", ""),
        ("Swimming Bath", "Swimming Bath", ""),
        ("help with Reading", "help with Reading", ""),
        ("reading group", "reading group", ""),
        ("reading group in Reading", "reading group", "Reading, Berkshire"),
        ("interested in reading", "interested in reading", ""),
        ("support in reading and writing", "support in reading and writing", ""),
        ("in rugby club", "in rugby club", ""),
        ("cleaner in wells", "cleaner", "Wells, Somerset"),
        ("yoga in Street", "yoga", "Street, Somerset"),
        ("street dance", "street dance", ""),
        ("in street dance", "in street dance", ""),
        ("gardening in Sale", "gardening", "Sale, Greater Manchester"),
        ("mother in law", "mother in law", ""),
        ("from march to may", "from march to may", ""),
        ("lessons in pool", "lessons in pool", ""),
        ("carers over 65", "carers over 65", ""),
        ("barking dog", "barking dog", ""),
        ("Barry", "Barry", ""),
        *((word, word, "") for word in ("sale", "street", "wells", "rugby", "deal", "battle", "ash", "hope")),
    ],
)
def test_a_name_that_is_an_ordinary_word_is_a_place_only_where_it_must_be(read, text, left, place):
    assert meant(read(text)) == (left, place)


@pytest.mark.parametrize(
    "text",
    [
        "Age UK Bath", "vitamin B12", "S117 aftercare", "lifts on the M4", "NVQ L3", "24 7 care",
        "Duke of Edinburgh", "train to London", "friends with Chester", "swimming in Wiltshire",
        "help at home", "in hospital", "cafe",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_place_stays_in_the_text(read, text):
    assert read(text).params == SearchParams(q=text)


def test_a_postcode_that_nobody_knows_means_its_district(read):
    assert meant(read("cleaner BA12 9ZZ")) == ("cleaner", "BA12")


@pytest.mark.parametrize(
    ("text", "left", "within"),
    [
        ("swimming within 5 miles of Melksham", "swimming", 5),
        ("swimming 2.5 miles from Melksham", "swimming", 2.5),
        ("within 20 miles of Melksham", "", 20),
        ("swimming 500 miles from Melksham", "swimming 500 miles", 10),
    ],
)
def test_a_distance_before_the_place_is_taken_with_it(read, text, left, within):
    params = read(text).params
    assert (params.q, params.near, params.within) == (left, "Melksham, Wiltshire", within)
    assert read(text, within=3.0).params.within == 3


def test_the_box_for_the_place_holds(read):
    assert meant(read("swimming Melksham", near="Bristol")) == ("swimming Melksham", "Bristol")


def test_of_several_places_the_biggest_in_england_is_meant_and_the_others_are_offered(read, gazetteer):
    found = read("swimming Newport")
    assert meant(found) == ("swimming", "Newport, Isle of Wight")
    assert "Newport, Wales" in found.other_places
    assert "Newport, Isle of Wight" not in found.other_places
    assert all(isinstance(gazetteer.find_place(label), Place) for label in found.other_places)


@pytest.mark.parametrize(
    ("council", "place"),
    [(ISLE_OF_WIGHT, "Newport, Isle of Wight"), (TELFORD_AND_WREKIN, "Newport, Shropshire")],
)
def test_of_several_places_the_one_in_the_council_of_the_site_is_meant(read, council, place):
    assert read("swimming Newport", home_council=council).place == place


def test_a_small_place_that_shares_its_name_is_meant_only_after_such_as_near(read):
    assert read("cleaner Carlton").place is None
    assert read("cleaner in Carlton").place
    assert read("cleaner near mere", home_council=WILTSHIRE).place == "Mere, Wiltshire"


@pytest.mark.parametrize(
    ("text", "left", "place"),
    [
        ("gardening bath", "gardening", "Bath, Somerset"),
        ("help in bath", "", "Bath, Somerset"),
        ("reading", "", "Reading, Berkshire"),
        ("PA bath", "", "Bath, Somerset"),
    ],
)
def test_a_town_that_may_be_meant_is_offered(read, text, left, place):
    found = read(text)
    assert (found.place, found.params.near) == (None, "")
    assert (found.offered.q, found.offered.near) == (left, place)


@pytest.mark.parametrize(
    "text", ["help with reading", "the bath", "swimming pool", "cleaner", "box", "bath seat", ""]
)
def test_a_place_is_offered_only_where_it_may_be_meant(read, text):
    assert read(text).offered is None


def test_no_place_is_offered_beside_another_or_for_literal_words(read):
    assert read("gardening bath", near="Melksham").offered is None
    assert read("gardening bath Melksham").offered is None
    assert read("gardening bath", literal=True).offered is None


@pytest.mark.parametrize(
    ("text", "near", "left", "sentence"),
    [
        ("night carer near me", "Melksham", "night carer", "Showing night carer near Melksham."),
        ("gardener nearby", "SN12", "gardener", "Showing gardener near SN12."),
        ("clubs in my area", "Melksham", "clubs", "Showing clubs near Melksham."),
        (
            "night carer near me in Croydon",
            "",
            "night carer",
            "Showing night carer near Croydon, Greater London.",
        ),
        (
            "gardener near me",
            "",
            "gardener",
            "Showing gardener. To see what is near you, tell us where: add a postcode or town.",
        ),
    ],
)
def test_near_me_is_no_word_to_look_for(read, vocabulary, text, near, left, sentence):
    found = read(text, near=near)
    assert found.params.q == left
    assert say_understood(SearchParams(q=text, near=near), found, vocabulary).showing == sentence


@pytest.mark.parametrize(
    ("text", "left", "kind", "languages"),
    [
        ("PA", "", PA, ()),
        ("P.A.", "", PA, ()),
        ("PAs", "", PA, ()),
        ("I need a PA", "", PA, ()),
        ("personal assistants for swimming", "swimming", PA, ()),
        ("PA who drives", "who drives", PA, ()),
        ("i am looking for a pa to help with swimming", "swimming", PA, ()),
        ("PA who speaks Somali", "", PA, ("somali",)),
        ("Somali-speaking PA", "", PA, ("somali",)),
        ("somali speaking female PA", "female", PA, ("somali",)),
        ("PA who can speak Urdu or Punjabi", "", PA, ("punjabi", "urdu")),
        ("polish PA", "polish", PA, ()),
        ("PA who uses BSL", "", PA, ("bsl",)),
        ("counselling in Farsi", "counselling", (), ("persian",)),
        ("cook, speaks Bengali", "cook", (), ("bengali",)),
        ("micro-enterprises", "", ("micro_enterprise",), ()),
        ("co-op", "", ("co_operative",), ()),
        ("community activities", "", ("community_activity",), ()),
    ],
)
def test_a_kind_and_languages_are_taken_where_they_are_asked_for(read, text, left, kind, languages):
    params = read(text).params
    assert (params.q, params.kind, params.language) == (left, kind, languages)


@pytest.mark.parametrize(
    "text",
    [
        "help to employ a PA", "PA payroll", "training for PAs", "pay my PA", "my PA is ill",
        "how to become a PA", "PA support", "PA system", "PA and co-operative", "Polish club",
        "learn to speak Spanish", "BSL", "BSL lessons", "does not speak English", "Somali women's group",
        "French horn", "carer",
    ],
)  # fmt: skip
def test_what_may_mean_more_than_a_filter_stays_in_the_text(read, text):
    assert read(text).params == SearchParams(q=text)


def test_a_kind_that_was_chosen_holds(read):
    asked = SearchParams(q="PA who speaks Somali", kind=("co_operative",), language=("polish",))
    assert read(asked.q, kind=asked.kind, language=asked.language).params == asked


def test_everything_at_once_is_a_browse_with_filters(read):
    found = read("PA who speaks Somali in Bristol")
    assert found.params == SearchParams(near="Bristol", kind=PA, language=("somali",))
    assert [(one.words, one.taxonomy, one.value) for one in found.taken] == [
        ("in Bristol", None, "Bristol"),
        ("who speaks Somali", Taxonomy.LANGUAGE, "somali"),
        ("PA", Taxonomy.KIND, "personal_assistant"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence", "instead"),
    [
        (
            "swimming Melksham",
            "Showing swimming near Melksham, Wiltshire.",
            "Search for the word “Melksham” instead.",
        ),
        (
            "PA who speaks Somali in Bristol",
            "Showing personal assistants who speak Somali, near Bristol.",
            "Search for the words “PA who speaks Somali in Bristol” instead.",
        ),
        (
            "PA for swimming",
            "Showing personal assistants matching “swimming”.",
            "Search for the words “PA for swimming” instead.",
        ),
        ("PA", "Showing personal assistants.", "Search for the word “PA” instead."),
        (
            "Melksham",
            "Showing everything near Melksham, Wiltshire.",
            "Search for the word “Melksham” instead.",
        ),
        (
            "PA who uses BSL",
            "Showing personal assistants who use British Sign Language (BSL).",
            "Search for the words “PA who uses BSL” instead.",
        ),
        (
            "speaks Urdu or Punjabi",
            "Showing support in Punjabi or Urdu.",
            "Search for the words “speaks Urdu or Punjabi” instead.",
        ),
    ],
)
def test_what_was_understood_is_said_in_a_sentence_with_the_way_out(
    read, vocabulary, text, sentence, instead
):
    said = say_understood(SearchParams(q=text), read(text), vocabulary)
    assert (said.showing, said.instead) == (sentence, instead)
    assert parse_query(said.url.partition("?")[2].encode(), vocabulary) == (
        SearchParams(q=text, literal=True),
        (),
    )


texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.text(max_size=MAX_TEXT),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=9).map(" ".join),
)


def words_of(*typed):
    return Counter(word for text in typed for one in text.split() for word in split_words(one))


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_no_word_is_lost_and_none_comes_up(read, text):
    found = read(text)
    assert words_of(found.params.q, *(one.words for one in found.taken)) == words_of(text)


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_a_literal_search_is_taken_as_it_stands(read, text):
    asked = SearchParams(q=text, literal=True)
    found = read(text, literal=True)
    assert (found.params, found.taken, found.place) == (asked, (), None)


@settings(max_examples=300, deadline=None)
@given(text=texts)
def test_what_was_understood_is_understood_as_the_same(read, gazetteer, vocabulary, text):
    found = read(text)
    again = understand(found.params, gazetteer, vocabulary)
    assert (again.params, again.taken) == (found.params, ())


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join))
def test_what_is_left_can_be_searched_for_and_the_place_found_again(read, gazetteer, text):
    params = read(text).params
    assert not params.q or params.q == text or read_q(params.q) == params.q
    if params.near:
        assert gazetteer.find_place(read_near(params.near)).label == params.near


@pytest.mark.parametrize(
    "text", ["swimming Melksham", "help for my mum in BA12 6AA", "word " * 40, "in " * 60]
)
def test_few_names_are_looked_up(gazetteer, vocabulary, text):
    class Counting:
        asked = 0

        def find_place(self, name):
            Counting.asked += 1
            return gazetteer.find_place(name)

        def find_name(self, name):
            Counting.asked += 1
            return gazetteer.find_name(name)

    understand(SearchParams(q=text), Counting(), vocabulary)
    assert Counting.asked <= 12 * len(text.split())


def test_every_town_that_is_a_word_of_the_field_is_on_the_list_of_ordinary_words(gazetteer):
    words = {word for phrase in taxonomies.thesaurus() for word in phrase.split()}
    for taxonomy in Taxonomy:
        if taxonomy not in {Taxonomy.LANGUAGE, Taxonomy.CULTURE}:
            words |= {word for term in taxonomies.terms(taxonomy) for word in split_words(term.label)}
    assert not {word for word in words - ordinary_words().keys() if gazetteer.find_name(word) is not None}


def test_every_ordinary_word_is_the_name_of_a_place(gazetteer):
    assert [word for word in ordinary_words() if gazetteer.find_name(word) is None] == []
    assert set(ordinary_words().values()) == set(Reads)


def test_a_word_knows_how_it_was_typed():
    assert [(word.typed, word.bare) for word in split_text("P.A., (Bath)  co-op!")] == [
        ("P.A.,", "pa"), ("(Bath)", "bath"), ("co-op!", "co-op"),
    ]  # fmt: skip
