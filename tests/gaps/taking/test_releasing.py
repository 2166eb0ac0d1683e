"""What leaves the house: small numbers of people, and what would give them away, are withheld."""

import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.reading.drawing.schemas import Layer, MapText, MapView
from marketplace.gaps.reading.schemas import GroupView, Reach, Usual
from marketplace.gaps.schemas import GapGroup, NeedSource
from marketplace.gaps.taking import rules
from marketplace.gaps.taking.drawing.rules import as_svg, bar_picture, corners, map_picture
from marketplace.gaps.taking.sheets.schemas import Sheet, SheetName
from marketplace.gaps.taking.sheets.writing.rules import write_csv, write_xlsx

PEOPLE = st.lists(st.integers(0, 400).map(float), min_size=1, max_size=8)


def view(people, source, free=10.0):
    reach = tuple(
        Reach(value=100 * free / each if each else 0.0, low=0.0, high=100 * free / each if each else 0.0)
        for each in people
    )
    return GroupView(
        group=GapGroup.DEMENTIA,
        source=source,
        people=tuple(people),
        reach=reach,
        in_reach=(free,) * len(people),
        usual=Usual(england=50.0),
    )


@given(PEOPLE, st.sampled_from(NeedSource))
def test_no_number_below_five_is_told_and_none_that_gives_it_back(people, source):
    made = view(people, source)
    for at, each in enumerate(people):
        told = rules.told_people(made, at)
        assert (told is None) == (each < 5)
        assert told is None or told >= 5
        if source is NeedSource.COUNCIL and each < 5:
            assert rules.told_reach(made, at) is None


@given(PEOPLE)
def test_a_sum_of_counts_is_of_what_is_told_and_says_what_is_left_out(people):
    made = view(people, NeedSource.COUNCIL)
    total = rules.total_people(made)
    assert total.people == sum(each for each in people if each >= 5)
    assert total.left_out == sum(each < 5 for each in people)
    # Whatever the withheld ones are, the sum is the same.
    changed = view([4.0 - each if each < 5 else each for each in people], NeedSource.COUNCIL)
    assert rules.total_people(changed) == total


def test_a_sum_says_in_words_what_is_not_in_it():
    made = view([100.0, 3.0, 2.0], NeedSource.COUNCIL)
    words = rules.total_words(rules.total_people(made), made.source)
    assert words == "100 people, without 2 areas of fewer than 5 each"
    estimate = view([100.0, 3.0], NeedSource.ESTIMATE)
    assert rules.total_words(rules.total_people(estimate), estimate.source) == "about 100 people"


def test_a_share_is_to_the_nearest_five():
    made = view([100.0, 10.0], NeedSource.ESTIMATE)
    assert rules.share_short(made) == 90


def sheet(*cells):
    return Sheet(
        name=SheetName.GAPS,
        title="Gaps: [all]/now",
        about="A row.",
        columns=("A",) * len(cells),
        rows=(cells,),
    )


def test_no_text_is_a_formula_in_either_file():
    dangerous = ("=1+1", "+44", "-1", "@x", "\uff1d1", "  =1", 5, 0.5, None)
    text = write_csv(sheet(*dangerous))
    assert text.splitlines()[1] == "'=1+1,'+44,'-1,'@x,'\uff1d1,'  =1,5,0.5,"
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx((sheet(*dangerous, "a\x00b"),), "=Title", ("=Line",)))
    )
    cells = next(book.worksheets[1].iter_rows(min_row=2))
    assert [cell.data_type for cell in cells[:8]] == ["s"] * 6 + ["n"] * 2
    assert cells[0].value == "=1+1"
    assert cells[9].value == "ab"
    assert book.worksheets[0]["A1"].data_type == "s"


def drawn():
    layers = (Layer(shade=4, path="M0 0l10 0 0 10-10 0 0-10z"), Layer(shade=None, path="M20 20l5 0 0 5z"))
    texts = (MapText(text="<Mere>", x=5, y=5),)
    return MapView(
        title="t", description="d", width=60, height=60, margin=5, layers=layers, legend=(), texts=texts
    )


def test_a_path_gives_its_corners_back():
    assert corners("M0 0l10 0 0 10-10 0z M3-4l-1-1 2 5z") == [
        [(0, 0), (10, 0), (10, 10), (0, 10)],
        [(3, -4), (2, -5), (4, 0)],
    ]


def test_a_map_stands_alone_as_drawing_and_as_picture():
    svg = as_svg(drawn())
    assert "&lt;Mere&gt;" in svg
    assert 'fill="url(#h)"' in svg
    assert map_picture(drawn()).startswith(b"\x89PNG")
    assert bar_picture(0) != bar_picture(50)


def test_colours_of_maps_are_those_of_the_pages():
    from marketplace.gaps.taking.drawing.rules import SHADES
    from tests.architecture.test_files import ROOT

    styles = (ROOT / "marketplace/static/src/_gaps.scss").read_text()
    assert all(f"--app-g{number}: {shade};" in styles for number, shade in enumerate(SHADES))
