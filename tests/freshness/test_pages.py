"""The pages of the links in letters, as a browser and as a mail program meet them."""

import asyncio

import httpx
import pytest

from marketplace.app import create_app
from marketplace.kernel.database import DB, connection
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.freshness import service
from marketplace.listings.schemas import HiddenReason
from tests.factories.listings import ACTOR
from tests.listings.engine import MemoryEngine


@pytest.fixture
async def client(db, gazetteer, tmp_path):
    """A browser."""
    settings = Settings(data_dir=tmp_path, demonstration=True, secret_key="s" * 40)
    app = create_app(settings, gazetteer=gazetteer, engine=MemoryEngine())
    headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as browser:
        yield browser


@pytest.fixture
async def token(provider, day, tokens):
    """The token of a reminder about a listing that is hidden since nobody confirmed it."""
    _viewer, (listing_id,) = await provider()
    with day(91):
        await service.take_steps()
    await listings.hide_listing(listing_id, HiddenReason.NOT_CONFIRMED, actor=ACTOR)
    (found,) = await tokens()
    return listing_id, found


async def test_looking_at_the_page_changes_nothing(client, token, day):
    listing_id, found = token
    with day(92):
        for _ in range(2):
            answer = await client.get(f"/still-correct/{found}")
            assert answer.status_code == 200
    assert "Yes, all of it is still right" in answer.text
    assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert "noindex" in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert (await listings.get_stored(listing_id)).is_hidden


async def test_the_button_confirms_and_the_second_time_says_so_kindly(client, token, day):
    listing_id, found = token
    with day(92):
        answer = await client.post(f"/still-correct/{found}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/still-correct/thanks")
        assert not (await listings.get_stored(listing_id)).is_hidden
        again = await client.post(f"/still-correct/{found}")
        assert again.status_code == 404
        assert "If you used it before, your listing is confirmed" in again.text
    assert (await client.get("/still-correct/thanks")).status_code == 200


@pytest.mark.parametrize("path", ["/still-correct/{}", "/still-correct/stop/{}"])
@pytest.mark.parametrize("forged", ["x", "A" * 43, "A" * 5000, "%00", "..%2f", "'%20OR%201=1"])
async def test_a_forged_link_opens_nothing(client, path, forged):
    for method in ("GET", "POST"):
        answer = await client.request(method, path.format(forged))
        assert answer.status_code == 404


async def test_a_link_does_what_it_was_made_for_and_nothing_else(client, token, day):
    _listing_id, found = token
    with day(92):
        assert (await client.post(f"/still-correct/stop/{found}")).status_code == 404
        assert (await client.get(f"/free/{found}")).status_code == 404


async def test_a_mail_program_stops_reminders_with_one_post(client, token, day):
    ((url,),) = await DB.run_ddl("SELECT unsubscribe_url FROM letter")
    with day(92):
        page = await client.get(url)
        assert page.status_code == 200
        assert await DB.run_ddl("SELECT count(*) FROM freshness_stop") == [(0,)]
        del client.headers["sec-fetch-site"]
        answer = await client.post(
            url,
            content="List-Unsubscribe=One-Click",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
    assert answer.status_code == 303
    assert await DB.run_ddl("SELECT count(*) FROM freshness_stop") == [(1,)]


async def test_another_site_cannot_confirm(client, token, day):
    _listing_id, found = token
    client.headers["sec-fetch-site"] = "cross-site"
    with day(92):
        assert (await client.post(f"/still-correct/{found}")).status_code == 403


async def test_the_mailbox_shows_letters_with_links_that_work(client, token):
    box = await client.get("/mailbox")
    assert "Is your listing still right?" in box.text
    ((letter_id,),) = await DB.run_ddl("SELECT id FROM letter")
    page = await client.get(f"/mailbox/{letter_id}")
    assert page.status_code == 200
    assert f'href="/still-correct/{token[1]}"' in page.text
    assert (await client.get("/mailbox?page=9")).status_code == 200
    for odd in ("/mailbox?page=x", "/mailbox?page=-1", "/mailbox?page=99999999999"):
        assert (await client.get(odd)).status_code == 200
    for gone in ("/mailbox/x", "/mailbox/00000000-0000-0000-0000-000000000000"):
        assert (await client.get(gone)).status_code == 404


async def test_outside_a_demonstration_there_is_no_mailbox(db, gazetteer, tmp_path):
    settings = Settings(data_dir=tmp_path, secret_key="s" * 40)
    app = create_app(settings, gazetteer=gazetteer, engine=MemoryEngine())
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as browser:
        assert (await browser.get("/mailbox")).status_code == 404


async def test_the_pages_do_a_fixed_small_number_of_statements(client, token, day):
    ((letter_id,),) = await DB.run_ddl("SELECT id FROM letter")
    for path, most in ((f"/still-correct/{token[1]}", 10), ("/mailbox", 1), (f"/mailbox/{letter_id}", 3)):
        statements = []
        async with connection() as raw:
            with day(92), raw.query_logger(lambda record, kept=statements: kept.append(record.query)):
                assert (await client.get(path)).status_code == 200
                await asyncio.sleep(0.01)  # the logger is called by the loop
        assert 0 < len(statements) <= most, (path, statements)
