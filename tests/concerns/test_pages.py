"""Pages to report a listing, the page behind the link, and those of stewards."""

import re

import httpx
import pytest

from marketplace.app import create_app
from marketplace.concerns.handling import service as handling
from marketplace.kernel.database import connection
from marketplace.kernel.settings import Settings
from tests.concerns.conftest import letters, report
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import FEW_PLACES, make_activity, publish, suspend

HEADERS = {"accept": "text/html", "sec-fetch-site": "same-origin"}
SECRET = "he-takes-her-money"


@pytest.fixture(scope="module")
def app(open_tmp):
    return create_app(Settings(data_dir=open_tmp / "concerns"), gazetteer=FEW_PLACES, engine=object())


@pytest.fixture
async def client(app, db):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=HEADERS) as browser:
        yield browser


@pytest.fixture
async def signed_in(client, council):
    await sign_in_as(client, await make_account("steward", council, name="Stella Steward"))
    return client


async def test_the_report_page_says_first_whom_to_call(client, listing):
    page = await client.get(f"/listings/{listing}/report")
    assert page.status_code == 200
    text = page.text
    assert text.index("Ring 999") < text.index("0300 456 0111") < text.index('<form method="post" action="/l')
    assert "set-cookie" not in page.headers


async def test_where_the_council_gave_no_contact_people_are_told_to_ring_it(client, db):
    page = await client.get(f"/listings/{await publish(make_activity())}/report")
    assert "The adult social care team of Wiltshire council" in page.text
    assert "We cannot write to your council" in page.text
    assert "We write to the council" not in page.text


async def test_reporting_needs_no_account_and_leads_to_thanks(client, listing):
    data = {"kind": "safeguarding", "words": SECRET}
    answer = await client.post(f"/listings/{listing}/report", data=data)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/listings/{listing}/report/sent")
    await suspend(listing)
    thanks = await client.get(answer.headers["location"])
    assert thanks.status_code == 200
    assert "Ring 999" in thanks.text


async def test_what_is_missing_is_said_at_the_field_and_what_was_typed_is_kept(client, listing):
    answer = await client.post(
        f"/listings/{listing}/report", data={"words": SECRET, "contact": "me@example.org"}
    )
    assert answer.status_code == 422
    assert re.search(r"<title>Error: ", answer.text)
    assert 'href="#kind"' in answer.text
    assert 'id="kind"' in answer.text
    assert SECRET in answer.text
    assert "me@example.org" in answer.text


@pytest.mark.parametrize(
    "data", [{}, {"kind": "x"}, {"kind": ["wrong", "other"]}, {"kind": "wrong", "words": "\0"}]
)
async def test_bad_forms_are_said_and_never_a_failure_of_ours(client, listing, data):
    assert (await client.post(f"/listings/{listing}/report", data=data)).status_code == 422


async def test_a_form_sent_from_another_site_is_refused(client, listing):
    headers = {"sec-fetch-site": "cross-site"}
    answer = await client.post(f"/listings/{listing}/report", data={"kind": "closed"}, headers=headers)
    assert answer.status_code == 403


async def test_who_reports_too_often_is_asked_to_wait(client, listing):
    answers = [await client.post(f"/listings/{listing}/report", data={"kind": "closed"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]


async def test_what_somebody_wrote_cannot_become_markup(signed_in, listing):
    concern_id = await report(listing, "other", words="<script>alert(1)</script>", name="<b>Bob</b>")
    page = await signed_in.get(f"/stewards/concerns/{concern_id}")
    assert "<script>alert" not in page.text
    assert "<b>Bob" not in page.text


async def test_the_link_shows_a_button_and_only_then_the_concern(client, listing):
    await report(listing, "safeguarding", words=SECRET)
    (letter,) = await letters("concern_for_council")
    path = re.search(r"/concerns/[\w-]{43}", str(letter["parts"]))[0]
    first = await client.get(path)
    assert SECRET not in first.text
    assert first.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert "noindex" in first.headers["x-robots-tag"]
    assert "no-store" in first.headers["cache-control"]
    assert (await client.post(path)).headers["location"] == path
    assert SECRET in (await client.get(path)).text


async def test_a_forged_link_is_not_found(client, db):
    assert (await client.get(f"/concerns/{'x' * 43}")).status_code == 404
    assert (await client.post(f"/concerns/{'x' * 43}")).status_code == 404


async def test_a_steward_takes_notes_suspends_and_closes(signed_in, listing):
    concern_id = await report(listing, "other", words=SECRET)
    path = f"/stewards/concerns/{concern_id}"
    assert SECRET in (await signed_in.get(path)).text
    assert SECRET not in (await signed_in.get("/stewards/concerns")).text
    for action, data, said in (
        ("take", {"version": "1"}, "You look after this concern now."),
        ("note", {"note": "Rang them."}, "Your note is kept."),
        ("suspend", {}, "The listing is out of sight."),
        ("decide", {"version": "2", "outcome": "suspended"}, "The concern is closed."),
    ):
        answer = await signed_in.post(f"{path}/{action}", data=data)
        assert answer.status_code == 303, answer.text
        assert said in (await signed_in.get(answer.headers["location"])).text
    assert "Rang them." in (await signed_in.get(path)).text
    assert (
        "The listing was taken out of sight" in (await signed_in.get("/stewards/concerns?show=closed")).text
    )


async def test_the_second_of_two_is_told_and_keeps_what_was_typed(signed_in, listing, steward):
    concern_id = await report(listing)
    await handling.take_concern(concern_id, 1, steward)
    data = {"version": "1", "outcome": "no_action", "reason": "All is well there."}
    answer = await signed_in.post(f"/stewards/concerns/{concern_id}/decide", data=data)
    assert answer.status_code == 409
    assert "All is well there." in answer.text
    assert 'name="version" value="2"' in answer.text


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("note", {"note": ""}),
        ("note", {"note": "x" * 5_001}),
        ("decide", {"version": "1"}),
        ("decide", {"version": "1", "outcome": "no_action"}),
        ("decide", {"version": "1", "outcome": "eaten"}),
    ],
)
async def test_what_is_missing_is_asked_for(signed_in, listing, action, data):
    concern_id = await report(listing)
    answer = await signed_in.post(f"/stewards/concerns/{concern_id}/{action}", data=data)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text


async def test_a_version_that_is_no_number_is_an_old_page(signed_in, listing):
    concern_id = await report(listing)
    for version in ("", "x", "-1", "9" * 40):
        answer = await signed_in.post(f"/stewards/concerns/{concern_id}/take", data={"version": version})
        assert answer.status_code == 409


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "2"])
async def test_any_page_of_the_list_is_answered(signed_in, listing, page):
    await report(listing)
    assert (await signed_in.get(f"/stewards/concerns?page={page}")).status_code == 200


async def test_the_list_is_a_small_fixed_number_of_statements(signed_in, listing):
    for _ in range(8):
        await report(listing, host=f"192.0.2.{_}")
    seen = []
    async with connection() as raw:
        raw.add_query_logger(lambda record: seen.append(record.query))
        try:
            await signed_in.get("/stewards/concerns")
        finally:
            raw._query_loggers.clear()
    assert len(seen) <= 4, seen


async def test_the_listing_page_leads_to_the_report_page():
    from pathlib import Path

    import marketplace

    template = Path(marketplace.__file__).parent / "templates/finder/listing.html"
    assert "/listings/{{ listing.id }}/report" in template.read_text(encoding="utf-8")
