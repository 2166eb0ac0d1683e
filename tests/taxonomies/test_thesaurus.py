"""The thesaurus of search, and a council's own rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.errors import OperatorError
from marketplace.taxonomies import service
from marketplace.taxonomies.rules import merge_thesaurus
from marketplace.taxonomies.schemas import Synonym

WORDS = st.sampled_from(["pa", "personal assistant", "carer", "ld", "dp", ""])
ROWS = st.lists(
    st.builds(Synonym, term=WORDS.filter(bool), means=WORDS, both_ways=st.booleans()), max_size=12
)


@pytest.mark.parametrize(
    ("term", "means"),
    [
        ("pa", "personal assistant"),
        ("carer", "personal assistant"),
        ("ld", "learning disability"),
        ("dp", "direct payment"),
        ("phb", "personal health budget"),
        ("isf", "individual service fund"),
        ("bsl", "british sign language"),
        ("asd", "autism"),
        ("ms", "multiple sclerosis"),
        ("mum", "older people"),
        ("meals", "cooking and meals"),
        ("grabrails", "grab rails"),
        ("homecare", "home care"),
    ],
)
def test_words_people_say_are_understood(term, means):
    assert means in service.thesaurus()[term]


def test_nothing_means_itself_and_all_is_lower_case():
    for term, meanings in service.thesaurus().items():
        assert term not in meanings
        assert (term, *meanings) == tuple(text.lower().strip() for text in (term, *meanings))


def test_council_adds_a_word(tmp_path):
    (tmp_path / "thesaurus.csv").write_text("term,means,both_ways\nThe Hub,direct payment support,no\n")
    assert service.thesaurus(tmp_path)["the hub"] == ("direct payment support",)


def test_council_takes_a_word_out(tmp_path):
    (tmp_path / "thesaurus.csv").write_text("term,means,both_ways\nmum,,no\n")
    assert "mum" not in service.thesaurus(tmp_path)
    assert "mum" in service.thesaurus()


def test_folder_without_a_thesaurus_changes_nothing(tmp_path):
    assert service.thesaurus(tmp_path) == service.thesaurus()


@pytest.mark.parametrize("line", ["only-a-term-and,means,perhaps", ",means,yes", "a,b,yes,d"])
def test_wrong_line_is_told_with_its_number(tmp_path, line):
    (tmp_path / "thesaurus.csv").write_text(f"term,means,both_ways\npa,personal assistant,yes\n{line}\n")
    with pytest.raises(OperatorError, match="Line 3 of the thesaurus"):
        service.thesaurus(tmp_path)


def test_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "thesaurus.csv").write_bytes(b"\xff\xfe\x00\x00 no text")
    with pytest.raises(OperatorError, match="cannot be read"):
        service.thesaurus(tmp_path)


@given(own=ROWS, added=ROWS)
def test_both_ways_holds_both_ways_and_nothing_means_itself(own, added):
    merged = merge_thesaurus(own, added)
    removed = {row.term for row in added if not row.means}
    for row in (*(row for row in own if not removed & {row.term, row.means}), *added):
        if row.means and row.means != row.term:
            assert row.means in merged[row.term]
            assert not row.both_ways or row.term in merged[row.means]
    assert all(term not in meanings for term, meanings in merged.items())
