from uuid import uuid4

import pytest

from marketplace.kernel.database import connection
from marketplace.pooling.meeting.schemas import Said
from marketplace.pooling.meeting.talk import service as talk
from marketplace.pooling.meeting.wishes import service
from tests.factories.pool_meeting import make_mutual, make_pair
from tests.factories.pooling import make_person, make_pool, make_shown, make_welcome

pytestmark = pytest.mark.usefixtures("db")
LATER_PAGE_BYTES = 6 * 1024
ANSWERS = {
    "support_type": "arts_crafts",
    "days": "tue",
    "parts": "afternoon",
    "place": "SN12 6AD",
    "name": "Ada",
    "acting_for": "me",
}


async def test_somebody_looks_for_others_by_a_form(browse):
    account, viewer = await make_person()
    browser = await browse(account)
    assert "People who want the same" in (await browser.get("/pools/wishes")).text
    assert "/pools/wishes" in (await browser.get("/pools/mine")).text
    form = (await browser.get("/pools/wishes/new?what=arts_crafts")).text
    assert '<option value="arts_crafts" selected' in form
    own = {"title": "Painting by the river", "care_group": "autism"}
    done = await browser.post("/pools/wishes/new", data=ANSWERS | own)
    assert done.status_code == 303
    page = (await browser.get(done.headers["location"])).text
    assert "Painting by the river" in page
    assert "Autism · Tuesday (afternoon) · SN12" in page
    assert "Nobody yet." in page
    (item,) = await service.list_wishes(viewer)
    assert item.wish.area.outcode == "SN12"


async def test_what_was_typed_is_kept_and_each_problem_is_linked(browse):
    account, _viewer = await make_person()
    browser = await browse(account)
    page = await browser.post("/pools/wishes/new", data=ANSWERS | {"place": "Nowhere", "name": ""})
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    for field in ("place", "name"):
        assert f'href="#{field}"' in page.text, field
    assert 'value="Nowhere"' in page.text
    page = await browser.post("/pools/wishes/new", data={"support_type": "x", "days": "y", "version": "z"})
    assert page.status_code == 422


async def test_two_meet_on_their_pages(browse):
    ada, bo = await make_pair()
    browsers = [await browse(each.account) for each in (ada, bo)]
    urls = [f"/pools/wishes/{each.wish_id}" for each in (ada, bo)]
    pages = [(await browser.get(url)).text for browser, url in zip(browsers, urls, strict=True)]
    for page in pages:
        assert "Somebody about 4 miles away wants the same" in page
        assert "Yes, tell them my name" in page
    for page, hidden in zip(pages, (("Bo<", "BA14"), ("Ada", "SN12")), strict=True):
        assert not [each for each in hidden if each in page]
    answer = f"/pools/wishes/people/{(await ada.match()).id}"
    first = await browsers[0].post(answer, data={"answer": "yes"})
    assert first.headers["location"] == f"{urls[0]}?done=yes"
    second = await browsers[1].post(answer, data={"answer": "yes"})
    assert second.headers["location"] == f"{urls[1]}?done=both"
    assert "<strong>Ada</strong> (SN12)" in (await browsers[1].get(urls[1])).text
    form = await browsers[1].get(f"{answer}/start")
    assert "Start a pool with Ada" in form.text
    assert 'name="name"' not in form.text
    wrong = await browsers[1].post(f"{answer}/start", data={"title": "Art"})
    assert wrong.status_code == 422
    data = {"title": "Art together", "support_types": "arts_crafts", "places": "3"}
    done = await browsers[1].post(f"{answer}/start", data=data)
    assert done.status_code == 303
    assert "You are invited" in (await browsers[0].get(done.headers["location"])).text
    late = await browsers[0].post(f"{answer}/start", data=data)
    assert late.status_code == 409
    again = await browsers[0].post(answer, data={"answer": "no"})
    assert again.status_code == 409


async def test_a_no_says_nothing_to_the_other(browse):
    ada, bo = await make_pair()
    browser = await browse(ada.account)
    url = f"/pools/wishes/{ada.wish_id}"
    before = (await browser.get(url)).text
    await bo.say(Said.NO)
    assert (await browser.get(url)).text == before


async def test_a_wish_is_changed_renewed_muted_and_ended(browse):
    ada, _bo = await make_pair()
    browser, url = await browse(ada.account), f"/pools/wishes/{ada.wish_id}"
    assert 'value="Ada"' in (await browser.get(f"{url}/edit")).text
    data = ANSWERS | {"name": "Adele", "version": "1", "place": ""}
    assert (await browser.post(f"{url}/edit", data=data)).status_code == 303
    late = await browser.post(f"{url}/edit", data=data | {"name": "Late"})
    assert (late.status_code, 'value="Late"' in late.text) == (409, True)
    for path in ("renew", "letters", "end"):
        late = await browser.post(f"{url}/{path}", data={"version": "1"})
        assert late.status_code == 409, path
        done = await browser.post(f"{url}/{path}", data={"version": str(await ada.version())})
        assert done.status_code == 303, path
    assert (await browser.get(url)).status_code == 404


async def test_nobody_reads_them_without_signing_in(browse):
    browser, pool = await browse(), await make_pool()
    for path in ("/pools/wishes", "/pools/wishes/new", f"/pools/mine/{pool.id}/talk"):
        page = await browser.get(path)
        assert (page.status_code, page.headers["location"].split("?")[0]) == (303, "/sign-in"), path


async def test_people_talk_on_a_page(browse):
    pool = await make_pool(others=1)
    url = f"/pools/mine/{pool.id}/talk"
    lead, bo = [await browse(person.account) for person in pool.everybody]
    assert url in (await lead.get(f"/pools/mine/{pool.id}")).text
    assert "Nobody has written yet." in (await lead.get(url)).text
    empty = await lead.post(url, data={"body": " "})
    assert (empty.status_code, 'href="#body"' in empty.text) == (422, True)
    sent = await lead.post(url, data={"body": "Hello <b>all</b>."})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{url}?done=sent")
    page = (await bo.get(url)).text
    assert "Hello &lt;b&gt;all&lt;/b&gt;." in page
    assert "<strong>Ada</strong>" in page
    muted = await bo.post(f"{url}/letters", data={"letters": "off"})
    assert muted.headers["location"] == f"{url}?done=muted"
    assert "Email me when somebody writes" in (await bo.get(url)).text


async def test_who_is_welcome_is_led_to_their_own_messages(browse):
    pool = await make_pool()
    cleo = await make_welcome(pool.id, pool.lead)
    browser, lead = await browse(cleo.account), await browse(pool.lead.account)
    url = f"/pools/mine/{pool.id}/talk"
    onward = await browser.get(url)
    assert (onward.status_code, onward.headers["location"]) == (303, f"{url}/{cleo.member_id}")
    sent = await browser.post(f"{url}/{cleo.member_id}", data={"body": "Is there a lift?"})
    assert sent.status_code == 303
    assert "Messages with Cleo" in (await lead.get(url)).text
    assert "Is there a lift?" in (await lead.get(f"{url}/{cleo.member_id}")).text


async def test_something_is_reported_on_a_page(browse):
    pool = await make_pool(others=1)
    bo = pool.others[0]
    await talk.write(pool.id, None, "Canary", pool.lead.viewer)
    browser, url = await browse(bo.account), f"/pools/mine/{pool.id}/talk/report"
    assert "Ring 999" in (await browser.get(url)).text
    missing = await browser.post(url, data={})
    assert (missing.status_code, 'href="#words"' in missing.text) == (422, True)
    done = await browser.post(url, data={"kind": "other", "words": "Rude.", "messages": "y"})
    assert done.status_code == 303
    async with connection() as raw:
        assert "Canary" in await raw.fetchval("SELECT attached FROM concern")


@pytest.mark.parametrize(
    "path", ["wishes/{}", "wishes/people/{}/start", "mine/{}/talk", "mine/{}/talk/report"]
)
async def test_what_is_not_there_is_not_found(browse, path):
    account, _viewer = await make_person()
    assert (await (await browse(account)).get(f"/pools/{path.format(uuid4())}")).status_code == 404


async def test_pages_are_small(browse):
    brotli = pytest.importorskip("brotli")
    ada, _bo = await make_mutual()
    for _number in range(3):
        await make_shown()
    browser = await browse(ada.account)
    for path in ("/pools/wishes", "/pools/wishes/new", f"/pools/wishes/{ada.wish_id}"):
        page = await browser.get(path)
        assert len(brotli.compress(page.content)) <= LATER_PAGE_BYTES, path
