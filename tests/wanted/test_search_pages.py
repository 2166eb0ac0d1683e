"""The pages of saved searches, with the real gazetteer."""

from uuid import uuid4

import pytest

from marketplace.app import create_app
from marketplace.kernel.settings import Settings
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import MELKSHAM
from tests.wanted.test_searches import QUERY, make_viewer, rows, save


@pytest.fixture(scope="module")
def app(open_tmp, gazetteer):
    return create_app(Settings(data_dir=open_tmp / "searches"), gazetteer=gazetteer, engine=object())


async def test_a_search_is_saved_from_its_address_renamed_and_removed(browse):
    account = await make_account("person")
    browser = await browse(account)
    page = await browser.get(f"/searches/save?near={MELKSHAM}&support_type=swimming")
    assert page.status_code == 200
    assert "We look near SN12." in page.text
    assert MELKSHAM not in page.text
    sent = {
        "name": "Swimming near me",
        "wants_alerts": "y",
        "query": f"near={MELKSHAM}&support_type=swimming",
    }
    answer = await browser.post("/searches/save", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/searches?done=saved")
    page = await browser.get("/searches?done=saved")
    assert "Your search is saved. You find it here: choose Saved" in page.text
    assert 'href="/searches"' in (await browser.get("/saved")).text
    assert "Swimming near me" in page.text
    (kept,) = await rows("SELECT * FROM saved_search")
    assert kept["query"] == QUERY
    page = await browser.get(f"/searches/{kept['id']}")
    assert f'href="/search?{QUERY.replace("&", "&amp;")}"' in page.text
    answer = await browser.post(f"/searches/{kept['id']}", data={"name": "Pool"})
    assert answer.status_code == 303
    (changed,) = await rows("SELECT * FROM saved_search")
    assert (changed["name"], changed["wants_alerts"]) == ("Pool", False)
    assert (await browser.get(f"/searches/{kept['id']}/remove")).status_code == 200
    assert (await browser.post(f"/searches/{kept['id']}/remove")).status_code == 303
    assert await rows("SELECT * FROM saved_search") == []


async def test_a_search_without_a_name_is_said_at_the_field(browse):
    browser = await browse(await make_account("person"))
    answer = await browser.post("/searches/save", data={"name": " ", "query": QUERY})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#name"' in answer.text


@pytest.mark.parametrize("query", ["", "kind=nonsense", "page=2", "a" * 5000, "%ff=%00&q=%ff", "x=1&" * 400])
async def test_an_address_that_means_nothing_is_answered_kindly(browse, query):
    browser = await browse(await make_account("person"))
    assert (await browser.get(f"/searches/save?{query}")).status_code == 400
    answer = await browser.post("/searches/save", data={"name": "x", "query": query})
    assert answer.status_code == 400


async def test_strangers_and_visitors_find_nothing(browse):
    search_id = await save(await make_viewer())
    stranger, visitor = await browse(await make_account("person")), await browse()
    for path in (f"/searches/{search_id}", f"/searches/{search_id}/remove", f"/searches/{uuid4()}"):
        assert (await stranger.get(path)).status_code == 404
        assert (await visitor.get(path)).status_code == 303
    led = await visitor.get(f"/searches/save?{QUERY}")
    assert led.headers["location"].startswith("/sign-in?next=")
    assert "support_type" in led.headers["location"]


@pytest.mark.parametrize("number", [1, 8])
async def test_the_pages_take_the_same_few_statements(browse, statements, number):
    account = await make_account("person")
    viewer = await viewer_of(account)
    ids = [await save(viewer, query=f"q=number{count}") for count in range(number)]
    browser = await browse(account)
    await browser.get("/searches")
    async with statements() as run:
        await browser.get("/searches")
    assert len(run) == 3
    async with statements() as run:
        await browser.get(f"/searches/{ids[0]}")
    assert len(run) == 3
