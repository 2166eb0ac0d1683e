"""A change of looks shows in every web process within seconds, without a restart and without asking more."""

import asyncio
import io
import re

import httpx
import pytest
from PIL import Image

from marketplace.app import create_app
from marketplace.councils import service
from marketplace.councils.looks.rules import read_sheet
from marketplace.councils.schemas import NATIONAL, Looks
from marketplace.kernel.database import connection
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.pictures import PictureError
from marketplace.kernel.settings import Settings
from tests.factories.listings import FEW_PLACES

WILTSHIRE = "E06000054"


def picture(colour="navy", kind="PNG", size=(300, 80)):
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def make_app(open_tmp, **settings):
    return create_app(
        Settings(data_dir=open_tmp / "looks", **settings), gazetteer=FEW_PLACES, engine=object()
    )


def browser(app):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers={"accept": "text/html"})


async def choose(version=1, code=WILTSHIRE, words=None, **looks):
    changes = {"looks": Looks(**looks)} | ({"words": words} if words is not None else {})
    await service.update_council_settings(code, changes, version, actor="test")


@pytest.fixture
async def council(db):
    await service.add_council(WILTSHIRE, actor="test")


async def test_the_home_councils_choice_stands_over_the_environment(council, open_tmp):
    app = make_app(open_tmp, council=WILTSHIRE, brand_name="From the environment", brand_tagline="A line")
    await choose(site_name="Choose Well", colour="#5b2a86", words={"footer": "Run by Wiltshire."})
    async with browser(app) as client:
        assert "From the environment" in (await client.get("/about")).text
        assert await app.state.looks.refresh()
        text = (await client.get("/about")).text
        assert "About Choose Well" in text
        assert "A line" in text
        assert "Run by Wiltshire." in text
        assert 'content="#5b2a86"' in text
        sheet = await client.get(re.search(r"/theme/[^\"]+", text)[0])
        assert "--app-brand:#5b2a86" in sheet.text
        assert "immutable" in sheet.headers["cache-control"]
    assert not await app.state.looks.refresh()


async def test_another_councils_choice_does_not_show(council, open_tmp):
    app = make_app(open_tmp, council="E06000066")
    await choose(site_name="Choose Well")
    await app.state.looks.refresh()
    async with browser(app) as client:
        assert "Choose Well" not in (await client.get("/about")).text


async def test_a_site_of_no_council_shows_what_the_national_team_chose(db, open_tmp):
    await service.add_council(NATIONAL, actor="test")
    await choose(code=NATIONAL, site_name="All of it")
    app = make_app(open_tmp)
    await app.state.looks.refresh()
    async with browser(app) as client:
        assert "About All of it" in (await client.get("/about")).text


async def test_what_is_no_longer_chosen_is_as_the_environment_says_again(council, open_tmp):
    app = make_app(open_tmp, council=WILTSHIRE, brand_name="From the environment")
    await choose(site_name="Choose Well")
    await app.state.looks.refresh()
    await choose(2)
    await app.state.looks.refresh()
    async with browser(app) as client:
        assert "About From the environment" in (await client.get("/about")).text


async def test_a_change_shows_in_all_processes_by_itself(committed_db, open_tmp):
    await service.add_council(WILTSHIRE, actor="test")
    apps = [make_app(open_tmp, council=WILTSHIRE) for _ in range(2)]
    async with apps[0].state.looks.running(0.05), apps[1].state.looks.running(0.05):
        await choose(site_name="Choose Well")
        for app in apps:
            assert await _comes_to_show(app, "About Choose Well")


async def _comes_to_show(app, words):
    async with browser(app) as client:
        for _ in range(250):
            if words in (await client.get("/about")).text:
                return True
            await asyncio.sleep(0.02)
    return False


async def test_a_database_that_is_away_changes_nothing(council, open_tmp, monkeypatch):
    app = make_app(open_tmp, council=WILTSHIRE)
    await choose(site_name="Choose Well")
    await app.state.looks.refresh()

    async def fail():
        raise OSError

    monkeypatch.setattr("marketplace.councils.repository.list_versions", fail)
    async with app.state.looks.running(0.01), browser(app) as client:
        await asyncio.sleep(0.05)
        assert "About Choose Well" in (await client.get("/about")).text


async def test_pages_ask_the_database_no_more_for_it(council, open_tmp):
    app = make_app(open_tmp, council=WILTSHIRE)
    await choose(site_name="Choose Well")
    await app.state.looks.refresh()
    seen = []
    async with connection() as raw, browser(app) as client:
        raw.add_query_logger(lambda record: seen.append(record.query))
        try:
            await client.get("/about")
            await asyncio.sleep(0)  # the driver tells a moment later
        finally:
            raw._query_loggers.clear()
    assert seen == []


async def test_old_logos_keep_answering_when_another_takes_their_place(council, open_tmp):
    app = make_app(open_tmp, council=WILTSHIRE)
    old, new = await service.put_logo(picture("navy")), await service.put_logo(picture("maroon"))
    async with browser(app) as client:
        for version, name in ((1, old), (2, new)):
            await choose(version, logo=name)
            await app.state.looks.refresh()
            text = (await client.get("/about")).text
            assert f'src="/logo/{name}.webp"' in text
        for name in (old, new):
            answer = await client.get(f"/logo/{name}.webp")
            assert answer.headers["content-type"] == "image/webp"
            assert Image.open(io.BytesIO(answer.content)).size == (300, 80)


@pytest.mark.parametrize(
    "name", ["x.webp", "x", ".webp", "..%2f..%2fetc.webp", "a" * 64 + ".svg", "%00.webp"]
)
async def test_a_logo_that_is_not_there_is_not_found(council, open_tmp, name):
    async with browser(make_app(open_tmp)) as client:
        assert (await client.get(f"/logo/{name}")).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a;",
        b"\x89PNG\r\n\x1a\n",
    ],
)
async def test_what_is_no_picture_is_no_logo(db, content):
    with pytest.raises(PictureError):
        await service.put_logo(content)


async def test_a_logo_is_drawn_anew_and_loses_what_is_not_picture(db):
    name = await service.put_logo(picture(kind="JPEG", size=(2000, 500)) + b"<?php evil(); ?>")
    logo = await service.get_logo(name)
    assert b"evil" not in logo.content
    assert max(Image.open(io.BytesIO(logo.content)).size) == 480
    with pytest.raises(NotFoundError):
        await service.get_logo("another")


@pytest.mark.parametrize("name", ["5b2a86-8a3b12.css", "000000-767676.css"])
def test_colours_that_can_be_read_have_a_style_sheet(name):
    assert read_sheet(name)


@pytest.mark.parametrize(
    "name",
    ["ffffff-000000.css", "5b2a86-ffd400.css", "5B2A86-8a3b12.css", "x.css", "5b2a86-8a3b12.css}body{", ""],
)
def test_other_names_have_none(name):
    assert read_sheet(name) is None
