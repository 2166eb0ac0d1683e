"""What anyone may see: published listings that are not hidden, in one statement, and nothing private."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.listings import service
from marketplace.listings.schemas import Check, ServiceArea
from tests.factories.listings import (
    ACTOR,
    TROWBRIDGE,
    create,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    point_of,
    publish,
    show_again,
    suspend,
)


async def test_unknown_listing_is_not_found(db):
    with pytest.raises(NotFoundError):
        await service.get_listing(uuid4())
    assert await service.list_cards([uuid4()]) == {}
    assert await service.list_cards([]) == {}


async def assert_not_public(listing_id):
    with pytest.raises(NotFoundError):
        await service.get_listing(listing_id)
    assert await service.list_cards([listing_id]) == {}


async def test_draft_is_not_found(db):
    await assert_not_public(await create(make_activity()))


async def test_listing_in_review_is_not_found(db):
    listing_id = await create(make_activity())
    await service.submit_listing(listing_id, actor=ACTOR)
    await assert_not_public(listing_id)


async def test_withdrawn_listing_is_not_found(db):
    listing_id = await publish(make_activity())
    await service.withdraw_listing(listing_id, actor=ACTOR)
    await assert_not_public(listing_id)


async def test_hidden_listing_is_not_found_until_it_is_shown_again(db):
    listing_id = await publish(make_activity())
    await suspend(listing_id)
    await assert_not_public(listing_id)
    await show_again(listing_id)
    assert (await service.get_listing(listing_id)).id == listing_id


@pytest.mark.parametrize("make", [make_personal_assistant, make_activity, make_enterprise])
async def test_published_listing_says_what_the_draft_said(db, make):
    draft = make()
    listing = await service.get_listing(await publish(draft))
    for field in (
        "organization", "kind", "title", "summary", "description", "easy_read", "care_groups",
        "support_types", "languages", "cultures", "genders", "transport", "access", "funding",
        "venue", "capacity", "schedule",
        "costs", "checks", "photos", "cqc_status", "cqc_location_id", "minimum_age", "maximum_age",
    ):  # fmt: skip
        assert getattr(listing, field) == getattr(draft, field), field
    assert listing.provider == draft.organization.name
    assert listing.council_code == "E06000054"
    assert listing.confirmed_on == clock.today()
    assert not listing.is_demonstration


async def test_card_and_listing_agree(db):
    listing_id = await publish(make_personal_assistant())
    card, listing = (
        (await service.list_cards([listing_id]))[listing_id],
        await service.get_listing(listing_id),
    )
    assert all(getattr(card, name) == getattr(listing, name) for name in card.__struct_fields__)


async def test_venue_is_the_public_point_of_a_group(db):
    listing = await service.get_listing(await publish(make_activity()))
    assert listing.is_venue
    assert (listing.latitude, listing.longitude) == point_of(TROWBRIDGE)
    assert listing.town == "Trowbridge"


async def test_provider_with_named_areas_only_has_no_point(db):
    listing = await service.get_listing(await publish(make_enterprise()))
    assert (listing.latitude, listing.longitude, listing.is_venue) == (None, None, False)
    assert listing.area.named == ("SN12", "BA14")


async def test_venue_that_also_travels_is_measured_from_the_venue(db):
    listing = await service.get_listing(await publish(make_activity(area=ServiceArea(miles=3.0))))
    assert (listing.area.latitude, listing.area.longitude) == point_of(TROWBRIDGE)
    assert listing.area.miles == 3.0


async def test_check_that_has_run_out_is_not_shown(db):
    check = Check(kind="dbs", level="enhanced", checked_on=date(2020, 1, 1), expires_on=date(2023, 6, 30))
    with clock.stopped_at(datetime(2023, 6, 1, tzinfo=UTC)):
        draft = make_personal_assistant(checks=(check,), capacity=None)
        listing_id = await publish(draft)
    with clock.stopped_at(datetime(2023, 6, 30, 12, tzinfo=UTC)):
        assert (await service.get_listing(listing_id)).checks == (check,)
    with clock.stopped_at(datetime(2023, 7, 1, tzinfo=UTC)):
        assert (await service.get_listing(listing_id)).checks == ()
        assert (await service.list_cards([listing_id]))[listing_id].checks == ()


async def test_html_is_plain_text(db):
    title = "<script>alert('x')</script> & <b>bold</b>"
    assert (await service.get_listing(await publish(make_activity(title=title)))).title == title


async def test_listing_is_one_statement(db, statements):
    listing_id = await publish(make_personal_assistant())
    async with statements() as run:
        await service.get_listing(listing_id)
    assert len(run) == 1


async def test_page_of_cards_is_one_statement(db, statements):
    ids = [await publish(make()) for make in (make_personal_assistant, make_activity, make_enterprise)]
    async with statements() as run:
        cards = await service.list_cards(ids)
    assert set(cards) == set(ids)
    assert len(run) == 1


async def test_counts_tell_public_from_all(db):
    await publish(make_activity())
    await create(make_activity())
    counts = await service.count_listings()
    assert (counts.public, counts.total, counts.demonstration) == (1, 2, 0)
