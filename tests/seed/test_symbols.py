"""Symbols beside the easy-read lines of demonstration listings."""

import pytest

from marketplace.listings.symbols.rules import SYMBOLS
from seed.demo.symbols import _BY_WORD, choose_symbols


def test_every_symbol_that_is_chosen_is_there():
    assert {code for _pattern, code in _BY_WORD} <= SYMBOLS


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("I am a personal assistant.", "person"),
        ("It costs £14.50 an hour.", "money"),
        ("I can take you swimming.", "swimming"),
        ("It is on Tuesday and Wednesday.", "calendar"),
        ("I have no free time at the moment.", "no"),
        ("We can go for walks.", "walking"),
        ("We can play games.", "happy"),
        ("Blah.", ""),
    ],
)
def test_symbol_fits_the_words(line, symbol):
    assert choose_symbols([line]) == (symbol,)
