"""A commissioner writes the council's words, and takes files and the statement away; the public reads on."""

import csv
import io
import json
import re
from datetime import timedelta
from itertools import pairwise

import docx
import openpyxl
import pytest

from marketplace.accounts.limits.schemas import Limit
from marketplace.commissioners.gaps.taking import web as taking_web
from marketplace.gaps.taking.sheets.schemas import SheetName
from marketplace.kernel import clock
from tests.commissioners.conftest import SOMERSET, WILTSHIRE
from tests.commissioners.test_gaps import compute, market, statements, words
from tests.commissioners.test_pages import last_month
from tests.factories.listings import make_activity, publish
from tests.factories.signals import look_for, publish_signals

__all__ = ["market", "statements"]

BASE = f"/commissioners/{WILTSHIRE}/gaps"
WRITTEN = {
    "looking_for": "- Support for people with dementia around Mere\n- =A group in Trowbridge",
    "ambitions": "More choice by 2028.\n\nNobody has only one option.",
    "working_with_us": "Talk to us first.",
    "quality": "We visit everybody once a year.",
    "contact_name": "Market team",
    "contact_email": "market@wiltshire.example.gov.uk",
    "contact_phone": "",
    "contact_url": "",
    "version": "0",
    "do": "publish",
}
FILES = [f"{BASE}/take-away/csv/{name}" for name in SheetName] + [
    f"{BASE}/take-away/xlsx",
    f"{BASE}/take-away/geojson",
    f"{BASE}/statement/pdf",
    f"{BASE}/statement/docx",
]


async def send(client, **changes):
    return await client.post(f"{BASE}/words", data={**WRITTEN, **changes})


async def heard(people=7):
    await look_for(people, at=last_month(), types=("swimming",))
    await publish_signals()


PATHS = {
    "public": f"/market/{WILTSHIRE}",
    "public statement": f"/market/{WILTSHIRE}/statement",
    "statement": f"{BASE}/statement",
    "words": f"{BASE}/words",
}
STATEMENTS = {"public": 23, "public statement": 30, "statement": 29, "words": 2}
"""Those of staff each with one for the session."""


def rows_of(answer):
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


async def test_words_are_saved_published_and_taken_off(client):
    saved = await send(client, do="save")
    assert (saved.status_code, saved.headers["location"]) == (303, f"{BASE}/words?done=kept")
    assert "Market team" not in (await client.get(f"/market/{WILTSHIRE}")).text
    await send(client, version="1")
    assert "Market team" in (await client.get(f"/market/{WILTSHIRE}")).text
    page = (await client.get(f"{BASE}/words?done=published")).text
    assert "Your words are public now." in page
    off = await client.post(f"{BASE}/words/off", data={"version": "2"})
    assert off.headers["location"] == f"{BASE}/words?done=off"
    assert "Market team" not in (await client.get(f"/market/{WILTSHIRE}")).text
    assert (await client.get(f"/market/{WILTSHIRE}/statement")).status_code == 404


async def test_what_was_published_stays_while_something_new_is_written(client):
    await send(client)
    await send(client, version="1", do="save", contact_name="Another team")
    assert "Market team" in (await client.get(f"/market/{WILTSHIRE}")).text
    assert "differs from it" in (await client.get(f"{BASE}/words")).text


async def test_of_two_that_change_the_words_the_second_is_told_and_loses_nothing(client):
    await send(client)
    answer = await send(client, contact_name="Second team")
    assert answer.status_code == 409
    assert "Error:" in answer.text
    assert 'value="Second team"' in answer.text
    assert "Market team" in answer.text
    again = await send(client, contact_name="Second team", version="1")
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_email", "nobody"),
        ("contact_url", "wiltshire"),
        ("contact_phone", "ring us"),
        ("ambitions", "a" * 6_001),
    ],
)
async def test_words_that_cannot_be_taken_are_told_at_their_field(client, field, value):
    answer = await send(client, **{field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


async def test_nothing_is_published_without_words_or_a_way_to_reach_the_council(client):
    empty = dict.fromkeys(("looking_for", "ambitions", "working_with_us", "quality", "contact_email"), "")
    answer = await send(client, **empty)
    assert answer.status_code == 422
    assert 'href="#looking_for"' in answer.text
    assert 'href="#contact_email"' in answer.text
    assert (await send(client, **empty, do="save")).status_code == 303


async def test_the_page_of_files_says_what_each_holds(client):
    page = (await client.get(f"{BASE}/take-away")).text
    links = re.findall(rf'href="({BASE}/(?:take-away|statement)/[^"]+)"', page)
    assert sorted(links) == sorted(FILES)


@pytest.mark.parametrize("path", [*FILES, f"{BASE}/take-away", f"{BASE}/statement", f"{BASE}/words"])
async def test_no_commissioner_of_another_council_gets_it(client, path):
    assert (await client.get(path.replace(WILTSHIRE, SOMERSET))).status_code == 404


async def test_tables_are_typed_and_the_withheld_is_no_zero(client, market):
    await heard()
    rows = rows_of(await client.get(f"{BASE}/take-away/csv/access"))
    assert len(rows) == 3 * 9 * 2
    mere = next(
        row
        for row in rows
        if row["Area"] == "Mere" and row["Care group"] == "Dementia" and row["Unit"] == "Free hours a week"
    )
    assert int(mere["People"]) % 5 == 0
    assert mere["How people are known"] == "Estimate"
    assert mere["Free for each 100 people"] == "0"
    assert mere["Worked out at"] == "2026-11-20 09:30"
    unmet = rows_of(await client.get(f"{BASE}/take-away/csv/unmet-need"))
    assert [(row["What"], row["Place"], row["People (5 or more)"]) for row in unmet] == [
        ("Swimming", "BA12", "7")
    ]
    assert (await client.get(f"{BASE}/take-away/csv/listings")).status_code == 404


async def test_the_workbook_has_typed_cells_sources_and_heads_that_stay(client, market):
    answer = await client.get(f"{BASE}/take-away/xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "Read me", "Need and access by area", "Gaps, ranked", "What there is", "What people looked for",
        "Languages", "Sources",
    ]  # fmt: skip
    page = book["Need and access by area"]
    assert page.freeze_panes == "A2"
    assert page["E2"].data_type == "n"
    assert page["M2"].is_date
    assert book["What there is"]["L2"].value.date() == clock.today()
    sources = [row[1].value for row in book["Sources"].iter_rows(min_row=2)]
    assert any("Census 2021" in source for source in sources)
    assert "Public listings on this website" in sources


async def test_areas_for_maps_have_their_ground_against_the_clock_and_the_numbers(client, market):
    answer = await client.get(f"{BASE}/take-away/geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    found = json.loads(answer.content)
    assert {feature["properties"]["name"] for feature in found["features"]} == {
        "Melksham",
        "Mere",
        "Trowbridge",
    }
    ring = found["features"][0]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0
    assert found["features"][0]["properties"]["dementia_people_source"] == "estimate"
    assert found["sources"]


async def test_the_statement_has_the_headings_of_the_field_and_says_what_is_to_write(client, market):
    await heard()
    page = (await client.get(f"{BASE}/statement")).text
    heads = re.findall(r'<h2 class="govuk-heading-l" id="(\w+)">', page)
    assert heads == ["quality", "supply", "demand", "gaps", "ambitions", "working_with_us", "method"]
    text = words(page)
    assert "Still to write: How your council sees to quality." in text
    assert "Swimming · BA12 Searched and found nothing 7" in text
    assert "about " in text


async def test_everybody_reads_the_statement_once_the_words_are_published(client, market):
    assert (await client.get(f"/market/{WILTSHIRE}/statement")).status_code == 404
    await send(client)
    await send(client, version="1", do="save", ambitions="A secret plan.")
    text = words((await client.get(f"/market/{WILTSHIRE}/statement")).text)
    assert "More choice by 2028." in text
    assert "Support for people with dementia around Mere" in text
    assert "A secret plan." not in text
    assert "Still to write" not in text


async def test_the_pdf_is_tagged_and_the_document_has_real_styles_and_descriptions(client, market):
    await send(client)
    printed = await client.get(f"{BASE}/statement/pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert b"/StructTreeRoot" in printed.content
    document = docx.Document(io.BytesIO((await client.get(f"{BASE}/statement/docx")).content))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption"} <= styles
    assert document.core_properties.title == "Market position statement: Wiltshire"
    xml = document.element.xml
    assert len(document.tables) == xml.count("<w:tblHeader")
    pictures = re.findall(r"<wp:docPr [^>]*>", xml)
    assert pictures
    assert all('descr="' in picture for picture in pictures)


async def test_everybody_reads_what_there_is_what_is_short_and_how_to_start(client, market):
    await heard()
    await heard(3)
    await send(client)
    client.cookies.clear()
    answer = await client.get(f"/market/{WILTSHIRE}")
    text = words(answer.text)
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "Learning disability · Mere" in text
    assert "Swimming · BA12 Searched and found nothing 7" in text
    assert "Support for people with dementia around Mere" in text
    assert "2 options reach people here" in text
    assert f'href="/market/{WILTSHIRE}"' in (await client.get("/market")).text


async def test_the_map_is_a_drawing_of_its_own_with_words_for_who_does_not_see_it(client, market):
    page = (await client.get(f"/market/{WILTSHIRE}")).text
    assert f'src="/market/{WILTSHIRE}/map.svg"' in page
    assert 'alt="Map of Wiltshire: Care groups with too little. All care groups.' in page
    drawing = await client.get(f"/market/{WILTSHIRE}/map.svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert drawing.text.count("<path") > 1
    assert (await client.get("/market/E08000025/map.svg")).status_code == 404
    assert (await client.get(f"/market/{SOMERSET}/map.svg")).status_code == 200


@pytest.mark.parametrize("code", ["%00", "x", "national", "%F0%9F%98%80"])
@pytest.mark.parametrize("page", ["", "/map.svg", "/statement"])
async def test_what_is_no_code_of_a_council_is_not_found(client, page, code):
    assert (await client.get(f"/market/{code}{page}")).status_code == 404


async def test_a_council_that_takes_no_part_has_no_page(client):
    assert (await client.get("/market/E08000025")).status_code == 404
    assert (await client.get("/market/nowhere")).status_code == 404


async def test_pages_take_the_same_few_statements_however_much_there_is(client, market, statements):
    async def count():
        counted = {}
        for page, path in PATHS.items():
            await client.get(path)
            async with statements() as run:
                await client.get(path)
            counted[page] = len(run)
        return counted

    await heard()
    await send(client)
    few = await count()
    for number in range(3):
        await publish(make_activity(title=f"Group {number}"))
    await look_for(9, at=last_month(), types=("cleaning",), first=30)
    await compute()
    assert few == await count() == STATEMENTS


async def test_files_are_limited(client, monkeypatch):
    monkeypatch.setattr(taking_web, "GAP_FILES", Limit(name="gap file", most=1, per=timedelta(hours=1)))
    path = f"{BASE}/take-away/csv/sources"
    assert [(await client.get(path)).status_code for _ in range(2)] == [200, 429]
