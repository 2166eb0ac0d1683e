"""The page of photos, with plain buttons only."""

import html
import re
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Role
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import Step
from marketplace.listings.media import service as media
from marketplace.provider.photos.rules import MOST_PHOTOS
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import make_activity
from tests.factories.pictures import SECRET, exif, hostile_files, jpeg, png, webp
from tests.factories.providers import make_written
from tests.provider.conftest import open_browser

ALT = "A hall with long tables"


@pytest.fixture
async def begun(viewer):
    return await make_written(viewer)


def url_of(request):
    return f"/provider/requests/{request.id}/photos"


async def photos_of(request, viewer):
    return (await editing.get_request(request.id, viewer)).content.get("photos", [])


async def send(client, viewer, request, action, content=None, *, photos=None, version=None, **data):
    """Press a button of the page with what it shows, or with other pictures."""
    now = await editing.get_request(request.id, viewer)
    shown = now.content.get("photos", []) if photos is None else photos
    form = {
        "version": str(now.version if version is None else version),
        "media_hash": [photo["media_hash"] for photo in shown],
        "alt": [photo["alt"] for photo in shown],
        "action": action,
        **data,
    }
    files = {"photo": ("holiday <script>.jpg", content or b"", "image/jpeg")}
    return await client.post(url_of(request), data=form, files=files)


async def add(client, viewer, request, content, alt=ALT):
    return await send(client, viewer, request, "add", content, new_alt=alt)


def problems_in(answer):
    return [html.unescape(text) for text in re.findall(r'<li><a href="#[\w-]+">(.+?)</a></li>', answer.text)]


async def test_picture_is_added_with_its_words(client, viewer, begun):
    answer = await add(client, viewer, begun, jpeg(exif=exif()))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{url_of(begun)}?done=add"
    [photo] = await photos_of(begun, viewer)
    assert photo["alt"] == ALT
    page = await client.get(answer.headers["location"])
    assert "The picture is added." in page.text
    picture = await client.get(f"/provider/media/{photo['media_hash']}")
    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["cache-control"] == "private, no-store"
    assert "sandbox" in picture.headers["content-security-policy"]
    assert SECRET not in picture.content


async def test_signs_that_no_text_has_are_left_out_of_the_words(client, viewer, begun):
    answer = await add(client, viewer, begun, jpeg(), alt="\x00A hall\u202e with\x1b\n long tables\x00")
    assert answer.status_code == 303
    assert [photo["alt"] for photo in await photos_of(begun, viewer)] == [ALT]


async def test_picture_without_words_is_kept_and_the_words_are_asked_for(client, viewer, begun):
    answer = await add(client, viewer, begun, jpeg(), alt="")
    assert answer.status_code == 422
    assert "<title>Error: Photos" in answer.text
    assert problems_in(answer) == ["Say what the picture shows, for people who cannot see it"]
    assert 'aria-describedby="alt-1-error"' in answer.text
    assert len(await photos_of(begun, viewer)) == 1


@pytest.mark.parametrize(
    "name", ["nothing", "HTML", "SVG with script", "HEIC", "PDF", "GIF", "JPEG cut short", "too many bytes"]
)
async def test_file_that_is_no_picture_is_told_at_the_field(client, viewer, begun, name):
    answer = await add(client, viewer, begun, hostile_files()[name])
    assert answer.status_code == 422
    assert len(problems_in(answer)) == 1
    assert 'id="photo-error"' in answer.text
    assert await photos_of(begun, viewer) == []


async def test_button_without_a_file_asks_for_one(client, viewer, begun):
    now = await editing.get_request(begun.id, viewer)
    answer = await client.post(url_of(begun), data={"version": str(now.version), "action": "add"})
    assert answer.status_code == 422
    assert problems_in(answer) == ["Choose a picture first"]


async def test_pictures_are_moved_and_removed(client, viewer, begun):
    for content in (jpeg(), png(70, 70), webp(80, 80)):
        assert (await add(client, viewer, begun, content)).status_code == 303
    one, two, three = [photo["media_hash"] for photo in await photos_of(begun, viewer)]
    for action, order in (
        ("up-2", [two, one, three]),
        ("down-2", [two, three, one]),
        ("up-1", [two, three, one]),
        ("down-3", [two, three, one]),
        ("remove-2", [two, one]),
        ("remove-99", [two, one]),
        ("remove-x", [two, one]),
    ):
        answer = await send(client, viewer, begun, action)
        assert answer.status_code == 303
        assert [photo["media_hash"] for photo in await photos_of(begun, viewer)] == order


async def test_words_typed_before_a_button_are_kept(client, viewer, begun):
    await add(client, viewer, begun, jpeg())
    [photo] = await photos_of(begun, viewer)
    await send(client, viewer, begun, "later", photos=[{**photo, "alt": "  Other\nwords "}])
    assert (await photos_of(begun, viewer))[0]["alt"] == "Other words"


async def test_going_on_without_words_is_told(client, viewer, begun):
    await add(client, viewer, begun, jpeg())
    [photo] = await photos_of(begun, viewer)
    answer = await send(client, viewer, begun, "next", photos=[{**photo, "alt": ""}])
    assert answer.status_code == 422
    answer = await send(client, viewer, begun, "next", photos=[{**photo, "alt": "x" * 251}])
    assert problems_in(answer) == ["Say it in 250 characters or fewer"]


async def test_page_without_pictures_goes_on(client, viewer, begun):
    answer = await send(client, viewer, begun, "next")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/answers/easy-read")


async def test_another_organisations_picture_cannot_be_taken(client, viewer, begun):
    foreign = await listings.put_media(png(90, 90))
    answer = await send(client, viewer, begun, "next", photos=[{"media_hash": foreign, "alt": ALT}])
    assert answer.status_code == 303
    assert await photos_of(begun, viewer) == []


@pytest.mark.parametrize("media_hash", ["", "x", "../../etc/passwd", "0" * 64, "é" * 64, "' OR 1=1 --"])
async def test_invented_picture_is_passed_over(client, viewer, begun, media_hash):
    answer = await send(client, viewer, begun, "later", photos=[{"media_hash": media_hash, "alt": ALT}])
    assert answer.status_code == 303
    assert await photos_of(begun, viewer) == []


async def test_same_picture_twice_is_told(client, viewer, begun):
    await add(client, viewer, begun, jpeg())
    answer = await add(client, viewer, begun, jpeg())
    assert problems_in(answer) == ["You have added this picture already"]


async def test_one_picture_too_many_is_told(client, viewer, begun):
    for number in range(MOST_PHOTOS):
        await add(client, viewer, begun, png(40 + number, 40))
    answer = await add(client, viewer, begun, png(99, 99))
    assert answer.status_code == 422
    assert len(await photos_of(begun, viewer)) == MOST_PHOTOS


def test_a_listing_may_have_as_many_pictures_as_the_page_takes():
    from marketplace.listings.schemas import Photo

    photos = tuple(Photo(media_hash=f"{number:064}", alt=ALT) for number in range(MOST_PHOTOS))
    assert listings.check_listing(make_activity(photos=photos)) == []


async def test_who_saves_after_somebody_else_is_told_and_nothing_is_lost(client, viewer, begun):
    before = (await editing.get_request(begun.id, viewer)).version
    await add(client, viewer, begun, jpeg())
    answer = await send(client, viewer, begun, "add", png(88, 88), photos=[], version=before, new_alt="Mine")
    assert answer.status_code == 409
    assert "Somebody changed these photos" in answer.text
    assert ALT in answer.text
    assert "Mine" in answer.text
    assert len(await photos_of(begun, viewer)) == 1


async def test_strangers_get_nowhere(client, viewer, begun, stranger):
    await add(client, viewer, begun, jpeg())
    [photo] = await photos_of(begun, viewer)
    assert (await stranger.get(url_of(begun))).status_code == 404
    assert (await stranger.post(url_of(begun), data={"action": "next"})).status_code == 404
    assert (await stranger.get(f"/provider/media/{photo['media_hash']}")).status_code == 404


async def test_visitors_are_asked_to_sign_in(app, client, viewer, begun):
    await add(client, viewer, begun, jpeg())
    [photo] = await photos_of(begun, viewer)
    async with open_browser(app) as visitor:
        for path in (url_of(begun), f"/provider/media/{photo['media_hash']}"):
            assert (await visitor.get(path)).headers["location"].startswith("/sign-in")


async def test_stewards_of_another_council_do_not_see_it(app, client, viewer, begun):
    await add(client, viewer, begun, jpeg())
    [photo] = await photos_of(begun, viewer)
    async with open_browser(app) as steward:
        await sign_in_as(steward, await make_account(Role.STEWARD, "E10000008"))
        assert (await steward.get(f"/provider/media/{photo['media_hash']}")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"x" * 100, "headers": {"content-type": "multipart/form-data; boundary=abc"}},
        {"content": b"--abc\r\n\r\n", "headers": {"content-type": "multipart/form-data; boundary=abc"}},
        {"content": b"{}", "headers": {"content-type": "application/json"}},
        {"data": {"action": "add", "photo": "text and no file"}},
        {"data": {"version": "9" * 30, "action": "next"}},
        {
            "files": [("photo", ("a", jpeg())), ("photo", ("b", jpeg())), ("media_hash", ("c", b"\x00"))],
            "data": {"action": "add"},
        },
        {"files": {"alt": ("a", b"\xff\xfe")}, "data": {"action": "next"}},
    ],
)
async def test_nothing_that_is_sent_breaks_the_page(client, viewer, begun, body):
    answer = await client.post(url_of(begun), **body)
    assert answer.status_code in {303, 400, 409, 422}


async def test_file_far_too_large_is_refused(client, viewer, begun):
    answer = await send(client, viewer, begun, "add", b"\xff\xd8\xff" + b"\x00" * 25_000_000)
    assert answer.status_code == 413


async def test_unknown_request_is_not_found(client):
    assert (await client.get(f"/provider/requests/{uuid4()}/photos")).status_code == 404


async def test_pictures_reach_the_listing(client, viewer, begun, gazetteer):
    await add(client, viewer, begun, jpeg())
    reading = await editing.read_request(await editing.get_request(begun.id, viewer), gazetteer)
    assert [photo.alt for photo in reading.draft.photos] == [ALT]
    assert Step.PHOTOS not in reading.by_step
    assert await media.list_usable([reading.draft.photos[0].media_hash], begun.organization.id)
