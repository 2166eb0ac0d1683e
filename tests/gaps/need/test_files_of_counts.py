"""Counts out of a spreadsheet: what is wrong is told by row, and nothing changes unless all is right."""

import csv
import io

import openpyxl
import pytest

from marketplace.audit import service as audit
from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.imports.schemas import AreaImport
from marketplace.gaps.areas.imports.service import import_areas
from marketplace.gaps.need import service
from marketplace.gaps.need.imports import rules
from marketplace.gaps.need.imports.schemas import NeedImportAsked
from marketplace.gaps.need.imports.service import end_counts, import_need
from marketplace.gaps.need.schemas import GROUPS
from marketplace.gaps.schemas import GapGroup, NeedSource
from marketplace.listings.imports.repository import FileError
from tests.factories.gaps import FEW_GROUND, SOMERSET, WILTSHIRE, make_areas

AGES = [f"age_{band}" for band in ("65_69", "70_74", "75_79", "80_84", "85_89", "90_plus")]


def write(path, *rows, separator=",", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


async def bring(path, **asked):
    said = {"source": "Wiltshire Council", "period": "31 March 2026"} | asked
    return await import_need(path, NeedImportAsked(**said), actor="test")


async def need_of(group):
    return [each.people for each in await service.list_need(WILTSHIRE) if each.group is group]


def wide(made, *counts, heading=("Area code", "Dementia")):
    rows = [(area.code, *row) for area, row in zip(made, counts, strict=True)]
    return [heading, *rows]


async def test_a_wide_table_of_own_counts_goes_before_estimates(db, tmp_path):
    made = await make_areas()
    path = write(tmp_path / "need.csv", *wide(made, (10,), (20,), ("1,030",)))
    report = await bring(path)
    assert (report.is_done, report.areas, report.measures, report.councils) == (
        True, 3, ("dementia",), ("Wiltshire",),
    )  # fmt: skip
    assert await need_of(GapGroup.DEMENTIA) == [10, 20, 1030]
    bases = await service.list_bases(WILTSHIRE)
    dementia = bases[GapGroup.DEMENTIA]
    assert (dementia.source, dementia.origin, dementia.period, dementia.is_spread) == (
        NeedSource.COUNCIL, "Wiltshire Council", "31 March 2026", False,
    )  # fmt: skip
    assert {bases[group].source for group in GROUPS if group is not GapGroup.DEMENTIA} == {
        NeedSource.ESTIMATE
    }
    assert (await audit.find_last("gap_need", "import")).council == WILTSHIRE


async def test_a_long_table_says_the_care_group_in_each_row(db, tmp_path):
    made = await make_areas()
    rows = [(area.code, group, 5) for area in made for group in ("LD", "Mental health", "autism")]
    report = await bring(write(tmp_path / "need.csv", ("MSOA21CD", "Care group", "People"), *rows))
    assert report.measures == ("autism", "learning_disability", "mental_health")
    assert await need_of(GapGroup.LEARNING_DISABILITY) == [5, 5, 5]


async def test_people_on_direct_payments_are_counted_apart(db, tmp_path):
    made = await make_areas()
    path = write(tmp_path / "need.csv", *wide(made, (1,), (2,), (3,), heading=("area", "Direct payments")))
    await bring(path)
    figures = await service.list_direct_payments(WILTSHIRE)
    assert [figure.people for figure in figures] == [1, 2, 3]
    assert (await service.list_bases(WILTSHIRE))[GapGroup.DEMENTIA].source is NeedSource.ESTIMATE


async def test_a_figure_of_the_whole_council_is_spread_by_postcodes_and_old_codes_are_understood(
    db, tmp_path
):
    made = await make_areas(SOMERSET)
    former = "E10000027"
    report = await bring(write(tmp_path / "need.csv", ("Code", "Dementia"), (former, 1_000)))
    assert report.councils == ("Somerset",)
    need = [each for each in await service.list_need(SOMERSET) if each.group is GapGroup.DEMENTIA]
    assert [each.people for each in need] == pytest.approx([1_000 * area.postcodes / 100 for area in made])
    basis = (await service.list_bases(SOMERSET))[GapGroup.DEMENTIA]
    assert (basis.source, basis.is_spread) == (NeedSource.COUNCIL, True)


async def test_a_census_by_area_makes_better_estimates(db, tmp_path):
    made = await make_areas()
    heading = ("area code", *AGES, "carers_all")
    await bring(write(tmp_path / "c.csv", *wide(made, [100] * 7, [0] * 7, [200] * 7, heading=heading)))
    people = await need_of(GapGroup.DEMENTIA)
    rate = sum(rate.rate for rate in service.list_rates() if rate.measure == "dementia")
    assert people == pytest.approx([100 * rate, 0, 200 * rate])
    bases = await service.list_bases(WILTSHIRE)
    assert (bases[GapGroup.DEMENTIA].source, bases[GapGroup.DEMENTIA].is_spread) == (
        NeedSource.ESTIMATE, False,
    )  # fmt: skip
    assert await need_of(GapGroup.CARERS) == [100, 0, 200]
    # There are no adults of working age in the file: of these groups the council's figure is spread.
    assert bases[GapGroup.AUTISM].is_spread


async def test_counts_of_other_areas_do_not_count(db, tmp_path):
    made = await make_areas()
    await bring(write(tmp_path / "need.csv", *wide(made, (10,), (20,), (30,))))
    ring = [[-2.5, 51.0], [-2.0, 51.0], [-2.0, 51.5], [-2.5, 51.5], [-2.5, 51.0]]
    (tmp_path / "a.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"properties":{"code":"W1"},"geometry":'
        f'{{"type":"Polygon","coordinates":[{ring}]}}}}]}}'
    )
    await import_areas(
        tmp_path / "a.geojson", AreaImport(council_code=WILTSHIRE), ground=FEW_GROUND, actor="test"
    )
    assert [area.code for area in await areas.list_areas(WILTSHIRE)] == ["W1"]
    assert (await service.list_bases(WILTSHIRE))[GapGroup.DEMENTIA].source is NeedSource.ESTIMATE


async def test_importing_again_replaces_and_taking_away_leaves_estimates(db, tmp_path):
    made = await make_areas()
    for count in (10, 11):
        await bring(write(tmp_path / "need.csv", *wide(made, (count,), (20,), (30,))))
    assert await need_of(GapGroup.DEMENTIA) == [11, 20, 30]
    assert await end_counts(WILTSHIRE, actor="test") == 1
    assert (await service.list_bases(WILTSHIRE))[GapGroup.DEMENTIA].source is NeedSource.ESTIMATE
    assert await end_counts(WILTSHIRE, actor="test") == 0


CELLS = {
    "": "It is empty.",
    "many": "Write a whole number of people.",
    "-3": "fewer than no people",
    "12%": "This is a percentage.",
    "12.5": "Write a whole number of people.",
    "<5": "A small number is hidden.",
    "*": "A small number is hidden.",
    "99999999999": "This is more than can be.",
    "1,03": "Write a whole number of people.",
    "=1+1": "Write a whole number of people.",
    "inf": "Write a whole number of people.",
}


@pytest.mark.parametrize("cell", CELLS)
async def test_a_cell_that_is_no_count_is_told_and_nothing_changes(db, tmp_path, cell):
    made = await make_areas()
    before = await service.list_need(WILTSHIRE)
    report = await bring(write(tmp_path / "need.csv", *wide(made, (10,), (cell,), (30,))))
    problem = report.problems[0]
    assert (problem.row, problem.heading, problem.what) == (3, "Dementia", cell)
    assert CELLS[cell] in problem.message
    assert not report.is_done
    assert await service.list_need(WILTSHIRE) == before


async def test_rows_that_cannot_be_taken_are_told_one_by_one(db, tmp_path):
    made = await make_areas(WILTSHIRE, SOMERSET)
    first = made[0].code
    rows = [
        ("Area code", "Council", "Dementia"),
        (first, WILTSHIRE, 1),
        (first, WILTSHIRE, 2),
        ("", WILTSHIRE, 3),
        ("E02999999", WILTSHIRE, 4),
        ("E10000006", "", 5),
        ("E92000001", "", 6),
        (made[1].code, SOMERSET, 6),
    ]
    report = await bring(write(tmp_path / "need.csv", *rows))
    told = [(problem.row, problem.message) for problem in report.problems]
    assert [row for row, _message in told] == [3, 4, 5, 6, 7, 8]
    words = [
        "Row 2 counts the same", "Write the code", "no such area", "split among several",
        "a nation or a region", "The row says",
    ]  # fmt: skip
    assert all(word in message for word, (_row, message) in zip(words, told, strict=True))


async def test_areas_without_a_figure_are_named(db, tmp_path):
    made = await make_areas()
    report = await bring(write(tmp_path / "need.csv", ("area", "dementia"), (made[0].code, 1)))
    (problem,) = report.problems
    assert (problem.row, problem.what) == (None, "Wiltshire")
    assert problem.message == f"2 of its areas have no figure: {made[1].code}, {made[2].code}."


async def test_the_rest_is_taken_by_council_and_measure_if_the_person_says_so(db, tmp_path):
    made = await make_areas(WILTSHIRE, SOMERSET)
    rows = [(area.code, 5, 7) for area in made]
    rows[0] = (made[0].code, "many", 7)
    path = write(tmp_path / "need.csv", ("area", "dementia", "autism"), *rows)
    assert not (await bring(path)).is_done
    report = await bring(path, leaves_out=True)
    assert (report.is_done, report.left_out) == (True, ("Wiltshire",))
    assert set(report.councils) == {"Wiltshire", "Somerset"}
    assert await need_of(GapGroup.AUTISM) == [7, 7, 7]
    assert (await service.list_bases(WILTSHIRE))[GapGroup.DEMENTIA].source is NeedSource.ESTIMATE
    assert (await service.list_bases(SOMERSET))[GapGroup.DEMENTIA].source is NeedSource.COUNCIL


async def test_hidden_small_numbers_count_as_the_person_says(db, tmp_path):
    made = await make_areas()
    report = await bring(write(tmp_path / "need.csv", *wide(made, (10,), ("<5",), ("c",))), withheld=2)
    assert report.problems == ()
    assert await need_of(GapGroup.DEMENTIA) == [10, 2, 2]


async def test_more_people_than_live_there_are_told(db, tmp_path):
    made = await make_areas()
    report = await bring(write(tmp_path / "need.csv", *wide(made, (600_000,), (0,), (0,))))
    assert "only 510,275 live there" in report.problems[0].message


async def test_a_dry_run_changes_nothing_and_one_council_can_be_taken(db, tmp_path):
    made = await make_areas(WILTSHIRE, SOMERSET)
    path = write(tmp_path / "need.csv", ("area", "dementia"), *[(area.code, 5) for area in made])
    report = await bring(path, is_dry_run=True, council_code=SOMERSET)
    assert (report.is_done, report.councils, report.passed_over) == (False, ("Somerset",), 3)
    assert (await service.list_bases(SOMERSET))[GapGroup.DEMENTIA].source is NeedSource.ESTIMATE


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig"), (",", "utf-8")]
)
async def test_files_of_all_kinds_are_read(db, tmp_path, separator, encoding):
    made = await make_areas()
    title = ["Need \u2013 by area"]
    rows = wide(made, (1, "x"), (2, "y"), (3, "z"), heading=("Area code", "Dementia", "Name"))
    path = write(tmp_path / "need.csv", title, [], *rows, separator=separator, encoding=encoding)
    report = await bring(path)
    assert (report.problems, report.ignored_headings) == ((), ("Name",))
    assert await need_of(GapGroup.DEMENTIA) == [1, 2, 3]


async def test_a_workbook_may_say_its_source_in_a_sheet_of_its_own(db, tmp_path):
    made = await make_areas()
    book = openpyxl.Workbook()
    for row in wide(made, (1,), (2,), (3,)):
        book.active.append(row)
    source = book.create_sheet("Source")
    source.append(["Source", "Our own records"])
    source.append(["Date", "May 2026"])
    book.save(tmp_path / "need.xlsx")
    report = await bring(tmp_path / "need.xlsx", source="", period="")
    assert (report.is_done, report.source, report.period) == (True, "Our own records", "May 2026")


@pytest.mark.parametrize(
    ("rows", "asked", "words"),
    [
        ([("Area code", "Dementia"), ("A", 1)], {"source": ""}, "Say whose counts these are"),
        ([("Area code", "", ""), ("", "Dementia", "Autism"), ("A", 1, 2)], {}, "headings over two rows"),
        ([("Area code", "Dementia")], {}, "There is no row"),
        ([("Name", "Height"), ("A", 1)], {}, "No headings were found"),
    ],
)
async def test_a_file_without_what_is_needed_is_refused(db, tmp_path, rows, asked, words):
    with pytest.raises(FileError, match=words):
        await bring(write(tmp_path / "need.csv", *rows), **asked)


async def test_a_file_that_is_far_too_large_is_not_even_read(db, tmp_path):
    path = tmp_path / "need.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(FileError, match="larger than 30 megabytes"):
        await bring(path)


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("Older people", "older_people"),
        ("Aged 65 to 69 years", "age_65_69"),
        ("65-69", "age_65_69"),
        ("age_90plus", "age_90_plus"),
        ("Aged 90 and over", "age_90_plus"),
        ("People with dementia", "dementia"),
        ("People on direct payments", "direct_payments"),
        ("carers", "carers"),
        ("carers_all", "unpaid_carers"),
        ("Aged 60 to 64", None),
        ("direct_payment_pct_all", None),
    ],
)
def test_headings_are_understood_in_many_words(heading, measure):
    assert rules.read_measure(heading) == measure


@pytest.mark.shared
@pytest.mark.slow
async def test_all_small_areas_of_england_and_their_census_are_taken(db, gazetteer, shared_dir):
    data = shared_dir / "data"
    taken = await import_areas(
        data / "msoa21_england.topo.json", AreaImport(source="ONS"), ground=gazetteer, actor="test"
    )
    assert (taken.areas, len(taken.councils), taken.problems) == (6_856, 153, ())
    wiltshire = await areas.list_shapes(WILTSHIRE)
    assert all(path.startswith("M") for path in wiltshire.paths.values())
    report = await bring(data / "census2021_msoa_england_demand.csv", source="Census 2021", period="2021")
    assert (report.problems, report.areas, len(report.councils)) == ((), 6_856, 153)
    columns = await areas.list_all_areas()
    need = await service.need_columns(columns)
    carers = need.people[:, GROUPS.index(GapGroup.CARERS)]
    assert carers.sum() == 4_678_238
    ascof = await bring(
        data / "ascof_2020-21_clients_direct_payments_by_council.csv", source="ASCOF", period="2020-21"
    )
    split = [each.what for each in ascof.problems if "split among several" in each.message]
    assert sorted(split) == ["E10000006", "E10000021"]
    assert not ascof.is_done
