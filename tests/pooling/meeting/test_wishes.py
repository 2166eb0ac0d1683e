from datetime import timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from marketplace.accounts.limits.schemas import POOL_PLACES
from marketplace.accounts.service import act_for, end_acting_for, list_acting_for
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.pooling import repository as pools
from marketplace.pooling.meeting import rules
from marketplace.pooling.meeting.holding.service import MeetingHolder
from marketplace.pooling.meeting.keeping import service as keeping
from marketplace.pooling.meeting.matching import service as matching
from marketplace.pooling.meeting.schemas import Said
from marketplace.pooling.meeting.telling.service import tell_news
from marketplace.pooling.meeting.wishes import service
from marketplace.pooling.schemas import MemberState
from tests.factories.listings import FEW_PLACES, LEEDS, MELKSHAM, MERE, TROWBRIDGE
from tests.factories.pool_meeting import make_mutual, make_pair, make_wish_content, make_wisher
from tests.factories.pooling import make_content, make_person, make_pool, make_shown

pytestmark = pytest.mark.usefixtures("db")


async def move(wisher, place, **changes):
    """Look from another place."""
    content = make_wish_content(**changes)
    version = await wisher.version()
    await service.change_wish(wisher.wish_id, content, version, wisher.viewer, FEW_PLACES, place)


async def test_two_near_each_other_are_told_that_somebody_wants_the_same_and_no_more():
    ada, bo = await make_pair()
    for each in (ada, bo):
        match = await each.match()
        assert (match.miles, match.times, match.said) == (4, ("tue.afternoon",), Said.NOTHING)
        assert (match.name, match.outcode, match.pool_id) == (None, None, None)


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        pytest.param(MERE, {}, id="too far"),
        pytest.param(LEEDS, {}, id="much too far"),
        pytest.param(TROWBRIDGE, {"support_type": "gardening"}, id="something else"),
        pytest.param(TROWBRIDGE, {"times": ("wed.morning",)}, id="another day"),
    ],
)
async def test_others_are_not_told(place, changes):
    ada, other = await make_wisher(), await make_wisher(place, **changes)
    assert await ada.matches() == ()
    assert await other.matches() == ()


async def test_what_a_wish_is_called_and_for_whom_keeps_nobody_apart_and_is_read_after_two_yeses():
    ada, bo = (
        await make_wisher(title="Painting by the river", care_group="autism"),
        await make_wisher(TROWBRIDGE, name="Bo", title="Art for two", care_group="dementia"),
    )
    await ada.say(Said.YES)
    for each in (ada, bo):
        match = await each.match()
        assert (match.title, match.care_group) == (None, None)
        assert "Bo" not in repr(match)
    match = await bo.say(Said.YES)
    assert (match.title, match.care_group) == ("Painting by the river", "autism")
    assert (await ada.match()).title == "Art for two"
    kept = (await service.get_wish(ada.wish_id, ada.viewer)).content
    await service.change_wish(
        ada.wish_id, replace(kept, title="", care_group=""), await ada.version(), ada.viewer, FEW_PLACES
    )
    assert (await bo.match()).title == ""
    for wrong in ({"title": "Ring me on 07700 900123"}, {"care_group": "nobody"}, {"title": "x" * 81}):
        with pytest.raises(InvalidError):
            await make_wisher(**wrong)


async def test_pools_for_others_stand_below_those_that_suit():
    await make_shown(make_content(title="For others", care_groups=("dementia",)))
    await make_shown(make_content(title="For anybody"))
    ada = await make_wisher(care_group="autism")
    view = await service.get_wish_view(ada.wish_id, ada.viewer)
    assert [near.pool.title for near in view.pools] == ["For anybody", "For others"]


async def test_who_names_no_day_leaves_it_open():
    ada, bo = await make_wisher(times=()), await make_wisher(TROWBRIDGE)
    assert (await ada.match()).times == (await bo.match()).times == ()


async def test_nobody_is_less_than_a_mile_away():
    ada, _other = await make_wisher(), await make_wisher()
    assert (await ada.match()).miles == 1


async def test_nobody_meets_themselves():
    account, viewer = await make_person()
    first = await service.start_wish(make_wish_content(), MELKSHAM, viewer, FEW_PLACES)
    with pytest.raises(InvalidError):
        await service.start_wish(make_wish_content(), MELKSHAM, viewer, FEW_PLACES)
    assert (await service.get_wish_view(first, viewer)).matches == ()
    assert account.id


async def test_names_are_known_when_both_have_said_yes():
    ada, bo = await make_pair()
    assert (await ada.say(Said.YES)).name is None
    assert (await bo.match()).said is Said.NOTHING
    assert (await bo.say(Said.YES)).name == "Ada"
    assert ((await ada.match()).name, (await ada.match()).outcode) == ("Bo", "BA14")


async def test_who_said_no_is_asked_no_more_and_the_other_never_hears_of_it():
    ada, bo = await make_pair()
    before = await ada.match()
    match = await bo.match()
    await matching.say(match.id, Said.NO, bo.viewer)
    assert await bo.matches() == ()
    assert await ada.match() == before
    assert (await ada.say(Said.YES)).name is None
    with pytest.raises(NotFoundError):
        await matching.say(match.id, Said.YES, bo.viewer)


async def test_a_yes_can_be_taken_back_and_names_go_with_it():
    ada, bo = await make_mutual()
    await ada.say(Said.NO)
    assert await ada.matches() == ()
    assert (await bo.match()).name is None


async def test_the_database_lets_no_no_become_a_yes_and_no_distance_be_reckoned_again():
    ada, _bo = await make_pair()
    match = await ada.match()
    await ada.say(Said.NO)
    for change in ("a_said = 'yes', b_said = 'yes'", "miles = 2"):
        async with connection() as raw:
            inner = raw.transaction()
            await inner.start()
            with pytest.raises(asyncpg.IntegrityConstraintViolationError):
                await raw.execute(f"UPDATE pool_match SET {change} WHERE id = $1", match.id)
            await inner.rollback()


async def test_a_distance_stays_as_it_was_told_wherever_somebody_looks_from_later():
    ada, bo = await make_pair()
    await move(ada, TROWBRIDGE)
    assert (await ada.match()).miles == (await bo.match()).miles == 4
    await service.end_wish(ada.wish_id, await ada.version(), ada.viewer)
    assert await bo.matches() == ()
    again = await service.start_wish(make_wish_content(), TROWBRIDGE, ada.viewer, FEW_PLACES)
    assert again == ada.wish_id
    assert (await ada.match()).miles == 4


async def test_another_kind_of_support_measures_nothing_anew():
    ada, bo = await make_pair()
    own = await service.start_wish(
        make_wish_content(support_type="gardening"), MELKSHAM, bo.viewer, FEW_PLACES
    )
    other = await service.start_wish(
        make_wish_content(support_type="gardening"), TROWBRIDGE, ada.viewer, FEW_PLACES
    )
    for wish_id, viewer in ((own, bo.viewer), (other, ada.viewer)):
        (match,) = (await service.get_wish_view(wish_id, viewer)).matches
        assert match.miles == 4


async def test_places_from_which_somebody_looks_are_few_in_a_day():
    ada = await make_wisher()
    for number in range(POOL_PLACES.most - 1):
        await move(ada, (TROWBRIDGE, MELKSHAM)[number % 2])
    with pytest.raises(TooManyError):
        await move(ada, MERE)
    await move(ada, "", name="Adele")
    assert (await service.get_wish(ada.wish_id, ada.viewer)).content.name == "Adele"


async def test_only_the_area_is_kept():
    ada = await make_wisher()
    async with connection() as raw:
        (row,) = await raw.fetch("SELECT * FROM pool_wish")
    assert MELKSHAM not in repr(dict(row))
    assert row["outcode"] == "SN12"
    assert ada.wish_id == row["id"]


@pytest.mark.parametrize(
    "changes",
    [
        {"support_type": "nothing"},
        {"support_type": ""},
        {"times": ("someday.noon",)},
        {"name": ""},
        {"name": "Ring 01225 123456"},
        {"name": "x" * 41},
    ],
)
async def test_what_cannot_be_kept_is_said(changes):
    _account, viewer = await make_person()
    with pytest.raises(InvalidError):
        await service.start_wish(make_wish_content(**changes), MELKSHAM, viewer, FEW_PLACES)


async def test_a_wish_is_its_owners_alone():
    ada, bo = await make_pair()
    match = await ada.match()
    _account, stranger = await make_person()
    for viewer in (bo.viewer, stranger):
        with pytest.raises(NotFoundError):
            await service.get_wish(ada.wish_id, viewer)
        with pytest.raises(NotFoundError):
            await service.end_wish(ada.wish_id, 1, viewer)
    with pytest.raises(NotFoundError):
        await matching.say(match.id, Said.YES, stranger)


async def test_a_form_holds_for_what_was_seen():
    ada = await make_wisher()
    await move(ada, "", name="Adele")
    with pytest.raises(ConflictError):
        await service.renew_wish(ada.wish_id, 1, ada.viewer)


async def test_somebody_is_acted_for_and_it_is_on_record():
    account, viewer = await make_person()
    support = Support(person_name="Sam", relation=Relation.FAMILY, consent=Consent.AGREED)
    await act_for(account.id, support)
    (supported,) = await list_acting_for(account.id)
    content = make_wish_content(acting_for=supported.id, name="Sam")
    wish_id = await service.start_wish(content, MELKSHAM, viewer, FEW_PLACES)
    wish = await service.get_wish(wish_id, viewer)
    assert (wish.content.acting_for, wish.relation) == (supported.id, "family")
    _other_account, other = await make_person()
    with pytest.raises(InvalidError):
        await service.start_wish(content, MELKSHAM, other, FEW_PLACES)


async def test_who_acts_no_more_is_not_written_to_about_the_wish(letters):
    account, viewer = await make_person()
    support = Support(person_name="Sam", relation=Relation.FAMILY, consent=Consent.AGREED)
    await act_for(account.id, support)
    (supported,) = await list_acting_for(account.id)
    content = make_wish_content(acting_for=supported.id, name="Sam")
    await service.start_wish(content, MELKSHAM, viewer, FEW_PLACES)
    await end_acting_for(account.id, supported.id)
    with clock.stopped_at((clock.now() + timedelta(days=85)).replace(hour=12)):
        assert await tell_news() == 0
    assert await letters("pool_news") == []


async def test_a_pool_that_two_start_invites_the_other_by_the_name_they_chose():
    ada, bo = await make_mutual()
    pool_id = await matching.start_from_match(
        (await ada.match()).id, make_content(), "", ada.viewer, FEW_PLACES
    )
    members = {member.account_id: member for member in await pools.list_members(pool_id)}
    assert (members[ada.account.id].name, members[ada.account.id].is_lead) == ("Ada", True)
    assert (members[bo.account.id].name, members[bo.account.id].state) == ("Bo", MemberState.INVITED)
    assert (await bo.match()).pool_id == pool_id
    with pytest.raises(ConflictError):
        await matching.start_from_match((await bo.match()).id, make_content(), "", bo.viewer, FEW_PLACES)


async def test_nobody_starts_a_pool_with_somebody_who_has_not_said_yes():
    ada, _bo = await make_pair()
    match = await ada.say(Said.YES)
    with pytest.raises(NotFoundError):
        await matching.start_from_match(match.id, make_content(), "", ada.viewer, FEW_PLACES)


async def test_pools_that_fit_stand_with_a_wish():
    near = await make_shown(place=TROWBRIDGE)
    await make_shown(place=MERE)
    await make_shown(make_content(times=("wed.morning",)))
    await make_pool()
    ada = await make_wisher()
    (found,) = (await service.get_wish_view(ada.wish_id, ada.viewer)).pools
    assert (found.pool.id, found.miles) == (near.id, 4)


async def test_a_wish_ends_after_ninety_days_and_is_forgotten_after_as_many(signals):
    ada, bo = await make_pair()
    now = clock.now()
    with clock.stopped_at(now + rules.LASTS - timedelta(hours=1)):
        assert await keeping.end_expired() == 0
        await service.renew_wish(bo.wish_id, await bo.version(), bo.viewer)
    with clock.stopped_at(now + rules.LASTS + timedelta(hours=1)):
        assert await keeping.end_expired() == 1
        with pytest.raises(NotFoundError):
            await service.get_wish(ada.wish_id, ada.viewer)
        assert await bo.matches() == ()
    assert ("nobody_found", None) in await signals()
    with clock.stopped_at(now + rules.LASTS + rules.ENDED_KEPT + timedelta(hours=2)):
        assert await keeping.drop_old() == 1
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM pool_match") == 0


async def test_two_that_were_written_at_the_same_moment_are_found_later():
    ada, bo = await make_pair()
    async with connection() as raw:
        await raw.execute("DELETE FROM pool_match")
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        assert await keeping.match_again() == 2
        assert await keeping.match_again() == 0
    assert (await ada.match()).id == (await bo.match()).id


async def test_an_account_takes_its_wishes_with_it():
    ada, bo = await make_mutual()
    exported = await MeetingHolder().export(ada.account.id)
    assert "Ada" in repr(exported)
    assert "Bo" not in repr(exported)
    await MeetingHolder().erase(bo.account.id)
    assert await ada.matches() == ()


async def test_pages_take_a_fixed_number_of_statements(statements):
    ada, _bo = await make_pair()
    async with statements() as run:
        await service.get_wish_view(ada.wish_id, ada.viewer)
    few = len(run)
    for _number in range(3):
        await make_wisher()
        await make_shown()
    async with statements() as run:
        view = await service.get_wish_view(ada.wish_id, ada.viewer)
    assert (len(view.matches), len(view.pools), len(run)) == (4, 3, few)
    async with statements() as run:
        await service.list_wishes(ada.viewer)
    assert len(run) == 1
