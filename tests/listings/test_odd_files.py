"""Spreadsheets that are odd by accident or on purpose: each is read or refused in plain words, and soon."""

import csv
import io
import subprocess
import sys
import time
import zipfile

import openpyxl
import pytest

from marketplace.listings.imports.repository import read_sheet
from marketplace.listings.imports.service import import_listings
from tests.factories.listings import ACTOR, FEW_PLACES, TROWBRIDGE

GROUP = {
    "Provider": "Trowbridge Makers",
    "Kind of support": "Community activity",
    "Title": "Tuesday art group",
    "Summary": "A friendly group that paints every Tuesday.",
    "Support types": "Arts & crafts",
    "Address of the place": "1 High Street",
    "Town of the place": "Trowbridge",
    "Postcode of the place": TROWBRIDGE,
}


async def read(path):
    return await import_listings(path, gazetteer=FEW_PLACES, actor=ACTOR, dry_run=True)


def write_csv(path, row):
    text = io.StringIO()
    csv.writer(text).writerows([row.keys(), row.values()])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("blanks", [" " * 9_000, "\n " * 4_500, "\t" * 9_000, "\u00a0" * 9_000])
async def test_cells_full_of_blanks_take_no_time(db, tmp_path, blanks):
    row = GROUP | {"Checks": f"DBS{blanks}x(", "Price": f"£8{blanks}x session", "Days": f"Tue 1{blanks}x"}
    path, begun = write_csv(tmp_path / "ours.csv", row), time.perf_counter()
    assert (await read(path)).problems_total > 0
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("no", ["no", "N", "n/a"])
async def test_yes_and_no_are_read_as_the_guide_says(db, tmp_path, no):
    registered = GROUP | {"CQC registered": "Y", "CQC location number": "1-123456789"}
    for row in (registered, GROUP | {"CQC registered": no}):
        assert (await read(write_csv(tmp_path / "ours.csv", row))).problems == ()


def write_workbook(path, *far_cells):
    workbook = openpyxl.Workbook()
    for row in (list(GROUP), list(GROUP.values())):
        workbook.active.append(row)
    for cell in far_cells:
        workbook.active[cell] = "a slip of the hand"
    workbook.save(path)
    return path


def test_signs_that_no_text_has_are_left_out_of_a_workbook(tmp_path):
    workbook = openpyxl.Workbook()
    for row in (list(GROUP), [f"_x0000_{text}_x0001_" for text in GROUP.values()]):
        workbook.active.append(row)
    workbook.save(tmp_path / "ours.xlsx")
    assert read_sheet(tmp_path / "ours.xlsx").rows == [list(GROUP), list(GROUP.values())]


def read_with_little_memory(path):
    """What is said of a file, by a process of its own: a lack of memory would end it."""
    code = (
        "import resource, sys; from pathlib import Path;"
        "from marketplace.listings.imports.repository import FileError, read_sheet;"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000));"
        f"\ntry: print(len(read_sheet(Path({str(path)!r})).rows))"
        "\nexcept FileError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("far_cell", ["XFD1048576", "A1048576", "XFD900"])
def test_workbook_with_a_far_cell_is_refused_and_takes_little_memory(tmp_path, far_cell):
    said = read_with_little_memory(write_workbook(tmp_path / "far.xlsx", far_cell))
    assert "far" in said


def test_far_cell_in_an_archive_of_another_style_is_found_too(tmp_path):
    plain, odd = write_workbook(tmp_path / "plain.xlsx", "B9"), tmp_path / "odd.xlsx"
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as other:
        for entry in archive.namelist():
            content = archive.read(entry).replace(b'r="B9"', b"r = 'xfd1048576'").replace(b"sheet1", b"other")
            other.writestr(entry.replace("sheet1.xml", "other.xml"), content)
    assert "far" in read_with_little_memory(odd)


def test_workbook_of_a_whole_council_is_not_too_far(tmp_path):
    assert read_with_little_memory(write_workbook(tmp_path / "wide.xlsx", "A20000", "IP2")) == "20000\n"
