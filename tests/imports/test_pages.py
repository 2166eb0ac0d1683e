"""The pages of imports, as a steward uses them."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import brotli
import openpyxl
import pytest
from msgspec import structs

from marketplace.accounts.limits import schemas as limits
from marketplace.kernel import clock
from marketplace.listings import service as listings
from marketplace.listings.imports.kept import service as kept
from marketplace.listings.imports.repository import WEB_LIMITS
from marketplace.listings.schemas import ListingStatus
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import make_activity, publish
from tests.imports.conftest import GROUP, sheet

LIST = "/stewards/imports"
MOST_BYTES = 6_000
MOST_STATEMENTS = 7
"""Session, import, counts, rows, words of listings and of rows, names."""


async def send(sam, *rows, name="ours.csv", content=None):
    files = {"file": (name, sheet(*rows) if content is None else content)}
    return await sam.post(LIST, files=files)


async def sent(sam, *rows):
    """The address of an import."""
    answer = await send(sam, *rows)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


async def press(sam, path, end, **typed):
    """Press a button of the page as it stands."""
    page = (await sam.get(path)).text
    version = re.search(r'name="version" value="(\d+)"', page)
    return await sam.post(f"{path}/{end}", data={"version": version[1] if version else "1"} | typed)


async def test_a_spreadsheet_is_sent_looked_at_brought_in_and_undone(sam):
    path = await sent(sam, GROUP, {**GROUP, "Title": "Bowls", "Price": "dear"})
    page = (await sam.get(path)).text
    assert "Tuesday art group" in page
    assert "It says: dear" in page
    assert "Bring in 1 listing<" in page
    answer = await press(sam, path, "run")
    assert answer.headers["location"] == f"{path}?done=imported"
    page = (await sam.get(path)).text
    listing_id = re.search(r'href="/stewards/listings/([0-9a-f-]{36})">Tuesday art group', page)[1]
    assert (await listings.get_listing(listing_id)).title == "Tuesday art group"
    record = (await sam.get(f"/stewards/listings/{listing_id}")).text
    assert re.search(rf'It came by an import on .*: <a [^>]+ href="{path}">ours.csv</a>', record)
    answer = await press(sam, path, "undo")
    assert answer.headers["location"] == f"{path}?done=undone"
    assert "Taken back" in (await sam.get(path)).text
    assert (await listings.get_stored(listing_id)).status is ListingStatus.WITHDRAWN
    assert "ours.csv" in (await sam.get(LIST)).text


async def test_a_second_press_is_told(sam):
    path = await sent(sam, GROUP)
    for button in ("run", "undo"):
        assert (await press(sam, path, button)).status_code == 303
        again = await sam.post(f"{path}/{button}", data={"version": "1"})
        assert again.status_code == 409
        assert "<title>Error: " in again.text


async def test_a_duplicate_is_merged_as_chosen_after_a_look_at_what_changes(sam):
    listing_id = await publish(make_activity(schedule=()))
    path = await sent(sam, GROUP)
    page = (await sam.get(f"{path}?show=alike")).text
    assert "Same provider, title and place" in page
    diff = (await sam.get(f"{path}/rows/2?listing={listing_id}")).text
    assert "Tuesday, 2pm to 4pm" in diff
    answer = await press(sam, path, "choices", **{"row-2": str(listing_id), "show": "alike"})
    assert answer.headers["location"] == f"{path}?show=alike&page=1&done=chosen"
    await press(sam, path, "run")
    assert (await listings.get_listing(listing_id)).schedule[0].day == "tue"
    assert "added to it:" in (await sam.get(f"/stewards/listings/{listing_id}")).text


async def test_choices_on_an_old_page_are_kept_on_the_page_that_tells(sam):
    await publish(make_activity())
    path = await sent(sam, GROUP)
    await press(sam, path, "choices", **{"row-2": "leave"})
    answer = await sam.post(f"{path}/choices", data={"version": "1", "row-2": "new"})
    assert answer.status_code == 409
    assert re.search(r'value="new" checked', answer.text)


async def test_the_same_can_be_chosen_for_all_alike(sam):
    await publish(make_activity())
    path = await sent(sam, GROUP)
    answer = await press(sam, path, "alike", why="same", choice="new")
    assert answer.status_code == 303
    assert "Bring in 1 listing<" in (await sam.get(path)).text
    assert (await press(sam, path, "alike", why="odd", choice="new")).status_code == 303


async def test_a_spreadsheet_is_thrown_away(sam):
    path = await sent(sam, GROUP)
    assert (await press(sam, path, "discard")).status_code == 303
    assert "ours.csv" not in (await sam.get(LIST)).text
    assert (await sam.post(f"{path}/run", data={"version": "2"})).status_code == 409


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ours.xlsx", b"PK\x03\x04 no archive"),
        ("ours.pdf", b"%PDF-1.7"),
        ("ours.csv", b"a,b\n1,2\n"),
        ("ours.csv", b""),
        ("../../etc/passwd", b"x"),
        ("ours.csv", b"\n" * 30_000),
        ("ours.xlsm", b"PK\x03\x04"),
    ],
)
async def test_what_is_no_spreadsheet_of_listings_is_refused_at_the_field(sam, name, content):
    answer = await send(sam, name=name, content=content)
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert "<title>Error: " in answer.text


async def test_a_workbook_that_unpacks_to_far_too_much_is_refused(sam):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (WEB_LIMITS.unpacked_bytes + 1))
    assert len(written.getvalue()) < 1_000_000
    answer = await send(sam, name="ours.xlsx", content=written.getvalue())
    assert answer.status_code == 422
    assert "unpacks to far too much" in answer.text


async def test_formulas_of_a_workbook_are_never_worked_out(sam):
    workbook = openpyxl.Workbook()
    workbook.active.append(list(GROUP))
    workbook.active.append([*list(GROUP.values())[:-1], '=WEBSERVICE("http://127.0.0.1/")'])
    written = io.BytesIO()
    workbook.save(written)
    answer = await send(sam, name="ours.xlsx", content=written.getvalue())
    assert answer.status_code == 303
    assert "WEBSERVICE" not in (await sam.get(answer.headers["location"])).text


async def test_a_full_page_weighs_little(sam):
    rows = [{**GROUP, "Title": f"{word} {each}"} for each in "abcdefgh" for word in ("Art", "Walks", "Tea")]
    page = await sam.get(await sent(sam, *rows))
    assert len(brotli.compress(page.content)) < MOST_BYTES


async def test_nothing_sent_is_refused_at_the_field(sam):
    for answer in (
        await sam.post(LIST, data={"file": "x"}),
        await sam.post(LIST, files={"file": ("", b"")}),
    ):
        assert answer.status_code == 422
        assert 'href="#file"' in answer.text


async def test_a_file_that_is_too_large_is_refused(sam):
    assert (await send(sam, content=b"x" * 9_000_000)).status_code == 413


async def test_problems_come_as_a_table_that_does_nothing_when_opened(sam):
    path = await sent(sam, {**GROUP, "Price": "=HYPERLINK(A1)"}, {**GROUP, "Title": "Bowls", "Price": "@x"})
    answer = await sam.get(f"{path}/problems.csv")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert [row[3] for row in rows[1:]] == ["'=HYPERLINK(A1)", "'@x"]
    assert answer.headers["content-disposition"] == 'attachment; filename="problems.csv"'


async def test_the_template_can_be_downloaded_and_sent_back(sam):
    content = (await sam.get(f"{LIST}/template.xlsx")).content
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    row = {cell.value: number for number, cell in enumerate(workbook.active[1], 1)}
    for heading, value in GROUP.items():
        workbook.active.cell(row=3, column=row[heading], value=value)
    written = io.BytesIO()
    workbook.save(written)
    answer = await send(sam, name="ours.xlsx", content=written.getvalue())
    assert answer.status_code == 303
    assert "Provider" in (await sam.get(f"{LIST}/template.csv")).text


async def test_another_councils_import_is_not_found(sam, browse):
    path = await sent(sam, GROUP)
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", "E10000008"))
        for end in ("", "/problems.csv", "/rows/2"):
            assert (await other.get(path + end)).status_code == 404
        for end in ("choices", "alike", "run", "undo", "discard"):
            assert (await other.post(f"{path}/{end}", data={"version": "1"})).status_code == 404
        assert "ours.csv" not in (await other.get(LIST)).text
    assert (await sam.get(f"{LIST}/{uuid4()}")).status_code == 404


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?show=odd", "?show=problems", "?done=odd"])
async def test_odd_addresses_answer(sam, query):
    path = await sent(sam, GROUP)
    assert (await sam.get(path + query)).status_code == 200
    assert (await sam.get(LIST + query)).status_code == 200


async def test_odd_rows_are_not_found(sam):
    path = await sent(sam, GROUP)
    assert (await sam.get(f"{path}/rows/9999")).status_code == 404
    assert (await sam.get(f"{path}/rows/x")).status_code == 404
    assert (await sam.get(f"{path}/rows/2?listing=x")).status_code == 200


async def test_a_page_asks_the_database_the_same_however_many_rows(sam, statements):
    await publish(make_activity())
    counts = []
    for number in (2, 20):
        rows = [{**GROUP, "Title": f"Tuesday art group {each}"} for each in range(number)]
        path = await sent(sam, *rows)
        async with statements() as asked:
            assert (await sam.get(path)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


async def test_who_sends_very_many_is_told_when_to_go_on_and_loses_nothing(sam, monkeypatch):
    few = structs.replace(limits.IMPORTS, most=2)
    monkeypatch.setattr(kept, "IMPORTS", few)
    path = await sent(sam, GROUP)
    await sent(sam, GROUP)
    answer = await send(sam, GROUP)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 1800
    assert "<title>Error: " in answer.text
    assert re.search(r'href="#file">[^<]*Wait 30 minutes, then choose the file again', answer.text)
    assert answer.text.count('href="/stewards/imports/') >= 2
    assert path in answer.text
    with clock.stopped_at(clock.now() + timedelta(minutes=31)):
        assert (await send(sam, GROUP)).status_code == 303


async def test_what_one_steward_sends_does_not_count_for_another(browse, sam, monkeypatch):
    monkeypatch.setattr(kept, "IMPORTS", structs.replace(limits.IMPORTS, most=1))
    await sent(sam, GROUP)
    assert (await send(sam, GROUP)).status_code == 429
    async with browse() as other:
        await sign_in_as(other, await make_account("steward"))
        assert (await send(other, GROUP)).status_code == 303
