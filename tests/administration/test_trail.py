"""What was done: administrators see what is their council's, in words; the file does nothing when opened."""

import csv
import io
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.administration.trail import rules
from marketplace.administration.trail.service import export_lines
from marketplace.audit import service as audit
from marketplace.audit.schemas import Entry, EntryFilter
from marketplace.concerns.handling import service as handling
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.service import get_stored
from tests.administration.conftest import SOMERSET, WILTSHIRE
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, make_personal_assistant, publish

PATH = f"/administration/audit/{WILTSHIRE}"


async def record(action="update", actor="seed", council=WILTSHIRE, record_id=None, **values):
    await audit.record(action, "listing", record_id or uuid4(), actor, council=council, **values)


def rows_of(text):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


async def test_an_administrator_sees_their_councils_entries_only(client):
    await record("ours")
    await record("theirs", council=SOMERSET)
    await record("nobodys", council=None)
    text = (await client.get(PATH)).text
    assert "ours" in text
    assert "theirs" not in text
    assert "nobodys" not in text
    file = (await client.get(f"{PATH}/export")).text
    assert {row["action"] for row in rows_of(file)} & {"ours", "theirs", "nobodys"} == {"ours"}


async def test_another_councils_trail_is_not_there(client):
    for code in (SOMERSET, "national", "x"):
        assert (await client.get(f"/administration/audit/{code}")).status_code == 404
        assert (await client.get(f"/administration/audit/{code}/export")).status_code == 404


async def concern_of(listing_id):
    """A worry about safety that somebody of the council opened; its id."""
    new = NewConcern(kind=ConcernKind.SAFEGUARDING, words="I am worried.")
    concern_id = await report_concern(listing_id, new, host="192.0.2.1")
    await handling.add_note(concern_id, "Rang.", await viewer_of(await make_account("steward")))
    return concern_id


async def entries_told(client, query=""):
    """Concerns whose entries an administrator finds, on the pages and in the file."""
    page = (await client.get(f"{PATH}?{query}")).text
    file = rows_of((await client.get(f"{PATH}/export?{query}")).text)
    return page, {row["record_id"] for row in file if row["record_type"] == "concern"}


@pytest.mark.parametrize("is_deleted", [False, True])
async def test_who_is_a_provider_too_hears_of_no_concern_about_what_they_offer(
    client, administrator, is_deleted
):
    own, other = [await publish(draft) for draft in (make_personal_assistant(), make_activity())]
    hidden, shown = await concern_of(own), await concern_of(other)
    assert (await entries_told(client))[1] == {str(hidden), str(shown)}
    organization = (await get_stored(own)).draft.organization
    await add_person(organization.id, administrator.id, MemberRole.MEMBER, actor="test")
    if is_deleted:
        async with connection() as raw:
            await raw.execute("DELETE FROM concern")
    for query in ("", "record_type=concern", "actor=visitor", "action=note"):
        page, told = await entries_told(client, query)
        assert told == {str(shown)}
        assert str(hidden) not in page
        assert str(shown) in page
    page, told = await entries_told(client, f"record_id={hidden}")
    assert told == set()
    assert "Nothing" in page


async def test_people_are_named_and_the_gone_are_not(client):
    stays, goes = await make_account("steward", name="Stella Steward"), await make_account(name="Gone Away")
    for account in (stays, goes):
        await record(actor=str(account.id))
    async with connection() as raw:
        await raw.execute("DELETE FROM account WHERE id = $1", goes.id)
    text = (await client.get(PATH)).text
    assert "Stella Steward" in text
    assert "Gone Away" not in text
    assert "someone whose account was deleted" in text


async def test_what_changed_is_told_field_by_field_in_words(client):
    await record(before={"title": "Old", "area": {"miles": 5}}, after={"title": "New", "is_open": True})
    text = (await client.get(PATH)).text
    for words in ("Title", "Old", "New", "Area, miles", "Is open", "yes"):
        assert words in text


async def test_what_was_erased_is_said_and_not_shown(client):
    subject = uuid4()
    await record("rename", after={"name": "Zuleikha"}, subject=subject)
    await audit.erase_subject(subject, actor="erasure")
    text = (await client.get(PATH)).text
    assert "Zuleikha" not in text
    assert "What changed was erased" in text
    (row,) = [row for row in rows_of((await client.get(f"{PATH}/export")).text) if row["action"] == "rename"]
    assert (row["after"], row["note"]) == ("", "details erased")


async def test_what_somebody_wrote_cannot_become_markup(client):
    await record("<b>x</b>", actor="<i>me</i>", after={"<u>field</u>": "<script>alert(1)</script>"})
    text = (await client.get(PATH)).text
    for markup in ("<b>x", "<i>me", "<u>field", "<script>alert"):
        assert markup not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=hide", ["hide"]),
        ("record_type=listing", ["hide", "publish"]),
        ("record_type=concern", []),
        ("actor=bob", ["publish"]),
        ("since=2026-03-02", ["hide"]),
        ("until=2026-03-01", ["publish"]),
        ("since=2026-03-02&until=2026-03-01", []),
        ("action=hide%00", ["hide", "publish"]),
        ("since=yesterday&until=9999-12-31", ["hide", "publish"]),
        ("record_id=nonsense&after=nonsense", ["hide", "publish"]),
    ],
)
async def test_a_filter_leaves_what_fits_and_nonsense_is_as_if_not_asked(client, query, found):
    with clock.stopped_at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        await record("publish", actor="bob")
    with clock.stopped_at(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        await record("hide", actor="ann")
    answer = await client.get(f"{PATH}?{query}")
    assert answer.status_code == 200
    assert (
        re.findall(
            r'id="e[0-9]+">Listing: <a class="govuk-link" href="[^"]+action=(hide|publish)"', answer.text
        )
        == found
    )
    rows = rows_of((await client.get(f"{PATH}/export?{query}")).text)
    assert [row["action"] for row in rows if row["action"] in {"hide", "publish"}] == found


async def test_an_older_page_goes_on_where_the_last_one_ended(client):
    for number in range(60):
        await record(f"number_{number}")
    first = (await client.get(PATH)).text
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = (await client.get(older)).text
    numbers = re.findall(r">number (\d+)</a>", first) + re.findall(r">number (\d+)</a>", second)
    assert numbers == [str(number) for number in range(59, -1, -1)]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
async def test_no_cell_of_the_file_can_be_a_formula(client, text):
    await record(text, actor=text, before={text: text}, after={"title": text})
    file = (await client.get(f"{PATH}/export")).text
    cells = [cell for row in csv.reader(io.StringIO(file[1:], newline="")) for cell in row]
    assert any(cell.startswith(f"'{text}") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


async def test_that_somebody_took_the_file_is_recorded_with_the_filter(client, administrator):
    answer = await client.get(f"{PATH}/export?action=hide")
    assert "attachment" in answer.headers["content-disposition"]
    assert "no-store" in answer.headers["cache-control"]
    entry = await audit.find_last("audit", "export")
    assert (entry.actor, entry.after["action"], entry.council) == (str(administrator.id), "hide", WILTSHIRE)


async def test_the_file_is_sent_in_pieces(db):
    ids = {uuid4(): {"n": number} for number in range(2_500)}
    await audit.record_many("load", "listing", "pieces", ids)
    pieces = [piece async for piece in export_lines(EntryFilter(actor="pieces"))]
    assert len(pieces) == 4
    assert len(rows_of("".join(pieces))) == 2_500


async def test_the_page_needs_few_statements(client):
    for _ in range(20):
        await record(actor=str((await make_account()).id))
    seen = []
    async with connection() as raw:
        raw.add_query_logger(lambda record: seen.append(record.query))
        try:
            await client.get(PATH)
        finally:
            raw._query_loggers.clear()
    assert len(seen) <= 6, seen


async def test_the_first_page_leads_everywhere_and_warns_of_what_is_missing(client):
    text = (await client.get("/administration")).text
    for path in (f"/administration/council/{WILTSHIRE}", PATH, f"/administration/staff/{WILTSHIRE}"):
        assert f'href="{path}"' in text
        assert (await client.get(path)).status_code == 200
    assert "Give a phone number and an email address for safeguarding" in text
    for path in ("/administration/council", "/administration/audit"):
        assert (await client.get(path)).headers["location"].endswith(WILTSHIRE)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4))
def test_anything_that_was_recorded_can_be_said(values):
    entry = Entry(at=clock.now(), actor="", action="", record_type="", before=values, after=values)
    for change in rules.changes_of(entry):
        assert change.before == change.after


@given(
    st.dictionaries(
        st.sampled_from(["record_type", "record_id", "actor", "action", "since", "until"]), st.text()
    )
)
def test_any_filter_can_be_read_and_reads_itself(values):
    asked = rules.read_asked(values)
    assert rules.filter_of(asked, WILTSHIRE, ()).council == WILTSHIRE


def test_accounts_are_told_from_commands():
    assert rules.is_account(str(uuid4()))
    assert not rules.is_account("marketplace seed")
