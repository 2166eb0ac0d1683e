"""The page of figures holds what the benchmarks print, in the form that they print it."""

import re

import pytest

from tests.benchmarks import results_page, search
from tests.benchmarks.queries import KINDS_OF_QUERY
from tests.benchmarks.tables import SPEED_PAGE, block, read_tables, table, write_block

SIZES = (10_000, 100_000, 1_000_000)
NUMBER = r"[\d,]+(?:\.\d+)?"
TIMES = re.compile(rf"{NUMBER} / {NUMBER}(?: \(x{NUMBER}\))?")
FACT = re.compile(rf"{NUMBER}(?: / {NUMBER})?|-")


def printed(name):
    """The tables that the page holds under a name."""
    content = block(SPEED_PAGE.read_text(), name)
    assert content, f"{name} was not measured yet"
    return read_tables(content)


@pytest.mark.parametrize("size", SIZES)
def test_search_tables_are_as_the_command_prints_them(size):
    times, facts, *_ = printed(f"search {size}")
    assert times[0][1].startswith("embedded")
    assert [row[0] for row in times[1:]] == list(search.ROWS)
    assert all(TIMES.fullmatch(cell) for row in times[1:] for cell in row[1:])
    assert [row[0] for row in facts[1:]] == list(search.FACTS)
    assert all(FACT.fullmatch(cell) for row in facts[1:] for cell in row[1:])


@pytest.mark.parametrize("size", SIZES)
def test_peers_found_the_same_where_they_must(size):
    _, _, *same = printed(f"search {size}")
    for header, *rows in same:
        for place, name in enumerate(header[1:], 1):
            agrees = search.SUBJECTS[name.split()[0]].agrees
            for row in rows:
                found, asked = row[place].split(" of ")
                assert row[0] not in agrees or found == asked


def test_profile_names_every_kind_of_query():
    (shares,) = printed("profile 100000")
    assert [row[0] for row in shares[1:]] == list(KINDS_OF_QUERY)


def test_results_page_table_is_as_the_command_prints_it():
    (told,) = printed("results page")
    assert [row[0] for row in told[1:]] == list(results_page.ROWS)
    assert all(FACT.fullmatch(cell) for row in told[1:] for cell in row[1:])


def test_what_is_printed_is_what_the_page_holds(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- here: printed -->\nold\n<!-- here: end -->\nafter\n")
    told = table(["a", "b"], [["1", "2"]])
    write_block("here", told, page)
    assert block(page.read_text(), "here") == told
    assert read_tables(told) == [[["a", "b"], ["1", "2"]]]
    assert page.read_text().startswith("before\n")
    assert page.read_text().endswith("\nafter\n")


def test_a_page_without_the_place_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing\n")
    with pytest.raises(LookupError):
        write_block("here", "x", page)
    assert page.read_text() == "nothing\n"
