"""How the status of a listing moves."""

from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import rules, service
from marketplace.listings.schemas import ListingStatus
from tests.factories.listings import ACTOR, create, make_activity

STATUSES = st.sampled_from(list(ListingStatus))
MOVES = {
    ListingStatus.IN_REVIEW: service.submit_listing,
    ListingStatus.DRAFT: service.return_listing,
    ListingStatus.PUBLISHED: service.publish_listing,
    ListingStatus.WITHDRAWN: service.withdraw_listing,
}


@given(st.lists(STATUSES, max_size=12))
def test_withdrawn_is_final_and_nothing_is_published_without_review(asked):
    path = [ListingStatus.DRAFT]
    for status in asked:
        if rules.can_move(path[-1], status):
            path.append(status)
    if ListingStatus.WITHDRAWN in path:
        assert path.index(ListingStatus.WITHDRAWN) == len(path) - 1
    for here, there in pairwise(path):
        assert there is not ListingStatus.PUBLISHED or here is ListingStatus.IN_REVIEW


@given(STATUSES)
def test_no_status_moves_to_itself_and_all_but_the_last_can_be_withdrawn(status):
    assert not rules.can_move(status, status)
    assert rules.can_move(status, ListingStatus.WITHDRAWN) == (status is not ListingStatus.WITHDRAWN)


PATHS = {
    ListingStatus.DRAFT: (),
    ListingStatus.IN_REVIEW: (ListingStatus.IN_REVIEW,),
    ListingStatus.PUBLISHED: (ListingStatus.IN_REVIEW, ListingStatus.PUBLISHED),
    ListingStatus.WITHDRAWN: (ListingStatus.WITHDRAWN,),
}


@pytest.mark.parametrize("here", ListingStatus)
@pytest.mark.parametrize("there", ListingStatus)
async def test_service_moves_as_the_rules_say_and_no_other_way(db, here, there):
    listing_id = await create(make_activity())
    for status in PATHS[here]:
        await MOVES[status](listing_id, actor=ACTOR)
    version = (await service.get_stored(listing_id)).version
    if rules.can_move(here, there):
        await MOVES[there](listing_id, actor=ACTOR)
        stored = await service.get_stored(listing_id)
        assert (stored.status, stored.version) == (there, version + 1)
    else:
        with pytest.raises(ConflictError, match="cannot become"):
            await MOVES[there](listing_id, actor=ACTOR)


@pytest.mark.parametrize("move", MOVES.values())
async def test_move_of_nothing_is_not_found(db, move):
    with pytest.raises(NotFoundError):
        await move(uuid4(), actor=ACTOR)


async def test_hiding_twice_is_hiding_once(db):
    listing_id = await create(make_activity())
    await service.hide_listing(listing_id, actor=ACTOR)
    await service.hide_listing(listing_id, actor=ACTOR)
    assert (await service.get_stored(listing_id)).version == 2
