"""Symbols beside easy-read lines."""

from pathlib import Path

import pytest

import marketplace
from marketplace.listings import service
from marketplace.listings.symbols.rules import SYMBOLS, symbol_labels, with_symbols
from tests.factories.listings import make_activity, publish

FOLDER = Path(marketplace.__file__).parent / "static" / "symbols"
LINES = ("We paint.", "We drink tea.")


def test_every_symbol_has_a_drawing_and_every_drawing_is_a_symbol():
    assert {path.stem for path in FOLDER.glob("*.svg")} == SYMBOLS


@pytest.mark.parametrize("code", sorted(SYMBOLS))
def test_drawing_is_small_and_does_nothing(code):
    drawing = (FOLDER / f"{code}.svg").read_text(encoding="utf-8")
    assert len(drawing) < 4_000
    for word in ("<script", "href", "onload", "style=", "<foreignObject", "<!"):
        assert word not in drawing


def test_labels_of_symbols_are_told_apart():
    labels = symbol_labels().values()
    assert len(set(labels)) == len(labels)


async def test_listing_shows_the_symbols_that_were_chosen(db):
    draft = make_activity(easy_read=LINES, easy_read_pictures=("art", ""))
    listing_id = await publish(draft)
    assert (await service.get_listing(listing_id)).easy_read_pictures == ("art", "")
    assert (await service.get_stored(listing_id)).draft.easy_read_pictures == ("art", "")


@pytest.mark.parametrize(
    ("pictures", "field"),
    [
        (("art",), "easy_read_pictures"),
        (("art", "drink", "art"), "easy_read_pictures"),
        (("art", "no such symbol"), "easy_read_pictures.1"),
        (("../../etc/passwd", ""), "easy_read_pictures.0"),
    ],
)
def test_symbols_that_do_not_fit_are_refused(pictures, field):
    problems = service.check_listing(make_activity(easy_read=LINES, easy_read_pictures=pictures))
    assert [problem.field for problem in problems] == [field]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), ("", "")),
        (("art",), ("art", "")),
        (("gone", "drink"), ("", "drink")),
        (("art", "drink", "car"), ("art", "drink")),
    ],
)
def test_each_line_is_shown_once_whatever_symbols_there_are(codes, expected):
    assert with_symbols(LINES, codes) == tuple(zip(LINES, expected, strict=True))
