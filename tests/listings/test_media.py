"""Pictures of listings."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings import service
from marketplace.listings.media import service as media
from marketplace.listings.organizations.service import create_organization
from marketplace.listings.schemas import Photo
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import ACTOR, create, make_activity, make_organization, publish
from tests.factories.pictures import SECRET, exif, hostile_files, jpeg, odd_pictures, png, webp

LATER = timedelta(days=4)


def showing(hash_, **changes):
    return make_activity(photos=(Photo(media_hash=hash_, alt="A hall"),), **changes)


async def provider():
    """Somebody with an organisation: the viewer, and its id."""
    viewer = await viewer_of(await make_account(Role.PROVIDER))
    return viewer, await create_organization("Trowbridge Makers", viewer)


async def is_kept(hash_):
    """Whether a listing could show it."""
    try:
        await create(showing(hash_))
    except InvalidError:
        return False
    return True


async def test_picture_that_no_listing_shows_is_not_found(db):
    hash_ = await service.put_media(png())
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)
    await create(showing(hash_))
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)


@pytest.mark.parametrize("hash_", ["", "0" * 64, "../../etc/passwd", "'; DROP TABLE media", "é" * 100])
async def test_unknown_picture_is_not_found(db, hash_):
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)
    with pytest.raises(NotFoundError):
        await media.get_private_media(hash_, await viewer_of(await make_account(Role.STEWARD)))


@pytest.mark.parametrize("content", [png(), jpeg(), webp()], ids=["png", "jpeg", "webp"])
async def test_picture_of_a_public_listing_is_sent_until_it_is_taken_down(db, content):
    hash_ = await service.put_media(content)
    assert await service.put_media(content) == hash_
    listing_id = await publish(showing(hash_))
    sent = await service.get_media(hash_)
    assert sent.content_type == "image/webp"
    assert (await service.get_listing(listing_id)).photos[0].alt == "A hall"
    await service.withdraw_listing(listing_id, actor=ACTOR)
    with pytest.raises(NotFoundError):
        await service.get_media(hash_)


async def test_where_a_photograph_was_taken_is_not_kept(db):
    hash_ = await service.put_media(jpeg(exif=exif()))
    await publish(showing(hash_))
    assert SECRET not in (await service.get_media(hash_)).content


@pytest.mark.parametrize(
    "name", ["nothing", "SVG with script", "GIF", "PDF", "HEIC", "true bomb", "too many bytes"]
)
async def test_what_is_no_picture_is_refused_at_the_field(db, name):
    with pytest.raises(InvalidError) as refused:
        await service.put_media(hostile_files()[name])
    assert [problem.field for problem in refused.value.problems] == ["photo"]


async def test_picture_of_our_own_is_kept_as_it_is(db):
    hash_ = await media.put_trusted_media(webp())
    await publish(showing(hash_))
    assert (await service.get_media(hash_)).content == webp()


async def test_what_is_no_picture_is_not_trusted(db):
    with pytest.raises(ValueError, match="no picture"):
        await media.put_trusted_media(b"<svg/>")


async def test_listing_with_a_picture_that_is_not_there_is_refused(db):
    with pytest.raises(InvalidError, match="picture is not there"):
        await create(showing("0" * 64))


async def test_people_of_the_organisation_see_a_picture_before_the_public_does(db):
    viewer, organization_id = await provider()
    hash_ = await media.add_upload(jpeg(), organization_id, viewer)
    assert (await media.get_private_media(hash_, viewer)).content_type == "image/webp"
    with pytest.raises(NotFoundError):
        await media.get_media(hash_)


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.PERSON, Role.STEWARD, Role.ADMINISTRATOR, None])
async def test_nobody_else_sees_a_picture_that_is_not_public(db, role):
    viewer, organization_id = await provider()
    hash_ = await media.add_upload(jpeg(), organization_id, viewer)
    other = await viewer_of(await make_account(role)) if role else ANONYMOUS
    with pytest.raises(NotFoundError):
        await media.get_private_media(hash_, other)


async def test_another_provider_cannot_add_a_picture_to_an_organisation(db):
    _viewer, organization_id = await provider()
    other, _own = await provider()
    with pytest.raises(NotFoundError):
        await media.add_upload(jpeg(), organization_id, other)


async def test_stewards_of_the_council_see_a_picture_of_a_listing_in_review_and_others_do_not(db):
    hash_ = await service.put_media(jpeg())
    await create(showing(hash_))
    national = await viewer_of(await make_account(Role.STEWARD, "national"))
    other = await viewer_of(await make_account(Role.STEWARD, "E10000008"))
    assert await media.get_private_media(hash_, national)
    with pytest.raises(NotFoundError):
        await media.get_private_media(hash_, other)


async def test_organisation_may_show_what_it_added_and_what_it_shows_already_and_nothing_else(db):
    viewer, organization_id = await provider()
    added = await media.add_upload(jpeg(), organization_id, viewer)
    shown = await service.put_media(png(80, 80))
    await create(showing(shown, organization=make_organization("Trowbridge Makers", id=organization_id)))
    others = await service.put_media(webp(90, 90))
    assert await media.list_usable({added, shown, others}, organization_id) == {added, shown}


async def test_organisation_with_very_many_pictures_is_asked_to_wait(db, monkeypatch):
    monkeypatch.setattr(media, "MOST_UPLOADS", 1)
    viewer, organization_id = await provider()
    await media.add_upload(jpeg(), organization_id, viewer)
    with pytest.raises(ConflictError):
        await media.add_upload(png(90, 90), organization_id, viewer)


async def test_picture_that_nothing_uses_is_removed_after_some_days(db):
    viewer, organization_id = await provider()
    hash_ = await media.add_upload(jpeg(), organization_id, viewer)
    assert await media.drop_unused_media() == 0
    with clock.stopped_at(clock.now() + LATER):
        assert await media.drop_unused_media() == 1
        with pytest.raises(NotFoundError):
            await media.get_private_media(hash_, viewer)
        assert await media.drop_unused_media() == 0


async def test_picture_that_was_added_again_lately_stays(db):
    viewer, organization_id = await provider()
    hash_ = await media.add_upload(jpeg(), organization_id, viewer)
    with clock.stopped_at(clock.now() + LATER):
        assert await media.add_upload(jpeg(), organization_id, viewer) == hash_
        assert await media.drop_unused_media() == 0


async def test_picture_that_a_listing_shows_or_showed_stays(db):
    hash_ = await service.put_media(jpeg())
    listing_id = await publish(showing(hash_))
    draft = (await service.get_stored(listing_id)).draft
    with clock.stopped_at(clock.now() + LATER):
        assert await media.drop_unused_media() == 0
        from msgspec.structs import replace

        from tests.factories.listings import FEW_PLACES

        await service.update_listing(
            listing_id, replace(draft, photos=()), 3, gazetteer=FEW_PLACES, actor=ACTOR
        )
        assert await media.drop_unused_media() == 0


async def test_removing_and_using_a_picture_at_once_loses_nothing(committed_db):
    """Whoever is first, the listing shows a picture that is there, or is refused in words."""
    for number in range(6):
        hash_ = await media.put_media(png(60 + number, 60))
        with clock.stopped_at(clock.now() + LATER):
            shown, dropped = await asyncio.gather(
                create(showing(hash_, id=uuid4())), media.drop_unused_media(), return_exceptions=True
            )
        assert dropped in {0, 1}
        if dropped:
            assert isinstance(shown, InvalidError)
        else:
            assert not isinstance(shown, Exception)


@pytest.mark.parametrize("name", ["ZIP after the end", "HTML in a chunk", "moving WebP"])
async def test_strange_picture_is_kept_without_what_is_strange(db, name):
    hash_ = await service.put_media(odd_pictures()[name])
    await publish(showing(hash_))
    assert SECRET not in (await service.get_media(hash_)).content
