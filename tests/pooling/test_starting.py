from datetime import timedelta

import pytest
from msgspec.structs import replace

from marketplace.accounts.limits.schemas import POOLS
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.pooling import repository, service
from marketplace.pooling.joining import service as joining
from marketplace.pooling.needs import service as needs
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import CheckState, Invitee, MemberState, NewPool, PoolState
from tests.factories.listings import EXETER, FEW_PLACES, make_activity, publish
from tests.factories.pooling import (
    make_active,
    make_content,
    make_person,
    make_placed,
    make_pool,
    make_shown,
)

pytestmark = pytest.mark.usefixtures("db")


async def problems_of(new: NewPool):
    """The fields at which a new pool is refused."""
    _account, viewer = await make_person()
    with pytest.raises(InvalidError) as refused:
        await service.start_pool(new, viewer, FEW_PLACES)
    return sorted({problem.field for problem in refused.value.problems})


async def change(pool, viewer=None, version=1, place="", **changes):
    """Change what a pool is for, as its lead."""
    content = replace((await pool.pool()).content, **changes)
    await service.change_pool(pool.id, content, version, viewer or pool.lead.viewer, FEW_PLACES, place)


async def test_who_starts_a_pool_leads_it_and_has_the_first_place(signals):
    pool = await make_pool()
    view = await pool.seen()
    assert view.pool.state is PoolState.LOOKING
    assert (view.places_taken, view.places_left) == (1, 3)
    assert [(line.name, line.state, line.is_lead, line.is_you) for line in view.members] == [
        ("Ada", MemberState.JOINING, True, True)
    ]
    assert await signals() == [("nothing_there", None)]
    assert await service.find_public(pool.id) is None


async def test_a_pool_that_uses_a_listing_is_where_the_listing_is_and_no_gap(signals):
    listing_id = await publish(make_activity())
    _account, viewer = await make_person()
    new = NewPool(content=make_content(listing_id=listing_id), name="Ada")
    pool_id = await service.start_pool(new, viewer, FEW_PLACES)
    pool = await repository.find_pool(pool_id)
    assert pool.area == await service.find_listing_area(listing_id, FEW_PLACES)
    assert await signals() == []


async def test_of_where_somebody_is_the_district_and_a_rough_point_are_kept():
    pool = await (await make_pool(place=EXETER)).pool()
    assert pool.area.outcode == "EX1"
    assert (pool.area.latitude, pool.area.longitude) != (50.72034, -3.53019)
    assert abs(pool.area.latitude - 50.72034) < 0.01


async def test_what_is_wrong_with_a_pool_is_said_all_at_once():
    content = make_content(
        title="Art", words="Ring me on 01225 555010", support_types=(), places=1, weekly_cost_pence=-1
    )
    found = await problems_of(NewPool(content=content, name=" ", place="nowhere"))
    assert found == ["name", "place", "places", "support_types", "title", "weekly_cost", "words"]


@pytest.mark.parametrize("name", ["BA14 8EA", "robin@example.org", "…", "x" * 41])
async def test_a_name_by_which_somebody_can_be_reached_is_refused(name):
    assert await problems_of(NewPool(content=make_content(), name=name, place=EXETER)) == ["name"]


async def test_nobody_acts_for_whom_they_do_not_act_for():
    somebody = NewPool(content=make_content(), name="Ada", place=EXETER, acting_for=(await make_pool()).id)
    assert await problems_of(somebody) == ["acting_for"]


async def test_an_active_pool_has_members(signals):
    pool = await make_active()
    assert {line.state for line in (await pool.seen()).members} == {MemberState.MEMBER}
    assert (await pool.pool()).state is PoolState.ACTIVE
    assert (await pool.pool()).active_since == clock.today()
    assert ("started", None) in await signals()


async def test_words_that_change_wait_for_a_steward_and_the_public_sees_the_old_ones():
    pool = await make_shown()
    await change(pool, title="Tuesday pottery")
    assert (await pool.pool()).check is CheckState.WAITING
    assert (await service.get_public(pool.id)).title == "Tuesday art group"
    await change(pool, version=2, title="Tuesday art group")
    assert (await pool.pool()).check is CheckState.FINE


async def test_facts_that_change_need_no_steward():
    pool = await make_shown()
    await change(pool, weekly_cost_pence=35_00, places=6)
    public = await service.get_public(pool.id)
    assert (public.content.weekly_cost_pence, public.places_left) == (35_00, 5)
    assert (await pool.pool()).check is CheckState.FINE


async def test_there_are_never_fewer_places_than_people():
    pool = await make_pool(others=2)
    with pytest.raises(InvalidError, match="3 places are taken"):
        await change(pool, places=2)


async def test_only_leads_change_a_pool():
    pool = await make_pool(others=1)
    with pytest.raises(ConflictError, match="leads"):
        await change(pool, pool.others[0].viewer, title="Another title")
    _account, stranger = await make_person()
    with pytest.raises(NotFoundError):
        await change(pool, stranger, title="Another title")


async def test_of_two_leads_the_second_is_told():
    pool = await make_pool(others=1)
    other = pool.others[0]
    await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
    await change(pool, words="We draw.")
    with pytest.raises(ConflictError, match="Another lead"):
        await change(pool, other.viewer, words="We sing.")
    assert (await pool.pool()).content.words == "We draw."


async def test_anothers_pool_is_not_there():
    pool = await make_shown()
    _account, stranger = await make_person()
    with pytest.raises(NotFoundError):
        await service.get_pool(pool.id, stranger)
    with pytest.raises(NotFoundError):
        await parties.get_part(pool.id, stranger)


async def test_nobody_starts_pools_without_end():
    _account, viewer = await make_person()
    for number in range(POOLS.most + 1):
        new = NewPool(content=make_content(title=f"Group number {number}"), name="Ada", place=EXETER)
        if number < POOLS.most:
            await service.start_pool(new, viewer, FEW_PLACES)
    with pytest.raises((TooManyError, InvalidError)):
        await service.start_pool(new, viewer, FEW_PLACES)


async def test_those_who_said_yes_to_each_other_are_asked_in_by_letter(letters):
    account, viewer = await make_person()
    other, others_viewer = await make_person()
    invitee = Invitee(account_id=other.id, name="Bo")
    new = NewPool(content=make_content(), name="Ada", place=EXETER, invite=(invitee,))
    pool_id = await service.start_pool(new, viewer, FEW_PLACES)
    assert [row["account"] for row in await letters("pool_invited")] == [other.id]
    view = await service.get_pool(pool_id, others_viewer)
    assert [line.name for line in view.members if line.is_you] == ["Bo"]
    await joining.accept(view.part.member.id, 1, others_viewer)
    assert [row["account"] for row in await letters("pool_came")] == [account.id]


async def test_the_list_of_ones_own_pools_has_what_waits():
    pool = await make_shown(others=1)
    for _number in range(2):
        _account, viewer = await make_person()
        await joining.ask_to_join(pool.id, "Dot", None, viewer)
    (item,) = (await service.list_mine(pool.lead.viewer)).items
    assert (item.waiting, item.places_taken, item.is_lead) == (2, 2, True)
    (item,) = (await service.list_mine(pool.others[0].viewer)).items
    assert (item.waiting, item.is_lead) == (0, False)
    assert [(need.code, need.count) for need in await needs.list_needs(pool.lead.viewer)] == [
        ("pool_asks", 2)
    ]


async def test_the_list_of_ones_own_pools_is_paged():
    account, viewer = await make_person()
    with clock.stopped_at(clock.now() - timedelta(days=2)):
        titles = ("Art group", "Walking group", "Singing group")
        ids = [(await make_pool(make_content(title=title), account=account)).id for title in titles]
    page = await service.list_mine(viewer)
    assert (page.total, sorted(item.id for item in page.items)) == (3, sorted(ids))
    assert (await service.list_mine(viewer, 2)).items == ()


async def test_who_is_in_a_pool_stands_in_order_of_joining():
    pool = await make_pool(others=2)
    last = await make_placed(pool.id, pool.lead, "Zoe")
    ids = [member.id for member in await parties.list_members(pool.id)]
    assert ids == [*(person.member_id for person in pool.everybody), last.member_id]
