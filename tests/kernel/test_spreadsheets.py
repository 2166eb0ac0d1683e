import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.spreadsheets import csv_lines, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "  =1", "=cmd|' /C calc'!A0", "\uff1d1"]
)
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "hello", "1-2", "a=b", "'quoted", "12.5"])
def test_other_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_nothing_is_an_empty_cell():
    assert csv_lines([[None, 3]]) == ",3\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), max_size=5))
def test_no_text_makes_a_formula_or_another_cell(rows):
    read = list(csv.reader(io.StringIO(csv_lines(rows), newline="")))
    assert read == [[safe_cell(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
