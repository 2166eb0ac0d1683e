"""Loading goes through the services of the rooms: all of it or nothing."""

import re

import pytest

from marketplace.kernel.errors import NotFoundError, OperatorError
from marketplace.listings.schemas import ListingKind
from marketplace.listings.service import count_listings, get_listing, get_media
from marketplace.places.service import find_support, list_councils
from seed.demo.generator import generate_listings
from seed.demo.photos import photos
from seed.demo.support import SOURCE, made_up_support
from seed.demo.terrain import ENGLAND
from seed.load import load_demonstration


async def test_listings_are_public_and_marked_as_demonstration(db, gazetteer):
    told = []
    total = await load_demonstration(gazetteer, listings=150, progress=told.append)
    counts = await count_listings()
    assert (total, counts.public, counts.demonstration, told[-1]) == (150, 150, 150, 150)


async def test_loaded_listing_is_the_one_that_was_made_up(db, gazetteer):
    from marketplace.kernel import clock

    await load_demonstration(gazetteer, listings=60)
    for draft in generate_listings(60, gazetteer, today=clock.today()):
        listing = await get_listing(draft.id)
        assert (listing.title, listing.description) == (draft.title, draft.description)
        assert listing.is_demonstration
        for photo in listing.photos:
            assert (await get_media(photo.media_hash)).content_type == "image/webp"


async def test_each_council_has_its_made_up_support_service(db, gazetteer):
    await load_demonstration(gazetteer, listings=5)
    for code in ("E06000054", "E10000008", "E09000001"):
        assert (await find_support(code)).source == SOURCE


async def test_one_council_only(db, gazetteer):
    await load_demonstration(gazetteer, listings=40, council="E06000023")
    assert (await count_listings()).public == 40


@pytest.mark.parametrize(("council", "error"), [("W06000015", OperatorError), ("nowhere", NotFoundError)])
async def test_other_councils_are_declined_and_nothing_is_loaded(db, gazetteer, council, error):
    with pytest.raises(error):
        await load_demonstration(gazetteer, listings=5, council=council)
    assert (await count_listings()).total == 0


def test_support_services_are_marked_and_cannot_be_rung():
    from marketplace.kernel import clock

    services = made_up_support(clock.today())
    assert set(services) == {council.code for council in list_councils(ENGLAND)}
    assert len(services) == 153
    assert len({service.phone for service in services.values()}) == 153
    for service in services.values():
        assert "demonstration" in service.name
        assert "made up" in service.description
        assert re.fullmatch(r"01632 960\d{3}", service.phone)
        assert service.url.startswith("https://www.example.org/")
        assert service.as_of == clock.today()


def test_pictures_are_small_and_described():
    drawings = photos()
    assert len(drawings) >= 12
    for drawing in drawings.values():
        assert drawing.content[8:12] == b"WEBP"
        assert 2_000 < len(drawing.content) < 8_192
        assert drawing.photo.alt.startswith("Drawing: ")


def test_every_offer_has_its_picture():
    from seed.demo.vocabulary import offers_of

    for kind in set(ListingKind) - {ListingKind.PERSONAL_ASSISTANT}:
        assert {offer.photo for offer in offers_of(kind)} <= set(photos())
