"""How the status of a listing moves."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import rules, service
from marketplace.listings.schemas import Check, HiddenReason, ListingStatus, ServiceArea
from tests.factories.listings import (
    ACTOR,
    EXETER,
    create,
    make_activity,
    make_organization,
    make_personal_assistant,
    publish,
    show_again,
    suspend,
)

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
    await suspend(listing_id)
    await suspend(listing_id)
    assert (await service.get_stored(listing_id)).version == 2


async def test_listing_hidden_for_two_reasons_is_shown_when_neither_is_left(db):
    listing_id = await publish(make_activity())
    await suspend(listing_id)
    await service.hide_listing(listing_id, HiddenReason.NOT_CONFIRMED, actor=ACTOR)
    await show_again(listing_id)
    stored = await service.get_stored(listing_id)
    assert stored.hidden_for == {HiddenReason.NOT_CONFIRMED}
    with pytest.raises(NotFoundError):
        await service.get_listing(listing_id)
    await service.show_listing(listing_id, HiddenReason.NOT_CONFIRMED, actor=ACTOR)
    assert not (await service.get_stored(listing_id)).is_hidden
    assert (await service.get_listing(listing_id)).id == listing_id


async def test_reasons_are_on_record_before_and_after(db):
    listing_id = await publish(make_activity())
    await suspend(listing_id)
    await service.hide_listing(listing_id, HiddenReason.PAUSED, actor=ACTOR)
    entry = (await audit.list_history("listing", listing_id))[-1]
    assert (entry.action, entry.before, entry.after) == (
        "hide",
        {"hidden_for": ["suspended"]},
        {"hidden_for": ["paused", "suspended"]},
    )


@pytest.mark.parametrize("change", [suspend, show_again, service.confirm_listing])
async def test_withdrawn_listing_is_neither_hidden_nor_shown_nor_confirmed(db, change):
    listing_id = await publish(make_activity())
    await service.withdraw_listing(listing_id, actor=ACTOR)
    with pytest.raises(ConflictError, match="taken down"):
        await change(listing_id, actor=ACTOR)


@pytest.mark.parametrize(
    "values",
    ["is_hidden = true", "hidden_for = '{suspended}'", "is_hidden = true, hidden_for = '{because}'"],
)
async def test_database_keeps_hidden_and_its_reasons_in_step(db, values):
    listing_id = await publish(make_activity())
    with pytest.raises(asyncpg.CheckViolationError, match="service_hidden"):
        await DB.current_transaction.get().connection.execute(
            f"UPDATE service SET {values} WHERE id = $1", listing_id
        )


@given(st.frozensets(st.sampled_from(HiddenReason)), st.sampled_from(HiddenReason))
def test_showing_undoes_hiding(reasons, reason):
    hidden = rules.reasons_after(reasons, reason, "hide")
    assert reason in hidden
    assert rules.reasons_after(hidden, reason, "show") == reasons - {reason}


async def test_checks_that_ran_out_are_on_record_for_the_council(db):
    day = clock.today()
    check = Check(kind="insurance", checked_on=day - timedelta(days=9), expires_on=day)
    here = await publish(make_activity(checks=(check,)))
    area, other = ServiceArea(base_postcode=EXETER, miles=3), make_organization(id=uuid4())
    there = await publish(make_personal_assistant(checks=(check,), area=area, organization=other))
    await councils.add_council("E06000054", actor=ACTOR)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert await service.drop_expired_checks(actor="worker") == 2
    entries = [(await audit.list_history("listing", each))[-1] for each in (here, there)]
    assert [(entry.action, entry.council) for entry in entries] == [
        ("drop_expired_checks", "E06000054"),
        ("drop_expired_checks", "national"),
    ]
