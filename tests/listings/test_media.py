"""Pictures of listings."""

import pytest

from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.listings import service
from marketplace.listings.schemas import Photo
from tests.factories.listings import ACTOR, create, make_activity, publish

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 20


async def test_picture_that_no_listing_shows_is_not_found(db):
    hash_ = await service.put_media(PNG)
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)
    await create(make_activity(photos=(Photo(media_hash=hash_, alt="A hall"),)))
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)


@pytest.mark.parametrize("hash_", ["", "0" * 64, "../../etc/passwd", "'; DROP TABLE media", "é" * 100])
async def test_unknown_picture_is_not_found(db, hash_):
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)


@pytest.mark.parametrize(
    ("content", "content_type"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]
)
async def test_picture_of_a_public_listing_is_sent_until_it_is_taken_down(db, content, content_type):
    hash_ = await service.put_media(content)
    assert await service.put_media(content) == hash_
    listing_id = await publish(make_activity(photos=(Photo(media_hash=hash_, alt="A hall"),)))
    media = await service.get_media(hash_)
    assert (media.content, media.content_type) == (content, content_type)
    assert (await service.get_listing(listing_id)).photos[0].alt == "A hall"
    await service.withdraw_listing(listing_id, actor=ACTOR)
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload='alert(1)'></svg>", b"GIF89a", b"%PDF-1.7", PNG + b"\x00" * 2_000_000],
    ids=["empty", "svg", "gif", "pdf", "large"],
)
async def test_what_is_no_picture_is_refused(db, content):
    with pytest.raises(InvalidError):
        await service.put_media(content)


async def test_listing_with_a_picture_that_is_not_there_is_refused(db):
    with pytest.raises(InvalidError, match="picture is not there"):
        await create(make_activity(photos=(Photo(media_hash="0" * 64, alt="A hall"),)))
