"""What listings said before they were changed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.history import rules
from marketplace.listings.history import service as history
from marketplace.listings.schemas import Capacity, Check, Listing
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    create,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    publish,
    show_again,
    suspend,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def change(listing_id, *, actor=ACTOR, **values):
    stored = await listings.get_stored(listing_id)
    draft = replace(stored.draft, **values)
    return await listings.update_listing(listing_id, draft, stored.version, gazetteer=FEW_PLACES, actor=actor)


async def versions_of(listing_id):
    return (await history.list_versions(listing_id)).items


async def test_listing_of_nobody_has_no_versions(db):
    assert await versions_of(uuid4()) == ()
    with pytest.raises(NotFoundError):
        await history.get_version(uuid4(), 1)
    with pytest.raises(NotFoundError):
        await history.get_present(uuid4())


async def test_listing_that_never_changed_has_only_what_it_says_now(db):
    listing_id = await publish(make_activity())
    assert await versions_of(listing_id) == ()
    present = await history.get_version(listing_id, 3)
    assert present == await history.get_present(listing_id)
    assert (present.ended_at, present.began_by, present.was_public) == (None, None, True)
    with pytest.raises(NotFoundError):
        await history.get_version(listing_id, 2)


@pytest.mark.parametrize("make", [make_activity, make_personal_assistant, make_enterprise])
async def test_any_past_version_is_shown_as_others_saw_it(db, make):
    listing_id = await publish(make())
    seen = []
    for title in ("First title", "Second title", "Third title"):
        await change(listing_id, title=title)
        seen.append(await listings.get_listing(listing_id))
    await change(listing_id, title="Fourth title")
    versions = (await versions_of(listing_id))[::-1]
    assert [each.title for each in versions][1:] == ["First title", "Second title", "Third title"]
    for summary, shown in zip(versions[1:], seen, strict=True):
        version = await history.get_version(listing_id, summary.version)
        assert without_moment(rules.as_shown(version, clock.today())) == without_moment(shown)


def without_moment(listing: Listing):
    return replace(listing, updated_at=NOON)


async def test_versions_join_without_a_gap_and_say_who_made_them(db):
    with clock.stopped_at(NOON):
        listing_id = await publish(make_activity(confirmed_on=None))
    for day, actor in ((1, "the owner"), (2, "a steward")):
        with clock.stopped_at(NOON + timedelta(days=day)):
            await change(listing_id, title=f"Title of day {day}", actor=actor)
    second, first = await versions_of(listing_id)
    present = await history.get_present(listing_id)
    assert first.began_at == NOON
    assert [first.ended_at, second.ended_at] == [second.began_at, present.began_at]
    assert [each.began_by for each in (first, second, present)] == [None, "the owner", "a steward"]


async def test_version_that_was_never_public_says_so(db):
    listing_id = await create(make_activity())
    await change(listing_id, title="Still a draft")
    await listings.submit_listing(listing_id, actor=ACTOR)
    await listings.publish_listing(listing_id, actor=ACTOR)
    await suspend(listing_id)
    await change(listing_id, title="Changed while it was hidden")
    await show_again(listing_id)
    await change(listing_id, title="Changed while it was shown")
    assert [each.was_public for each in await versions_of(listing_id)] == [True, False, False]


async def test_confirming_hiding_and_withdrawing_make_no_version(db):
    listing_id = await publish(make_activity())
    await listings.confirm_listing(listing_id, actor=ACTOR)
    await suspend(listing_id)
    await show_again(listing_id)
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    assert await versions_of(listing_id) == ()


async def test_only_a_change_of_content_counts_as_a_change(db):
    listing_id = await publish(make_activity())
    await listings.confirm_listing(listing_id, actor=ACTOR)
    assert not await history.has_changed_since(listing_id, 3)
    assert await change(listing_id, title="Another title") == 5
    assert await history.has_changed_since(listing_id, 3)
    assert await history.has_changed_since(listing_id, 4)
    assert not await history.has_changed_since(listing_id, 5)


async def test_changing_the_organisation_keeps_what_all_its_listings_said(db):
    draft = make_activity()
    one = await publish(draft)
    two = await publish(replace(make_activity(title="Second group"), organization=draft.organization))
    before = [await listings.get_listing(each) for each in (one, two)]
    await listings.update_organization(replace(draft.organization, name="New name"), actor=ACTOR)
    for shown in before:
        (kept,) = await versions_of(shown.id)
        version = await history.get_version(shown.id, kept.version)
        assert without_moment(rules.as_shown(version, clock.today())) == without_moment(shown)


async def test_changing_the_organisation_with_one_listing_keeps_each_once(db):
    draft = make_activity()
    one = await publish(draft)
    two = await publish(replace(make_activity(title="Second group"), organization=draft.organization))
    await change(one, organization=replace(draft.organization, name="New name"), title="New title")
    assert [each.title for each in await versions_of(one)] == [draft.title]
    assert [each.title for each in await versions_of(two)] == ["Second group"]


async def test_update_that_fails_keeps_nothing(committed_db):
    listing_id = await publish(make_activity())
    stored = await listings.get_stored(listing_id)
    with pytest.raises(ConflictError):
        await listings.update_listing(
            listing_id, stored.draft, stored.version - 1, gazetteer=FEW_PLACES, actor=ACTOR
        )
    assert await versions_of(listing_id) == ()


async def test_private_base_is_not_kept(db):
    draft = make_personal_assistant()
    assert draft.area.base_postcode
    listing_id = await publish(draft)
    await change(listing_id, title="Another title")
    (kept,) = await versions_of(listing_id)
    version = await history.get_version(listing_id, kept.version)
    assert version.content.draft.area.base_postcode is None
    assert version.content.public_area.near == draft.area.base_postcode.split()[0]
    async with db.transaction() as current:
        text = await current.connection.fetchval("SELECT string_agg(content::text, '') FROM listing_version")
    assert draft.area.base_postcode not in text


async def test_check_that_had_run_out_is_not_shown_in_the_version(db):
    check = Check(kind="insurance", checked_on=NOON.date() - timedelta(days=300), expires_on=NOON.date())
    listing_id = await publish(make_activity(checks=(check,)))
    version = await history.get_present(listing_id)
    assert rules.as_shown(version, NOON.date()).checks == (check,)
    assert rules.as_shown(version, NOON.date() + timedelta(days=1)).checks == ()


async def test_versions_are_paged_newest_first(db):
    listing_id = await publish(make_activity(capacity=Capacity(places=1, as_of=clock.today())))
    for number in range(history.PER_PAGE + 2):
        await change(listing_id, title=f"Title number {number}")
    first, second = [await history.list_versions(listing_id, page) for page in (1, 2)]
    assert (len(first.items), len(second.items), first.total) == (history.PER_PAGE, 2, history.PER_PAGE + 2)
    numbers = [each.version for each in (*first.items, *second.items)]
    assert numbers == sorted(numbers, reverse=True)
    assert second.items[-1].began_by is None


async def test_erased_versions_are_gone(db):
    listing_id, other = await publish(make_activity()), await publish(make_enterprise())
    await change(listing_id, title="Another title")
    await change(other, title="Another title")
    await history.erase_versions([listing_id])
    await history.erase_versions([])
    assert await versions_of(listing_id) == ()
    assert len(await versions_of(other)) == 1
