"""A council's own spreadsheet: forgiving in what it reads, plain in what it says, all or nothing."""

import csv

import openpyxl
import pytest

from marketplace.listings import service as listings
from marketplace.listings.imports.service import import_listings, write_template
from marketplace.listings.imports.template.repository import read_columns
from marketplace.listings.indexing import repository as indexing
from marketplace.listings.schemas import CostUnit, ListingKind
from tests.factories.listings import ACTOR, FEW_PLACES, MELKSHAM, TROWBRIDGE

GROUP = {
    "Provider": "Trowbridge Makers",
    "Kind of support": "Community activity",
    "Title": "Tuesday art group",
    "Summary": "A friendly group that paints every Tuesday.",
    "Support types": "Arts & crafts; social groups and clubs",
    "Address of the place": "1 High Street",
    "Town of the place": "Trowbridge",
    "Postcode of the place": TROWBRIDGE.lower().replace(" ", ""),
    "Days": "Tuesdays",
    "Times": "2-4pm",
    "Price": "£8 a session",
}
ASSISTANT = {
    "Provider": "Amina K.",
    "Kind of support": "PA",
    "Title": "Swimming and getting out",
    "Summary": "I help people to swim and to see friends.",
    "Support types": "Swimming, Getting out and about",
    "Care groups": "LD; ASD",
    "Languages": "English; BSL",
    "Base postcode (never shown)": MELKSHAM,
    "Miles travelled": "8 miles",
    "Price": "£14.50 to £17",
    "Price is for": "an hour",
    "Free hours a week": "6.5",
    "Capacity was true on": "12/01/2026",
    "Checks": "DBS check (enhanced) 1 May 2025 to 1 May 2060; First aid training March 2025",
    "Youngest age": "16",
}


def write_csv(path, *rows, separator=",", encoding="utf-8"):
    headings = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings, delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path, *rows, sheet="Sheet1"):
    headings = list(dict.fromkeys(key for row in rows for key in row))
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    workbook.active.append(headings)
    for row in rows:
        workbook.active.append([row.get(heading) for heading in headings])
    workbook.save(path)
    return path


async def read(path, *, dry_run=False):
    return await import_listings(path, gazetteer=FEW_PLACES, actor=ACTOR, dry_run=dry_run)


async def published():
    ids = list(await indexing.list_dirty("embedded"))
    return {listing.title: listing for listing in [await listings.get_listing(id_) for id_ in ids]}


async def test_rows_become_public_listings(db, tmp_path):
    report = await read(write_csv(tmp_path / "ours.csv", GROUP, ASSISTANT))
    assert report.problems == ()
    assert (report.rows, report.listings, report.is_dry_run) == (2, 2, False)
    found = await published()
    group, assistant = found["Tuesday art group"], found["Swimming and getting out"]
    assert group.support_types == ("arts_crafts", "social_group")
    assert group.venue.postcode == TROWBRIDGE
    assert [(entry.day, entry.opens_at.hour, entry.closes_at.hour) for entry in group.schedule] == [
        ("tue", 14, 16)
    ]
    assert assistant.kind is ListingKind.PERSONAL_ASSISTANT
    assert assistant.care_groups == ("learning_disability", "autism")
    assert assistant.languages == ("english", "bsl")
    assert (assistant.area.near, assistant.area.miles) == ("SN12", 8.0)
    assert [(cost.unit, cost.amount_pence, cost.amount_to_pence) for cost in assistant.costs] == [
        (CostUnit.HOUR, 1450, 1700)
    ]
    assert [(check.kind, check.level) for check in assistant.checks] == [
        ("dbs", "enhanced"),
        ("first_aid", ""),
    ]
    assert assistant.capacity.hours_per_week == 6.5


async def test_dry_run_changes_nothing_and_says_what_it_would_do(db, tmp_path):
    report = await read(write_csv(tmp_path / "ours.csv", GROUP, ASSISTANT), dry_run=True)
    assert (report.listings, report.is_dry_run, report.problems) == (2, True, ())
    assert (await listings.count_listings()).total == 0


async def test_one_wrong_row_keeps_all_out_and_is_told_by_row_and_column(db, tmp_path):
    wrong = GROUP | {"Title": "Thursday art group", "Price": "ask us", "Support types": "Swimmng"}
    report = await read(write_csv(tmp_path / "ours.csv", GROUP, wrong))
    assert (report.rows, report.listings) == (2, 0)
    assert (await listings.count_listings()).total == 0
    assert [(problem.place, problem.heading, problem.value) for problem in report.problems] == [
        ("E3", "Support types", "Swimmng"),
        ("K3", "Price", "ask us"),
    ]
    assert "Did you mean “Swimming”?" in report.problems[0].message
    assert "£14.50" in report.problems[1].message


async def test_workbook_with_typed_cells_and_a_title_above_is_read(db, tmp_path):
    from datetime import date

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Our council's list of groups"])
    sheet.append([])
    row = GROUP | {
        "Price": 8.5,
        "Price is for": "session",
        "Free places": 4,
        "Capacity was true on": date(2026, 1, 12),
    }
    sheet.append(list(row))
    sheet.append(list(row.values()))
    workbook.save(tmp_path / "ours.xlsx")
    report = await read(tmp_path / "ours.xlsx")
    assert report.problems == ()
    group = (await published())["Tuesday art group"]
    assert group.costs[0].amount_pence == 850
    assert (group.capacity.places, group.capacity.as_of) == (4, date(2026, 1, 12))


async def test_problem_in_a_workbook_below_a_title_has_the_row_the_person_sees(db, tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Our council's list of groups"])
    sheet.append([])
    sheet.append(list(GROUP))
    sheet.append([])
    sheet.append(list((GROUP | {"Days": "Blursday"}).values()))
    workbook.save(tmp_path / "ours.xlsx")
    report = await read(tmp_path / "ours.xlsx")
    assert [problem.place for problem in report.problems] == ["I5"]


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig"), ("|", "utf-8")]
)
async def test_files_of_other_programs_are_read(db, tmp_path, separator, encoding):
    row = GROUP | {"Title": "Café and crafts", "Price": "£8 a session"}
    report = await read(write_csv(tmp_path / "ours.csv", row, separator=separator, encoding=encoding))
    assert report.problems == ()
    listing = (await published())["Café and crafts"]
    assert listing.costs[0].amount_pence == 800


async def test_headings_may_be_written_in_other_ways(db, tmp_path):
    other = {
        "ORGANISATION": "Provider", "Type": "Kind of support", "Service name": "Title", "summary": "Summary",
        "Type(s) of support": "Support types", "Support type": "Support types",
        "Address": "Address of the place", "Town": "Town of the place",
        "Postcode": "Postcode of the place", "When": "Days", "Time": "Times",
        "Cost": "Price", "Notes to self": "Title",
    }  # fmt: skip
    report = await read(
        write_csv(tmp_path / "ours.csv", {mine: GROUP[theirs] for mine, theirs in other.items()})
    )
    assert report.problems == ()
    assert report.ignored_headings == ("Type(s) of support", "Notes to self")


async def test_cell_that_looks_like_a_formula_is_text(db, tmp_path):
    title = '=HYPERLINK("http://evil.example","Click")'
    report = await read(write_csv(tmp_path / "ours.csv", GROUP | {"Title": title}))
    assert report.problems == ()
    assert title in await published()


async def test_missing_column_is_named(db, tmp_path):
    row = {key: value for key, value in GROUP.items() if key != "Summary"}
    report = await read(write_csv(tmp_path / "ours.csv", row))
    assert [(problem.row, problem.message) for problem in report.problems] == [
        (None, "These columns are missing: Summary.")
    ]


async def test_empty_needed_cell_is_told(db, tmp_path):
    report = await read(write_csv(tmp_path / "ours.csv", GROUP | {"Title": " "}))
    assert [(problem.place, problem.heading) for problem in report.problems] == [("C2", "Title")]
    assert "needed" in report.problems[0].message


async def test_same_listing_twice_in_a_file_is_told(db, tmp_path):
    report = await read(write_csv(tmp_path / "ours.csv", GROUP, GROUP))
    assert [problem.message for problem in report.problems] == [
        "Row 2 has the same provider, title and postcode."
    ]


async def test_rows_of_one_provider_share_an_organization_and_assistants_do_not(db, tmp_path):
    rows = (GROUP, GROUP | {"Title": "Thursday art group"}, ASSISTANT, ASSISTANT | {"Title": "Another Amina"})
    assert (await read(write_csv(tmp_path / "ours.csv", *rows))).problems == ()
    found = await published()
    organizations = [listing.organization.id for listing in found.values()]
    assert len(set(organizations)) == 3


async def test_rules_for_listings_hold_for_rows(db, tmp_path):
    rows = (
        ASSISTANT | {"Summary": "Ring me on 07700 900123 whenever you like."},
        GROUP
        | {
            "Support types": "Personal care",
            "Kind of support": "Micro-enterprise",
            "People working there": "3",
        },
        GROUP | {"Title": "Other group", "Postcode of the place": "ZZ9 9ZZ"},
    )
    report = await read(write_csv(tmp_path / "ours.csv", *rows))
    headings = [(problem.row, problem.heading) for problem in report.problems]
    assert headings == [(2, "Summary"), (3, "CQC registered"), (4, "Postcode of the place")]


async def test_capacity_needs_its_date(db, tmp_path):
    row = {key: value for key, value in ASSISTANT.items() if key != "Capacity was true on"}
    report = await read(write_csv(tmp_path / "ours.csv", row))
    assert [(problem.place, problem.heading) for problem in report.problems] == [
        ("row 2", "Capacity was true on")
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_template_as_it_is_has_nothing_to_import_and_says_so(db, tmp_path, suffix):
    path = tmp_path / f"template{suffix}"
    write_template(path)
    report = await read(path)
    assert [problem.message for problem in report.problems] == [
        "There is no row with a listing under the headings."
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_example_of_the_template_would_be_taken(db, tmp_path, suffix):
    path = tmp_path / f"template{suffix}"
    write_template(path)
    if suffix == ".csv":
        path.write_text(path.read_text(encoding="utf-8-sig").replace("EXAMPLE ", ""), encoding="utf-8")
    else:
        workbook = openpyxl.load_workbook(path)
        assert workbook.sheetnames == ["Listings", "How to fill it in", "Allowed values"]
        workbook["Listings"]["A2"] = "Avon Home Help"
        workbook.save(path)
    report = await read(path)
    assert report.problems == ()
    assert report.listings == 1


async def test_example_row_that_stayed_is_passed_over(db, tmp_path):
    report = await read(write_csv(tmp_path / "ours.csv", GROUP | {"Provider": "EXAMPLE Makers"}, GROUP))
    assert (report.rows, report.listings) == (1, 1)
    assert report.notes


def test_columns_have_help_and_headings_of_their_own():
    columns = read_columns()
    assert (
        len({column.heading for column in columns}) == len({column.key for column in columns}) == len(columns)
    )


BAD_FILES = {
    "missing.csv": None,
    "words.doc": b"a letter",
    "empty.csv": b"",
    "nul.csv": b"Provider,Title,Summary\n\x00,b,c\n",
    "noise.csv": b"\xff\xfe\x00\xd8 noise",
    "damaged.xlsx": b"PK\x03\x04 nothing more",
    "password.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
    "other.csv": b"Name,Address\nA,B\n",
    "quotes.csv": b'Provider,Title,Summary\n"never closed' + b"x" * 300_000,
}


@pytest.mark.parametrize("name", BAD_FILES)
async def test_file_that_cannot_be_read_is_one_plain_sentence(db, tmp_path, name):
    if BAD_FILES[name] is not None:
        (tmp_path / name).write_bytes(BAD_FILES[name])
    report = await read(tmp_path / name)
    assert (report.rows, report.listings, len(report.problems)) == (0, 0, 1)
    assert report.problems[0].row is None
    assert report.problems[0].message.endswith((".", "”."))


async def test_file_that_is_too_large_is_refused_before_it_is_read(db, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    assert "larger than 20 megabytes" in (await read(path)).problems[0].message


async def test_workbook_that_unpacks_to_far_too_much_is_refused(db, tmp_path):
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 301_000_000)
    assert "unpacks" in (await read(path)).problems[0].message


async def test_too_many_rows_are_refused(db, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("Provider,Title,Summary\n" + "a,b,c\n" * 20_001)
    assert "20000 rows" in (await read(path)).problems[0].message


async def test_many_problems_are_counted_and_the_first_are_told(db, tmp_path):
    rows = [GROUP | {"Title": f"Group number {number}", "Price": "?!"} for number in range(600)]
    report = await read(write_csv(tmp_path / "ours.csv", *rows))
    assert (len(report.problems), report.problems_total) == (500, 600)


async def test_import_that_fails_in_the_middle_leaves_nothing(committed_db, tmp_path, monkeypatch):
    from marketplace.listings.loading import service as loading

    calls = []

    async def fail_at_second(*_args, **_kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise OSError

    monkeypatch.setattr(loading, "LOAD_CHUNK", 1)
    monkeypatch.setattr(loading.audit, "record_many", fail_at_second)
    with pytest.raises(OSError):
        await read(write_csv(tmp_path / "ours.csv", GROUP, ASSISTANT))
    assert (await listings.count_listings()).total == 0
    assert await indexing.list_dirty("embedded") == {}
