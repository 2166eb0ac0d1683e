"""What differs between two states of a listing, in words."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.finder.service import get_vocabulary
from marketplace.kernel.differences import MOST_WORDS, Mark, split_words
from marketplace.listings.schemas import CostOption, CostUnit, Photo, Schedule, ServiceArea
from marketplace.stewards.diffs.rules import Speech, compare_drafts
from marketplace.stewards.diffs.texts.rules import compare_items, compare_texts
from tests.factories.listings import make_activity, make_enterprise, make_personal_assistant

WORDS = st.lists(st.sampled_from(["tea", "club", "on", "Monday", "\n", "  ", "and", "cake."])).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(max_size=60))
ITEMS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([None, "1", "2"])), max_size=12)


def speech():
    return Speech(get_vocabulary(), lambda code: f"the area {code}")


def told(before, after):
    return {field.field: field for field in compare_drafts(before, after, speech()).changed}


def said(field):
    return [(piece.mark.value, piece.text) for piece in field.pieces]


@given(TEXTS)
def test_words_of_a_text_are_the_text(text):
    assert "".join(split_words(text)) == text


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_pieces(before, after):
    pieces = compare_texts(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == after
    assert all(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_pieces_say_same_if_and_only_if_the_texts_are(before, after):
    assert all(piece.mark is Mark.SAME for piece in compare_texts(before, after)) == (before == after)


@given(ITEMS, ITEMS)
def test_both_lists_can_be_read_out_of_the_pieces(before, after):
    pieces = compare_items(before, after)
    assert [(p.text, p.media_hash) for p in pieces if p.mark is not Mark.ADDED] == before
    assert [(p.text, p.media_hash) for p in pieces if p.mark is not Mark.REMOVED] == after


def test_a_word_that_changed_stands_alone():
    assert [
        (piece.mark.value, piece.text) for piece in compare_texts("Art on Monday.", "Art on Tuesday.")
    ] == [
        ("same", "Art on "),
        ("removed", "Monday."),
        ("added", "Tuesday."),
    ]


def test_what_is_added_at_the_end_leaves_the_last_word_alone():
    assert [(piece.mark.value, piece.text) for piece in compare_texts("Tea.", "Tea. Cake.")] == [
        ("same", "Tea."),
        ("added", " Cake."),
    ]


def test_words_that_changed_together_are_told_together():
    pieces = compare_texts("We sing every Monday morning", "We sing one Friday evening")
    assert [piece.mark.value for piece in pieces] == ["same", "removed", "added"]
    assert pieces[1].text == "every Monday morning"


def test_very_long_texts_are_compared_as_a_whole():
    before = "word " * MOST_WORDS
    pieces = compare_texts(before, before + "more")
    assert [piece.mark.value for piece in pieces] == ["removed", "added"]


@pytest.mark.parametrize("make", [make_activity, make_personal_assistant, make_enterprise])
def test_nothing_differs_from_itself(make):
    draft = make()
    diff = compare_drafts(draft, draft, speech())
    assert diff.changed == ()
    assert {"title", "kind", "support_types", "costs"} <= {field.field for field in diff.same}


def test_of_a_new_listing_all_is_new():
    diff = compare_drafts(None, make_activity(), speech())
    assert {field.change for field in diff.changed} == {"added"}
    assert diff.same == ()


def test_prices_and_times_are_told_in_words():
    before = make_activity(costs=(CostOption(unit=CostUnit.SESSION, amount_pence=450),), schedule=())
    after = replace(
        before,
        costs=(CostOption(unit=CostUnit.SESSION, amount_pence=500, description="with tea"),),
        schedule=(Schedule(day="mon", opens_at=time(10), closes_at=time(12, 30)),),
    )
    found = told(before, after)
    assert said(found["costs"]) == [("removed", "£4.50 a session"), ("added", "£5 a session (with tea)")]
    assert found["schedule"].change == "added"
    assert said(found["schedule"])[0][1].endswith("10am to 12.30pm")


def test_what_is_left_out_is_told_as_removed():
    before = make_activity(minimum_age=18, languages=("english",))
    found = told(before, replace(before, minimum_age=None, languages=()))
    assert {found["ages"].change, found["languages"].change} == {"removed"}


def test_private_base_is_marked_as_private():
    before = make_personal_assistant()
    area = ServiceArea(base_postcode="LS1 1UR", miles=4, named=("SN12",))
    found = told(before, replace(before, area=area))
    assert found["area.base_postcode"].is_private
    assert ("added", "LS1 1UR") in said(found["area.base_postcode"])
    assert ("added", "4 miles") in said(found["area.miles"])
    assert found["area.named"].pieces[-1].text == "the area SN12"


def test_picture_with_other_words_is_another_picture():
    before = make_activity(photos=(Photo(media_hash="a" * 64, alt="A room"),))
    found = told(before, replace(before, photos=(Photo(media_hash="b" * 64, alt="A room"),)))
    assert [piece.media_hash for piece in found["photos"].pieces] == ["a" * 64, "b" * 64]


def test_every_field_of_a_draft_is_compared():
    """A field that nobody compares could be changed without a steward seeing it."""
    draft = make_activity()
    compared = {field.field.split(".")[0] for field in compare_drafts(None, draft, speech()).fields}
    merged = {"minimum_age": "ages", "maximum_age": "ages", "easy_read_pictures": "easy_read"}
    not_said = {"id", "confirmed_on"}
    for name in set(draft.__struct_fields__) - not_said:
        assert merged.get(name, name) in compared, name
