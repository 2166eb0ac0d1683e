"""A steward who writes for a provider: whose pages they may use, and how that is marked."""

from uuid import uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import Step
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.behalf.service import change_on_behalf
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.listings import FEW_PLACES, make_activity, publish
from tests.factories.providers import make_provider
from tests.reviewing.test_deciding import NEW_TITLE, make_change, make_steward


@pytest.fixture
async def wiltshire(db):
    await councils.add_council(COUNCIL, actor=ACTOR)


async def write(request_id, steward):
    request = await editing.get_request(request_id, steward)
    await editing.save_answers(request_id, Step.OFFER, NEW_TITLE[Step.OFFER], request.version, steward)
    request = await editing.get_request(request_id, steward)
    return await editing.hand_in(request_id, request.version, steward, FEW_PLACES)


async def test_steward_changes_a_listing_that_nobody_looks_after_and_it_is_marked(wiltshire):
    listing_id, steward = await publish(make_activity()), await make_steward()
    request = await write(await change_on_behalf(listing_id, steward), steward)
    review = await reviewing.get_review(request.id, await make_steward(), FEW_PLACES)
    assert review.is_by_steward
    assert not review.is_own
    await reviewing.approve(request.id, request.version, review.listing_version, steward, FEW_PLACES)
    assert (await listings.get_listing(listing_id)).title == "Tuesday pottery group"
    entries = await audit.list_history("change_request", request.id)
    assert {"write_on_behalf", "hand_in", "approve"} <= {entry.action for entry in entries}


async def test_beginning_twice_goes_on_with_the_same(wiltshire):
    listing_id, steward = await publish(make_activity()), await make_steward()
    assert await change_on_behalf(listing_id, steward) == await change_on_behalf(listing_id, steward)


async def test_nobody_else_may_write_in_it_but_its_own_people(wiltshire):
    listing_id, steward = await publish(make_activity()), await make_steward()
    request_id = await change_on_behalf(listing_id, steward)
    others = [await make_steward(), await make_provider(), await make_steward("E10000008")]
    for other in others:
        with pytest.raises(NotFoundError):
            await editing.get_request(request_id, other)
    with pytest.raises(ConflictError, match="Somebody else"):
        await change_on_behalf(listing_id, others[0])


async def test_who_is_no_steward_of_the_council_any_more_writes_no_more(wiltshire):
    account = await make_account(Role.STEWARD)
    steward = await viewer_of(account)
    request_id = await change_on_behalf(await publish(make_activity()), steward)
    await accounts.end_role(account.id, Role.STEWARD, COUNCIL, actor=ACTOR)
    await accounts.grant_role(account.id, Role.STEWARD, "E10000008", actor=ACTOR)
    with pytest.raises(NotFoundError):
        await editing.get_request(request_id, await viewer_of(account, second_factor=True))


async def test_another_councils_listing_and_one_that_is_gone_are_not_found(wiltshire):
    listing_id = await publish(make_activity())
    for other in (await make_steward("E10000008"), await make_provider()):
        with pytest.raises(NotFoundError):
            await change_on_behalf(listing_id, other)
    with pytest.raises(NotFoundError):
        await change_on_behalf(uuid4(), await make_steward())


async def test_what_the_provider_is_changing_is_left_to_them(wiltshire):
    request = await make_change(await make_provider(), NEW_TITLE)
    with pytest.raises(ConflictError, match="Somebody else"):
        await change_on_behalf(request.listing_id, await make_steward())


async def test_listing_that_was_taken_down_is_changed_by_nobody(wiltshire):
    listing_id = await publish(make_activity())
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    with pytest.raises(ConflictError, match="taken down"):
        await change_on_behalf(listing_id, await make_steward())


async def test_what_a_steward_wrote_for_others_is_handed_over_and_forgotten(wiltshire):
    steward, holder = await make_steward(), reviewing.LookHolder()
    request_id = await change_on_behalf(await publish(make_activity()), steward)
    assert await holder.export(steward.account_id) == [request_id]
    await holder.erase(steward.account_id)
    assert await holder.export(steward.account_id) == []
    with pytest.raises(NotFoundError):
        await editing.get_request(request_id, steward)
