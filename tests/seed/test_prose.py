"""The texts read well: whole sentences, right articles, nothing left unfilled, nobody's contact details."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.listings.schemas import ListingKind
from seed.demo.phrases import article, draw, join_words, parse, possessive
from seed.demo.vocabulary import offers_of, phrases_of

KNOWN_SLOTS = {
    "town", "council", "brand", "host", "years", "we", "us", "our", "are", "workers", "price", "days", "from",
    "until", "language", "hall", "name",
}  # fmt: skip
FAULTS = {
    "two spaces": re.compile(r"  "),
    "a space before a mark": re.compile(r" [.,;:!?]"),
    "two marks": re.compile(r"[.,;:!?]{2}"),
    "a bracket left over": re.compile(r"[{}\[\]|]"),
    "a small letter after a full stop": re.compile(r"[.!?] [a-z]"),
    "a word twice": re.compile(r"\b(?!had\b)(\w+) \1\b"),
    "a small i": re.compile(r"\bi\b"),
    "a before a vowel": re.compile(r"\b[Aa] (?!uniform|one|uni|use)[aeiou]\w+"),
    "an before a consonant": re.compile(r"\b[Aa]n (?!hour|honest|honour|MS\b|SS)[^aeiouAEIOU\W]\w*"),
}
CONTACTS = {
    "email": re.compile(r"\S@\S"),
    "telephone": re.compile(r"(?<![\d£])(?:\+44|0)(?:[\s().-]*\d){8,}"),
    "postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
    "web address": re.compile(r"https?:|www\."),
    "lorem ipsum": re.compile(r"lorem|ipsum|todo|xxx", re.IGNORECASE),
}


def prose_of(draft):
    """Texts made of whole sentences."""
    yield draft.summary
    yield from draft.description.split("\n\n")
    yield from draft.easy_read
    yield from (photo.alt for photo in draft.photos)


@pytest.mark.parametrize("fault", [*FAULTS, *CONTACTS])
def test_no_text_has(corpus, fault):
    pattern = (FAULTS | CONTACTS)[fault]
    found = {
        text[max(0, match.start() - 20) : match.end() + 20]
        for draft in corpus
        for text in (draft.title, draft.organization.name, *prose_of(draft))
        for match in pattern.finditer(text)
    }
    assert found == set()


def test_sentences_begin_with_a_capital_and_end_with_a_mark(corpus):
    for draft in corpus:
        for text in prose_of(draft):
            assert text[0].isupper(), text
            assert text[-1] in ".!?", text
        assert draft.title[0].isupper()
        assert draft.title[-1] not in ".,:;"


def test_descriptions_have_25_to_120_words(corpus):
    lengths = sorted(len(draft.description.split()) for draft in corpus)
    assert lengths[0] >= 25
    assert lengths[-1] <= 120
    assert lengths[-len(lengths) // 10] - lengths[len(lengths) // 10] > 30


def test_descriptions_vary(corpus):
    assert len({draft.description for draft in corpus}) > 0.995 * len(corpus)
    assert len({draft.summary for draft in corpus}) > 0.35 * len(corpus)


def test_many_have_an_easy_read_summary(corpus):
    easy = [draft for draft in corpus if draft.easy_read]
    assert 0.35 < len(easy) / len(corpus) < 0.7
    assert all(len(line.split()) <= 18 for draft in easy for line in draft.easy_read)


def test_personal_assistants_show_first_name_and_initial_only(corpus):
    for draft in corpus:
        if draft.kind is ListingKind.PERSONAL_ASSISTANT:
            assert re.fullmatch(r"\w+ [A-Z]\.", draft.organization.name)


@pytest.mark.parametrize("kind", [kind for kind in ListingKind if kind is not ListingKind.PERSONAL_ASSISTANT])
def test_phrases_ask_only_for_what_is_there(kind):
    for offer in offers_of(kind):
        for part in ("about", "more", "easy"):
            for phrase in phrases_of(kind, offer.code, part):
                assert phrase.names <= KNOWN_SLOTS, (offer.code, phrase.names - KNOWN_SLOTS)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("apple", "an"), ("hour", "an"), ("uniform", "a"), ("one-off", "a"), ("PA", "a"), ("MP", "an")],
)
def test_article_follows_the_sound(words, wanted):
    assert article(words) == wanted


def test_names_that_end_in_s_take_an_apostrophe_only():
    assert (possessive("James"), possessive("Ann")) == ("James'", "Ann's")


@pytest.mark.parametrize("source", ["[one|two", "{slot", "one] two"])
def test_phrase_with_an_open_bracket_is_refused(source):
    with pytest.raises(ValueError, match=r"bracket|closed"):
        parse(source)


@given(st.lists(st.text("abc ", min_size=1, max_size=6), min_size=1, max_size=6), st.randoms())
def test_a_choice_renders_one_of_its_options(options, random):
    assert parse(f"<[{'|'.join(options)}]>").render(random, {})[1:-1] in options


@given(st.text("ab [|]{}", max_size=30), st.randoms())
def test_any_text_is_parsed_or_refused(source, random):
    try:
        phrase = parse(source)
    except ValueError:
        return
    text = phrase.render(random, dict.fromkeys(phrase.names, "slot"))
    assert not set(text) & set("[{")


@given(st.lists(st.integers(), max_size=20), st.integers(0, 25), st.randoms())
def test_drawing_takes_each_at_most_once(options, count, random):
    drawn = draw(random, range(len(options)), count)
    assert len(drawn) == len(set(drawn)) == min(count, len(options))


@given(st.lists(st.text("xyz", min_size=1), min_size=2))
def test_joined_words_have_one_and(words):
    assert join_words(words).count(" and ") == 1
