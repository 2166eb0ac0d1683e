"""What a browser keeps: written and read again it is the same, and nothing that is forged breaks it."""

import json
from base64 import urlsafe_b64encode
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.forms import clean
from marketplace.shortlists import rules
from marketplace.shortlists.schemas import NOTHING, BrowserList

NOTES = st.text(max_size=60).map(clean)
STEP = 0x9E3779B97F4A7C15F39CC0605CEDC835


@st.composite
def kept_lists(draw):
    """Up to thirty listings, of which one number makes all the ids; notes at up to three."""
    first, number = draw(st.integers(0, 2**128 - 1)), draw(st.integers(0, rules.MOST_IN_BROWSER))
    ids = [UUID(int=(first + at * STEP) % 2**128) for at in range(number)]
    noted = draw(st.lists(st.sampled_from(ids), max_size=3, unique=True)) if ids else []
    return BrowserList(tuple(ids), {id_: note for id_ in noted if (note := draw(NOTES))})


def is_sound(kept):
    assert len(kept.listing_ids) <= rules.MOST_IN_BROWSER
    assert len(set(kept.listing_ids)) == len(kept.listing_ids)
    assert set(kept.notes) <= set(kept.listing_ids)
    for note in kept.notes.values():
        assert note == clean(note)
        assert 0 < len(note) <= rules.LONGEST_NOTE
        note.encode()


@given(kept=kept_lists())
def test_what_fits_is_read_as_it_was_written(kept):
    if list(rules.check_room(kept)):
        return
    assert rules.read_browser(rules.write_saved(kept), rules.write_notes(kept)) == kept


def test_a_browser_without_cookies_keeps_nothing():
    assert rules.read_browser(None, None) == rules.read_browser("", "") == NOTHING
    assert rules.write_saved(NOTHING) == rules.write_notes(NOTHING) == ""


@given(saved=st.text(max_size=300), notes=st.text(max_size=300))
def test_any_text_in_the_cookies_is_a_list(saved, notes):
    is_sound(rules.read_browser(saved, notes))


@given(raw=st.binary(max_size=700), notes=st.binary(max_size=300))
def test_any_bytes_in_the_cookies_are_a_list(raw, notes):
    is_sound(rules.read_browser(urlsafe_b64encode(raw).decode(), urlsafe_b64encode(notes).decode()))


@given(
    kept=kept_lists(),
    notes=st.dictionaries(
        st.sampled_from(range(5)), st.text(max_size=60).map(lambda text: text * 20), max_size=5
    ),
    stray=st.dictionaries(st.text(max_size=40), st.text(max_size=20), max_size=3),
)
def test_any_notes_in_the_cookie_are_clean_and_of_the_list(kept, notes, stray):
    ids = [id_.hex for id_ in kept.listing_ids]
    said = {ids[at]: note for at, note in notes.items() if at < len(ids)}
    for each in (said, said | stray):
        cookie = urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=")
        is_sound(rules.read_browser(rules.write_saved(kept), cookie))


def test_every_byte_of_a_cookie_may_be_wrong():
    ids = tuple(uuid4() for _ in range(3))
    saved = rules.write_saved(BrowserList(ids))
    notes = rules.write_notes(BrowserList(ids, {ids[0]: "ring <b>Sam</b>\nafter 5"}))
    for at in range(max(len(saved), len(notes))):
        for sign in ("A", "_", "=", "%", "\x00", "é", ";", ""):
            is_sound(
                rules.read_browser(saved[:at] + sign + saved[at + 1 :], notes[:at] + sign + notes[at + 1 :])
            )


def test_of_more_than_thirty_in_a_forged_cookie_thirty_are_read():
    ids = tuple(UUID(int=number) for number in range(1, 61))
    read = rules.read_browser(rules.write_saved(BrowserList(ids)), None)
    assert read.listing_ids == ids[: rules.MOST_IN_BROWSER]


def test_a_listing_twice_in_a_forged_cookie_is_there_once():
    one = uuid4()
    assert rules.read_browser(rules.write_saved(BrowserList((one, one, one))), None).listing_ids == (one,)


def test_a_cookie_of_thirty_is_small():
    ids = tuple(uuid4() for _ in range(rules.MOST_IN_BROWSER))
    assert len(rules.write_saved(BrowserList(ids))) == 640


@pytest.mark.parametrize(
    "note", ["x" * rules.LONGEST_NOTE, "é" * rules.LONGEST_NOTE, "😀" * rules.LONGEST_NOTE]
)
def test_notes_that_fit_stay_below_what_a_browser_takes(note):
    kept = NOTHING
    for _ in range(rules.MOST_IN_BROWSER):
        listing_id = uuid4()
        more = rules.with_note(rules.with_listing(kept, listing_id), listing_id, note)
        if list(rules.check_room(more)):
            break
        kept = more
    assert kept.notes or len(note.encode()) > 1_400
    assert len(rules.write_notes(kept)) <= rules.MOST_NOTES_BYTES


@given(kept=kept_lists(), listing_id=st.uuids())
def test_taking_off_what_was_put_on_leaves_the_rest(kept, listing_id):
    if listing_id in kept.listing_ids:
        return
    more = rules.with_listing(kept, listing_id)
    assert more.listing_ids[0] == listing_id
    assert rules.without_listing(rules.with_note(more, listing_id, "a note"), listing_id) == kept


@given(kept=kept_lists(), note=NOTES)
def test_an_empty_note_takes_the_note_away(kept, note):
    for listing_id in kept.listing_ids[:2]:
        noted = rules.with_note(kept, listing_id, note or "x")
        assert rules.with_note(noted, listing_id, "").notes == {
            id_: old for id_, old in kept.notes.items() if id_ != listing_id
        }
