"""Saving from any page, the list and its notes, side by side: what a browser without scripts does."""

import html
import re
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from marketplace.accounts.schemas import ANONYMOUS
from marketplace.accounts.service import set_second_factor
from marketplace.kernel.database import connection
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.service import get_stored
from marketplace.shortlists import rules, service
from marketplace.shortlists.schemas import NOTHING, BrowserList, SavedListing
from marketplace.shortlists.sharing import service as sharing
from tests.factories.accounts import PASSWORD, make_account, sign_in_as, viewer_of
from tests.factories.listings import create, make_activity, show_again, suspend
from tests.web.test_budgets import FIRST_VISIT_BYTES, LATER_PAGE_BYTES, wire_bytes

SEARCH = "/search?near=Melksham"
HOSTILE = '<script>alert(1)</script> & "quotes" {{ 7*7 }} %(x)s'


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(client):
    """A browser that posts as pages of this site do."""
    client.headers["sec-fetch-site"] = "same-origin"
    return client


@pytest_asyncio.fixture(loop_scope="session")
async def listing_ids(site):
    """Ids of public listings."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id FROM service WHERE status = 'published' AND NOT is_hidden ORDER BY id"
        )
    return [row["id"] for row in rows]


def text_of(answer):
    return html.unescape(answer.text)


def cookies_of(answer):
    """Name -> what an answer sets, with its attributes."""
    found = {}
    for header in answer.headers.get_list("set-cookie"):
        name, _, rest = header.partition("=")
        value, *attributes = [part.strip() for part in rest.split(";")]
        found[name] = (value, {each.lower() for each in attributes})
    return found


def put_cookies(browser, kept):
    for name, value in zip(("saved", "saved_notes"), service.write_browser(kept), strict=True):
        if name in browser.cookies:
            browser.cookies.delete(name)
        if value:
            browser.cookies.set(name, value, domain="test.local", path="/")


async def save(browser, listing_id, **sent):
    return await browser.post("/saved", data={"listing": str(listing_id), **sent})


async def test_a_page_without_the_cookie_sets_none_and_may_be_kept_by_caches(client, listing_path):
    for path in (SEARCH, listing_path, "/search/results?near=Melksham", "/"):
        answer = await client.get(path)
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"].startswith("public")
        assert "Cookie" in answer.headers["vary"]
        assert 'aria-pressed="true"' not in answer.text


@pytest_asyncio.fixture(loop_scope="session")
async def helped(client):
    """The path of a listing among the results, which somebody looks after for the time of a test."""
    listing_id = UUID(re.search(r'name="listing" value="([^"]+)"', (await client.get(SEARCH)).text)[1])
    organization = (await get_stored(listing_id)).draft.organization.id
    owner = await make_account("provider")
    await add_person(organization, owner.id, MemberRole.OWNER, actor="test")
    yield f"/listings/{listing_id}"
    async with connection() as raw:
        await raw.execute("DELETE FROM organization_member WHERE account = $1", owner.id)


async def test_every_card_can_be_saved_and_who_reads_messages_can_be_asked(client, helped):
    listing_id = helped.rpartition("/")[2]
    for path in (SEARCH, "/search/results?near=Melksham"):
        text = (await client.get(path)).text
        cards = text.count('<li class="app-card')
        assert text.count('name="listing" value=') == cards == 20
        assert set(re.findall(r'href="/ask\?listing=([^"]+)"', text)) == {listing_id}
    text = (await client.get(helped)).text
    assert f'name="listing" value="{listing_id}"' in text
    assert f'href="/ask?listing={listing_id}"' in text
    compared = (await client.get(f"/saved/compare?listing={listing_id}")).text
    assert f'href="/ask?listing={listing_id}"' in compared


async def test_where_nobody_reads_messages_the_page_says_so_and_leads_on(client, listing_path):
    listing_id = listing_path.rpartition("/")[2]
    text = (await client.get(listing_path)).text
    assert f'name="listing" value="{listing_id}"' in text
    assert "They do not read messages here yet." in text
    assert "/ask?listing=" not in text
    assert (
        'href="/search?'
        in text.partition("They do not read messages here yet.")[2].partition("</section>")[0]
    )
    assert "/ask?listing=" not in (await client.get(f"/saved/compare?listing={listing_id}")).text


async def test_who_asks_where_nobody_reads_messages_is_led_to_others_like_it(client, listing_path):
    await sign_in_as(client, await make_account("person"))
    page = await client.get(f"/ask?listing={listing_path.rpartition('/')[2]}")
    assert page.status_code == 200
    assert "does not read messages here yet" in text_of(page)
    assert re.search(r'class="govuk-button" href="/search\?[^"]*(support_type|kind)=', page.text)
    assert "Direct payment" in page.text or "direct payment" in page.text


async def test_saving_leads_back_to_the_card_and_the_page_shows_it(visitor):
    page = (await visitor.get(SEARCH)).text
    listing_id = re.search(r'name="listing" value="([^"]+)"', page)[1]
    back = html.unescape(re.search(r'name="next" value="([^"]+)"', page)[1])
    answer = await save(visitor, listing_id, next=back)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{back}#{listing_id}"
    assert answer.headers["cache-control"] == "no-store"
    ((name, (value, attributes)),) = cookies_of(answer).items()
    assert (name, len(value)) == ("saved", 22)
    assert {"httponly", "samesite=lax", "path=/", "max-age=5184000"} <= attributes
    shown = await visitor.get(back)
    assert shown.text.count('aria-pressed="true"') == 1
    assert f'name="remove" value="{listing_id}"' in shown.text
    assert f'id="{listing_id}"' in shown.text
    for path in (back, f"/listings/{listing_id}", "/search/results?near=Melksham", "/", "/nowhere"):
        assert (await visitor.get(path)).headers["cache-control"] == "private, no-store", path
    assert 'aria-pressed="true"' in (await visitor.get(f"/listings/{listing_id}")).text


async def test_a_picture_and_a_file_stay_in_caches_for_who_saved_something(
    visitor, listing_path, listing_ids
):
    put_cookies(visitor, BrowserList((listing_ids[0],)))
    picture = re.search(r"/media/[0-9a-f]{64}", (await visitor.get(listing_path)).text)[0]
    style = re.search(r"/static/app[^\"]+css", (await visitor.get("/")).text)[0]
    for path in (picture, style):
        assert (await visitor.get(path)).headers["cache-control"].startswith("public")


async def test_taking_off_ends_the_cookie(visitor, listing_ids):
    await save(visitor, listing_ids[0])
    answer = await visitor.post("/saved", data={"remove": str(listing_ids[0])})
    value, attributes = cookies_of(answer)["saved"]
    assert (value.strip('"'), "max-age=0" in attributes) == ("", True)
    assert "saved" not in visitor.cookies
    assert (await visitor.get(SEARCH)).headers["cache-control"].startswith("public")


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil", "/sign-out", "/x#y", "\x00", "", "x" * 900],
)
async def test_saving_leads_nowhere_else(visitor, listing_ids, wanted):
    answer = await save(visitor, listing_ids[0], next=wanted)
    assert answer.headers["location"] == f"/saved?done=changed#{listing_ids[0]}"


@pytest.mark.parametrize(
    "sent", [{}, {"listing": "x"}, {"listing": ""}, {"remove": "' OR 1"}, {"listing": "\x00"}]
)
async def test_saving_nothing_is_not_found(visitor, sent):
    assert (await visitor.post("/saved", data=sent)).status_code == 404


async def test_odd_bodies_break_nothing(visitor):
    for content, kind in (
        (b"\xff\xfe", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"", "text/plain"),
    ):
        answer = await visitor.post("/saved", content=content, headers={"content-type": kind})
        assert answer.status_code in {400, 404}
    answer = await visitor.post("/saved", files={"listing": ("a.txt", b"x")})
    assert answer.status_code in {400, 404}


async def test_what_is_hidden_is_not_told_from_what_is_not_there(visitor):
    hidden = await create(make_activity())
    answers = [await save(visitor, listing_id) for listing_id in (hidden, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text
    put_cookies(visitor, BrowserList((hidden,)))
    with_hidden = (await visitor.get("/saved")).text
    stranger = uuid4()
    put_cookies(visitor, BrowserList((stranger,)))
    assert with_hidden.replace(str(hidden), str(stranger)) == (await visitor.get("/saved")).text
    assert (await get_stored(hidden)).draft.title not in with_hidden


async def test_another_site_saves_nothing(client, listing_ids):
    for path, sent in (
        ("/saved", {"listing": str(listing_ids[0])}), ("/saved/clear", {}), ("/saved/share", {}),
        (f"/saved/notes/{listing_ids[0]}", {"note": "x"}),
    ):  # fmt: skip
        answer = await client.post(path, data=sent, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


async def test_the_thirty_first_is_refused_with_a_page_that_says_what_to_do(visitor, listing_ids):
    put_cookies(visitor, BrowserList(tuple(listing_ids[:30])))
    answer = await save(visitor, listing_ids[30])
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "You have saved 30 already" in answer.text
    assert "set-cookie" not in answer.headers
    assert (await save(visitor, listing_ids[3])).status_code == 303


async def test_forged_cookies_break_no_page(visitor, listing_ids, listing_path):
    good = rules.write_saved(BrowserList(tuple(listing_ids[:2])))
    forged = [
        "",
        "x",
        "=",
        "%00",
        "A" * 5000,
        good[:-1],
        good + "A",
        good[::-1],
        '"quoted"',
        "a=b=c",
        "..",
        good * 40,
    ]
    for at in range(0, len(good), 5):
        forged += [good[:at] + sign + good[at + 1 :] for sign in ("!", "-", "%FF")]
    for value in forged:
        headers = {"cookie": f"saved={value}; saved_notes={value}"}
        for path in ("/saved", listing_path, SEARCH):
            answer = await visitor.get(path, headers=headers)
            assert answer.status_code == 200, (value, path)
            assert answer.headers["cache-control"] == "private, no-store"
    raw = b"saved=\xff\xfe\x80" + bytes(range(128, 255))
    answer = await visitor.get("/saved", headers=[(b"cookie", raw)])
    assert answer.status_code == 200


async def test_the_empty_list_says_how_to_begin(client):
    answer = await client.get("/saved")
    assert answer.status_code == 200
    assert "press “Save” beside it" in text_of(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


async def test_the_list_has_notes_that_are_text_and_nothing_else(visitor, listing_ids):
    for listing_id in listing_ids[:3]:
        await save(visitor, listing_id)
    page = await visitor.get(f"/saved/notes/{listing_ids[1]}")
    assert 'name="note"' in page.text
    answer = await visitor.post(
        f"/saved/notes/{listing_ids[1]}", data={"note": HOSTILE + "\x00\u202e\r\nsecond"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved?done=noted")
    page = await visitor.get("/saved?done=noted")
    assert "<script>alert" not in page.text
    assert f"{HOSTILE}\nsecond" in text_of(page)
    assert "\u202e" not in page.text
    order = re.findall(r'name="remove" value="([^"]+)"', page.text)
    assert [UUID(each) for each in order] == listing_ids[:3][::-1]
    answer = await visitor.post(f"/saved/notes/{listing_ids[1]}", data={"note": " "})
    assert "saved_notes" not in visitor.cookies
    assert HOSTILE not in text_of(await visitor.get("/saved"))


async def test_a_note_that_is_too_long_stays_in_the_form_with_what_is_wrong(visitor, listing_ids):
    await save(visitor, listing_ids[0])
    answer = await visitor.post(f"/saved/notes/{listing_ids[0]}", data={"note": "y" * 501})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#note"' in answer.text
    assert "y" * 501 in answer.text


async def test_notes_that_do_not_fit_a_browser_are_refused_and_kept_in_the_form(visitor, listing_ids):
    put_cookies(visitor, BrowserList(tuple(listing_ids[:4])))
    answers = [
        await visitor.post(f"/saved/notes/{listing_id}", data={"note": "ü" * 400})
        for listing_id in listing_ids[:4]
    ]
    refused = [answer for answer in answers if answer.status_code == 422]
    assert refused
    assert "There is no room" in refused[0].text
    assert "ü" * 400 in text_of(refused[0])
    assert len(visitor.cookies["saved_notes"]) <= rules.MOST_NOTES_BYTES


async def test_a_note_for_what_is_not_on_the_list_is_not_found(visitor, listing_ids):
    for answer in (
        await visitor.get(f"/saved/notes/{listing_ids[0]}"),
        await visitor.post(f"/saved/notes/{listing_ids[0]}", data={"note": "x"}),
    ):
        assert answer.status_code == 404


async def test_what_went_is_said_kindly_with_its_note_and_can_be_taken_off(visitor, listing_ids):
    listing_id = listing_ids[-1]
    await save(visitor, listing_id)
    await visitor.post(f"/saved/notes/{listing_id}", data={"note": "the one by the river"})
    await suspend(listing_id)
    try:
        text = text_of(await visitor.get("/saved"))
        title = (await get_stored(listing_id)).draft.title
    finally:
        await show_again(listing_id)
    assert "It may have closed, or it may come back." in text
    assert "the one by the river" in text
    assert f'name="remove" value="{listing_id}"' in text
    assert title not in text
    assert title in text_of(await visitor.get("/saved"))


async def test_clearing_asks_once_more(visitor, listing_ids):
    put_cookies(visitor, BrowserList(tuple(listing_ids[:2]), {listing_ids[0]: "x"}))
    assert "There are 2 listings on it" in (await visitor.get("/saved/clear")).text
    answer = await visitor.post("/saved/clear")
    assert answer.headers["location"] == "/saved?done=cleared"
    assert set(cookies_of(answer)) == {"saved", "saved_notes"}
    assert not {"saved", "saved_notes"} & set(visitor.cookies)


async def test_signing_in_takes_the_list_along(visitor, listing_ids):
    account = await make_account("person", password=PASSWORD)
    put_cookies(visitor, BrowserList(tuple(listing_ids[:3]), {listing_ids[1]: "ring them"}))
    answer = await visitor.post(
        "/sign-in", data={"address": account.address, "password": PASSWORD, "next": "/saved"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved")
    assert {"saved", "saved_notes"} <= set(cookies_of(answer))
    assert not {"saved", "saved_notes"} & set(visitor.cookies)
    text = text_of(await visitor.get("/saved"))
    assert "ring them" in text
    assert [UUID(each) for each in re.findall(r'name="remove" value="([^"]+)"', text)] == listing_ids[:3]
    shown = (await visitor.get(f"/listings/{listing_ids[0]}")).text
    assert 'aria-pressed="true"' in shown


async def test_a_wrong_password_leaves_the_list_where_it_is(visitor, listing_ids):
    account = await make_account("person", password=PASSWORD)
    put_cookies(visitor, BrowserList((listing_ids[0],)))
    answer = await visitor.post(
        "/sign-in", data={"address": account.address, "password": "wrong-wrong-wrong"}
    )
    assert "saved" not in cookies_of(answer)
    assert await service.list_saved(await viewer_of(account), NOTHING) == ()


async def test_nobody_is_kept_out_by_a_list_that_cannot_be_moved(visitor, listing_ids, monkeypatch):
    async def fails(*_args):
        raise OSError("the disk is full")

    monkeypatch.setattr(service, "move_to_account", fails)
    account = await make_account("person", password=PASSWORD)
    put_cookies(visitor, BrowserList((listing_ids[0],)))
    answer = await visitor.post("/sign-in", data={"address": account.address, "password": PASSWORD})
    assert answer.status_code == 303
    assert "session" in cookies_of(answer)
    assert "saved" in visitor.cookies


async def test_after_signing_in_saving_is_in_the_account_and_sets_no_cookie(visitor, listing_ids):
    account = await make_account("person")
    await sign_in_as(visitor, account)
    answer = await save(visitor, listing_ids[5])
    assert "saved" not in cookies_of(answer)
    assert (await visitor.get(f"/listings/{listing_ids[5]}")).headers["cache-control"] == "private, no-store"
    (saved,) = await service.list_saved(await viewer_of(account), NOTHING)
    assert saved.listing_id == listing_ids[5]


async def test_what_was_left_in_the_browser_joins_the_account_at_the_next_change(visitor, listing_ids):
    account = await make_account("person")
    await sign_in_as(visitor, account)
    put_cookies(visitor, BrowserList((listing_ids[6],)))
    assert 'aria-pressed="true"' in (await visitor.get(f"/listings/{listing_ids[6]}")).text
    assert str(listing_ids[6]) in (await visitor.get("/saved")).text
    answer = await save(visitor, listing_ids[5])
    assert "saved" in cookies_of(answer)
    assert "saved" not in visitor.cookies
    saved = await service.list_saved(await viewer_of(account), NOTHING)
    assert {one.listing_id for one in saved} == {listing_ids[5], listing_ids[6]}


async def test_a_long_list_comes_page_by_page_and_each_is_light(visitor, listing_ids):
    account = await make_account("person")
    viewer = await viewer_of(account)
    await service.move_to_account(viewer, BrowserList(tuple(listing_ids[:30])))
    await service.move_to_account(viewer, BrowserList(tuple(listing_ids[30:55])))
    for listing_id in listing_ids[:55]:
        await service.put_note(listing_id, f"Ring them on {listing_id}", viewer, NOTHING)
    await sign_in_as(visitor, account)
    seen = []
    for number in (1, 2, 3):
        text = (await visitor.get(f"/saved?page={number}")).text
        seen += re.findall(r'name="remove" value="([^"]+)"', text)
        assert await wire_bytes(visitor, f"/saved?page={number}") <= LATER_PAGE_BYTES
    assert len(seen) == len(set(seen)) == 55
    assert (await visitor.get("/saved?page=9999999")).status_code == 200


async def test_the_first_visit_of_a_shared_list_is_light(client, listing_ids):
    saved = tuple(SavedListing(listing_id=listing_id) for listing_id in listing_ids[:10])
    token = await sharing.share_list(saved, ANONYMOUS, host="192.0.2.30")
    page = (await client.get(f"/lists/{token}")).text
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    total = sum([await wire_bytes(client, path) for path in (f"/lists/{token}", *files)])
    assert total <= FIRST_VISIT_BYTES


async def test_where_a_listing_is_is_said_as_in_the_results(client, listing_ids):
    page = html.unescape((await client.get("/search?near=Melksham&within=30&per_page=40")).text)
    cards = re.findall(r'<li class="app-card[^"]*" id="([^"]+)">.*?app-i-where">([^<]*)<', page, re.DOTALL)
    assert len(cards) > 30
    for at in range(0, len(cards) - 3, 4):
        chosen = dict(cards[at : at + 4])
        query = "&".join(f"listing={each}" for each in chosen)
        compared = text_of(await client.get(f"/saved/compare?{query}&near=Melksham,+Wiltshire"))
        row = (
            compared.partition('colspan="4">Where</th>')[2].partition("</tr>\n<tr>")[2].partition("</tr>")[0]
        )
        assert re.findall(r"<p>([^<]*)</p>", row) == list(chosen.values())


async def test_who_gives_the_second_factor_later_keeps_the_list_until_then(visitor, listing_ids):
    account = await make_account("person", password=PASSWORD)
    await set_second_factor(account.id, is_set=True)
    put_cookies(visitor, BrowserList((listing_ids[0],)))
    answer = await visitor.post("/sign-in", data={"address": account.address, "password": PASSWORD})
    assert answer.headers["location"] == "/sign-in/code"
    assert "saved" not in cookies_of(answer)
    assert 'aria-pressed="true"' in (await visitor.get(f"/listings/{listing_ids[0]}")).text
    assert (await save(visitor, listing_ids[1])).status_code == 303
    assert rules.read_browser(visitor.cookies["saved"], None).listing_ids == (listing_ids[1], listing_ids[0])


async def test_two_to_four_stand_side_by_side(visitor, listing_ids):
    ids = listing_ids[:4]
    query = "&".join(f"listing={each}" for each in ids)
    text = text_of(await visitor.get(f"/saved/compare?{query}&near=SN12+6AD"))
    assert "How far is said from SN12 6AD" in text
    for words in ("What it is", "Price", "Where", "Checks"):
        assert f">{words}</th>" in text
    assert text.count('<th scope="col">') == 4
    assert re.search(r"miles? away|Travels to you", text)
    assert await wire_bytes(visitor, f"/saved/compare?{query}") <= LATER_PAGE_BYTES


async def test_of_more_than_four_the_first_four_are_compared(visitor, listing_ids):
    query = "&".join(f"listing={each}" for each in listing_ids[:30])
    answer = await visitor.get(f"/saved/compare?{query}")
    assert answer.status_code == 200
    assert "These are the first four" in answer.text
    assert answer.text.count('<th scope="col">') == 4


@pytest.mark.parametrize(
    "query", ["", "listing=x", "listing=", "near=Melksham", "listing=%00&listing=%ff", "listing[]=1"]
)
async def test_fewer_than_two_are_not_compared(visitor, query):
    answer = await visitor.get(f"/saved/compare?{query}")
    assert answer.status_code == 400
    assert "<title>Error: " in answer.text


async def test_a_place_that_is_not_known_is_said_at_its_box(visitor, listing_ids):
    query = "&".join(f"listing={each}" for each in listing_ids[:2])
    answer = await visitor.get(f"/saved/compare?{query}&near=Nowhereville")
    assert answer.status_code == 400
    assert 'href="#near"' in answer.text
    assert 'value="Nowhereville"' in answer.text
    assert answer.text.count('<th scope="col">') == 2
    several = text_of(await visitor.get(f"/saved/compare?{query}&near=Mere"))
    assert "There is more than one place with this name" in several


async def test_what_is_not_public_is_not_compared_and_not_told_from_what_is_not_there(visitor, listing_ids):
    hidden, unknown = await create(make_activity()), uuid4()
    first = listing_ids[0]
    texts = {
        (await visitor.get(f"/saved/compare?listing={first}&listing={each}")).text.replace(str(each), "")
        for each in (hidden, unknown)
    }
    assert len(texts) == 1
    assert "One that you chose is not shown any more" in texts.pop()


async def test_robots_stay_out_of_lists_and_questions(client):
    text = (await client.get("/robots.txt")).text
    assert {"Disallow: /ask", "Disallow: /saved", "Disallow: /lists/"} <= set(text.splitlines())


async def test_sharing_leads_to_the_link_and_its_maker_ends_it(visitor, listing_ids):
    put_cookies(visitor, BrowserList(tuple(listing_ids[:2]), {listing_ids[0]: "MY-NOTE"}))
    assert "Put my notes in too" not in (await visitor.get("/saved/share")).text
    answer = await visitor.post("/saved/share", data={"notes": "y"})
    assert answer.status_code == 303
    path = answer.headers["location"].partition("?")[0]
    value, attributes = cookies_of(answer)["shared_lists"]
    assert {"path=/lists", "httponly", "samesite=lax"} <= attributes
    assert path.rpartition("/")[2] not in value
    own = await visitor.get(answer.headers["location"])
    assert f"http://localhost:8000{path}" in own.text or path in own.text
    assert "mailto:?subject=" in own.text
    assert "MY-NOTE" not in own.text
    assert own.headers["cache-control"] == "private, no-store"
    assert own.headers["x-robots-tag"] == "noindex"
    assert (await visitor.post(f"{path}/end")).headers["location"] == "/saved?done=ended"
    assert (await visitor.get(path)).status_code == 404


async def test_who_holds_a_link_sees_the_list_saves_from_it_and_cannot_end_it(visitor, app, listing_ids):
    account = await make_account("person")
    viewer = await viewer_of(account)
    await service.move_to_account(viewer, BrowserList(tuple(listing_ids[:2]), {listing_ids[0]: "a note <b>"}))
    token = await sharing.share_list(
        await service.list_saved(viewer, NOTHING), viewer, host="192.0.2.9", with_notes=True
    )
    page = await visitor.get(f"/lists/{token}")
    assert "a note <b>" in text_of(page)
    assert "a note <b>" not in page.text
    assert "mailto:" not in page.text
    assert "End this link" not in page.text
    assert account.name not in page.text
    assert account.address not in page.text
    assert page.text.count('name="listing" value=') == 2
    assert (await visitor.post(f"/lists/{token}/end")).status_code == 404
    answer = await save(visitor, listing_ids[0], next=f"/lists/{token}")
    assert answer.headers["location"] == f"/lists/{token}#{listing_ids[0]}"
    assert (await visitor.get(f"/lists/{token}")).text.count('aria-pressed="true"') == 1
    assert await wire_bytes(visitor, f"/lists/{token}") <= LATER_PAGE_BYTES


async def test_the_account_sees_what_it_shares_and_ends_it(visitor, listing_ids):
    account = await make_account("person")
    viewer = await viewer_of(account)
    await service.move_to_account(viewer, BrowserList(tuple(listing_ids[:2]), {listing_ids[0]: "mine"}))
    await sign_in_as(visitor, account)
    assert "Put my notes in too" in (await visitor.get("/saved/share")).text
    answer = await visitor.post("/saved/share", data={"notes": "y"})
    assert "shared_lists" not in cookies_of(answer)
    own = await visitor.get(answer.headers["location"])
    assert "End this link" in own.text
    assert "mine" in own.text
    text = (await visitor.get("/saved")).text
    assert "A list of 2. Its link works until" in text
    path = re.search(r'action="(/saved/shared/[^"]+/end)"', text)[1]
    assert (await visitor.post(path)).status_code == 303
    assert (await visitor.get(answer.headers["location"])).status_code == 404
    assert (await visitor.post(path)).status_code == 404


async def test_nothing_is_shared_of_an_empty_list(visitor):
    answer = await visitor.post("/saved/share")
    assert answer.status_code == 422
    assert "There is nothing on your list yet" in answer.text


async def test_the_list_is_sent_to_its_owner_once_asked(visitor, listing_ids):
    account = await make_account("person")
    await sign_in_as(visitor, account)
    assert (await visitor.post("/saved/email")).headers["location"] == "/saved"
    await save(visitor, listing_ids[0])
    assert (await visitor.post("/saved/email")).headers["location"] == "/saved?done=emailed"
    assert "The email is on its way to you" in (await visitor.get("/saved?done=emailed")).text
    await visitor.post("/sign-out")
    assert (await visitor.post("/saved/email")).headers["location"].startswith("/sign-in")


@pytest.fixture
def asked(monkeypatch):
    """SQL statements since the list was last cleared."""
    asked = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        original = getattr(asyncpg.Connection, name)

        async def noted(self, query, *args, _original=original, **options):
            asked.append(query)
            return await _original(self, query, *args, **options)

        monkeypatch.setattr(asyncpg.Connection, name, noted)
    return asked


async def count_of(asked, browser, path):
    await browser.get(path)
    asked.clear()
    await browser.get(path)
    return len([query for query in asked if "pg_catalog" not in query])


async def test_what_somebody_saved_costs_a_visitor_no_statement_and_an_account_one(
    visitor, asked, listing_ids, listing_path
):
    plain = {path: await count_of(asked, visitor, path) for path in (SEARCH, listing_path)}
    put_cookies(visitor, BrowserList(tuple(listing_ids[:30])))
    assert {path: await count_of(asked, visitor, path) for path in plain} == plain
    assert await count_of(asked, visitor, "/saved") == 1
    put_cookies(visitor, NOTHING)
    await sign_in_as(visitor, await make_account("person"))
    for listing_id in listing_ids[:5]:
        await save(visitor, listing_id)
    with_account = {path: await count_of(asked, visitor, path) for path in plain}
    assert with_account == {path: number + 2 for path, number in plain.items()}, (
        "the session, and what is saved"
    )
    assert await count_of(asked, visitor, "/saved") == 4
    query = "&".join(f"listing={each}" for each in listing_ids[:4])
    assert await count_of(asked, visitor, f"/saved/compare?{query}&near=Melksham") == 2
