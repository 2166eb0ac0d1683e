"""Options packs: who may open one, how long it lasts, what goes with it."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace import work
from marketplace.accounts.service import delete_account, end_role, grant_role
from marketplace.audit.service import list_history
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.links import service as links
from marketplace.links.tables import StoredLink
from marketplace.practitioners.packs.service import reader_of
from marketplace.referrals.holding.service import ReferralHolder
from marketplace.referrals.teams import repository as team_rows
from marketplace.referrals.teams import service as teams
from marketplace.shortlists.packs import rules, service
from marketplace.shortlists.packs.schemas import PACK, PackContent, PackItem, PackKind
from marketplace.shortlists.packs.service import PackHolder
from marketplace.shortlists.packs.tables import OptionsPack
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.listings import make_activity, publish, suspend
from tests.factories.packs import make_linked, make_pack
from tests.factories.referrals import make_draft, make_practitioner, make_team_of


async def items_of(viewer, pack_id):
    return (await service.get_pack(pack_id, await reader_of(viewer))).content.items


async def test_a_pack_is_its_makers_alone_until_a_team_has_it(db):
    maker, colleague, stranger = [await make_practitioner() for _ in range(3)]
    team_id = await make_team_of(maker, colleague)
    alone, shared = await make_pack(maker), await make_pack(maker, team_id=team_id)
    assert (await service.get_pack(alone, await reader_of(maker))).made_by == maker.account_id
    assert (await service.get_pack(shared, await reader_of(colleague))).team_id == team_id
    for who, pack_id in ((colleague, alone), (stranger, alone), (stranger, shared)):
        with pytest.raises(NotFoundError):
            await service.get_pack(pack_id, await reader_of(who))
    assert (await service.list_packs(await reader_of(maker))).total == 2
    assert (await service.list_packs(await reader_of(colleague))).total == 1
    assert (await service.list_packs(await reader_of(stranger))).total == 0


async def test_who_works_for_the_council_no_more_opens_none_of_its_packs(db):
    maker = await make_practitioner()
    pack_id = await make_pack(maker)
    reader = await reader_of(maker)
    with pytest.raises(NotFoundError):
        await service.get_pack(pack_id, replace(reader, councils=("E06000022",)))
    assert (await service.list_packs(replace(reader, councils=()))).total == 0


async def test_a_pack_is_made_for_ones_own_council_and_team_only(db):
    maker, other = await make_practitioner(), await make_practitioner()
    theirs = await make_team_of(other)
    reader = await reader_of(maker)
    for council, team in (("E06000022", None), (COUNCIL, theirs), (COUNCIL, uuid4())):
        with pytest.raises(NotFoundError):
            await service.make_pack(PackContent(), reader, council_code=council, team_id=team)


async def test_only_public_listings_go_in_and_those_that_went_may_stay(db):
    maker = await make_practitioner()
    listing_id, hidden = await publish(make_activity()), await publish(make_activity())
    await suspend(hidden)
    for wrong in (hidden, uuid4()):
        with pytest.raises(NotFoundError):
            await make_pack(maker, [wrong])
    pack_id = await make_pack(maker, [listing_id])
    await suspend(listing_id)
    reader = await reader_of(maker)
    pack = await service.get_pack(pack_id, reader)
    await service.change_pack(pack_id, replace(pack.content, introduction="Still"), 1, reader)
    assert [item.listing_id for item in await items_of(maker, pack_id)] == [listing_id]


async def test_a_change_that_was_made_on_an_older_version_is_refused_and_nothing_is_lost(db):
    maker = await make_practitioner()
    pack_id, reader = await make_pack(maker), await reader_of(maker)
    await service.change_pack(pack_id, PackContent(introduction="First"), 1, reader)
    with pytest.raises(ConflictError):
        await service.change_pack(pack_id, PackContent(introduction="Second"), 1, reader)
    assert (await service.get_pack(pack_id, reader)).content.introduction == "First"


async def test_two_who_add_at_once_lose_nothing_and_do_not_go_beyond_the_most(committed_db):
    maker = await make_practitioner()
    ids = [await publish(make_activity()) for _ in range(rules.MOST_LISTINGS + 1)]
    pack_id, reader = await make_pack(maker, ids[: rules.MOST_LISTINGS - 2]), await reader_of(maker)
    one, two = ids[rules.MOST_LISTINGS - 2 : rules.MOST_LISTINGS]
    await asyncio.gather(
        service.add_listings(pack_id, [one, ids[0]], reader), service.add_listings(pack_id, [two], reader)
    )
    found = [item.listing_id for item in await items_of(maker, pack_id)]
    assert len(found) == rules.MOST_LISTINGS
    assert set(found) == {*ids[: rules.MOST_LISTINGS]}
    with pytest.raises(InvalidError):
        await service.add_listings(pack_id, [ids[-1]], reader)


async def test_a_link_opens_its_pack_and_says_when_it_ran_out_and_opens_it_again_once_renewed(db):
    maker = await make_practitioner()
    pack_id, token = await make_linked(maker, [await publish(make_activity())])
    now = clock.now()
    assert (await service.find_pack(token)).id == pack_id
    with clock.stopped_at(now + rules.LASTS + timedelta(minutes=1)):
        assert (await service.find_pack(token)).is_over(clock.now())
        with pytest.raises(InvalidError):
            await service.make_pack_link(pack_id, await reader_of(maker))
        await service.renew_pack(pack_id, await reader_of(maker))
        assert not (await service.find_pack(token)).is_over(clock.now())
    await service.delete_pack(pack_id, await reader_of(maker))
    with pytest.raises(NotFoundError):
        await service.find_pack(token)


async def test_links_for_something_else_and_made_up_ones_open_no_pack(db):
    maker = await make_practitioner()
    pack_id, token = await make_linked(maker, [await publish(make_activity())])
    end = clock.now() + timedelta(days=1)
    other = await links.make_link("shared_list", record_id=pack_id, expires_at=end)
    for each in (other, "A" * 43, token[:-1], token.swapcase(), "", str(pack_id)):
        with pytest.raises(NotFoundError):
            await service.find_pack(each)


async def test_a_pack_that_ran_out_is_deleted_with_its_links_after_some_time(db):
    maker = await make_practitioner()
    pack_id, _token = await make_linked(maker, [await publish(make_activity())])
    fresh = await make_pack(maker)
    end = clock.now() + rules.LASTS + rules.KEPT_AFTER
    with clock.stopped_at(end - timedelta(minutes=1)):
        assert await service.drop_old_packs() == 0
        await service.renew_pack(fresh, await reader_of(maker))
    with clock.stopped_at(end + timedelta(minutes=1)):
        assert await service.drop_old_packs() == 1
        with pytest.raises(NotFoundError):
            await service.get_pack(pack_id, await reader_of(maker))
        assert await service.get_pack(fresh, await reader_of(maker))
    assert await StoredLink.count().where(StoredLink.purpose == PACK) == 0


async def test_with_an_account_go_its_own_packs_and_a_teams_stay_without_a_name(db):
    account = await make_account("practitioner", COUNCIL)
    maker, colleague = await viewer_of(account), await make_practitioner()
    team_id = await make_team_of(maker, colleague)
    listing_id = await publish(make_activity())
    _alone, own_token = await make_linked(maker, [listing_id])
    shared, token = await make_linked(maker, [listing_id], team_id=team_id)
    assert len(await PackHolder().export(account.id)) == 2
    await delete_account(account.id, [PackHolder()], actor="test")
    with pytest.raises(NotFoundError):
        await service.find_pack(own_token)
    assert (await service.find_pack(token)).made_by is None
    assert (await service.get_pack(shared, await reader_of(colleague))).team_id == team_id


@pytest.mark.parametrize("how", ["dissolved", "nobody", "role"])
async def test_a_pack_of_a_team_of_nobody_is_its_makers_again(db, how):
    maker, colleague = await make_practitioner(), await make_practitioner()
    team_id = await make_team_of(colleague, maker)
    pack_id, token = await make_linked(maker, [await publish(make_activity())], team_id=team_id)
    kept = await make_pack(maker, team_id=await make_team_of(maker, name="Others"))
    assert await service.give_back_packs() == 0
    if how == "dissolved":
        await teams.remove_member(team_id, maker.account_id, colleague)
        await teams.remove_member(team_id, colleague.account_id, colleague)
    elif how == "nobody":
        await make_draft(colleague, team_id=team_id)
        await team_rows.drop_member(team_id, maker.account_id)
        await team_rows.drop_member(team_id, colleague.account_id)
    else:
        await team_rows.drop_member(team_id, maker.account_id)
        await end_role(colleague.account_id, "practitioner", COUNCIL, actor="test")
    with pytest.raises(NotFoundError):
        await service.get_pack(pack_id, await reader_of(maker))
    assert (await service.give_back_packs(), await service.give_back_packs()) == (1, 0)
    pack = await service.get_pack(pack_id, await reader_of(maker))
    assert (pack.team_id, pack.version) == (None, 2)
    assert not (await service.find_pack(token)).is_over(clock.now())
    assert (await service.get_pack(kept, await reader_of(maker))).team_id is not None
    (entry,) = [each for each in await list_history("options_pack", pack_id) if each.actor == "worker"]
    assert (entry.action, entry.council) == ("give_back", COUNCIL)


@pytest.mark.parametrize("how", ["account", "role", "elsewhere"])
async def test_a_pack_whose_team_and_maker_went_is_ended(db, how):
    account = await make_account("practitioner", COUNCIL)
    maker = await viewer_of(account)
    team_id = await make_team_of(maker)
    pack_id, token = await make_linked(maker, [await publish(make_activity())], team_id=team_id)
    if how == "account":
        await delete_account(account.id, [PackHolder(), ReferralHolder()], actor="test")
    else:
        await end_role(account.id, "practitioner", COUNCIL, actor="test")
        if how == "elsewhere":
            await grant_role(account.id, "practitioner", "E06000022", actor="test")
    assert not (await service.find_pack(token)).is_over(clock.now())
    assert (await service.give_back_packs(), await service.give_back_packs()) == (1, 0)
    assert (await service.find_pack(token)).is_over(clock.now())
    (entry,) = [each for each in await list_history("options_pack", pack_id) if each.actor == "worker"]
    assert (entry.action, entry.council) == ("end", COUNCIL)
    with clock.stopped_at(clock.now() + rules.KEPT_AFTER + timedelta(minutes=1)):
        assert await service.drop_old_packs() == 1


async def test_a_pack_of_a_team_of_nobody_that_ran_out_can_be_renewed_by_its_maker(db):
    maker = await make_practitioner()
    team_id = await make_team_of(maker)
    pack_id = await make_pack(maker, team_id=team_id)
    await teams.remove_member(team_id, maker.account_id, maker)
    with clock.stopped_at(clock.now() + rules.LASTS + timedelta(days=1)):
        assert await service.give_back_packs() == 1
        await service.renew_pack(pack_id, await reader_of(maker))
        assert not (await service.get_pack(pack_id, await reader_of(maker))).is_over(clock.now())


def test_the_timed_work_is_done_by_the_worker():
    assert {service.give_back_packs, service.drop_old_packs} <= {each.run for each in work.TIMED_WORK}


async def test_a_pack_that_is_made_while_its_maker_goes_is_not_left_behind(committed_db):
    account = await make_account("practitioner", COUNCIL)
    reader = await reader_of(await viewer_of(account))

    async def make():
        for number in range(200):
            try:
                await service.make_pack(PackContent(introduction="left"), reader, council_code=COUNCIL)
            except NotFoundError:
                return number
        return None

    made, _gone = await asyncio.gather(make(), delete_account(account.id, [PackHolder()], actor="test"))
    assert made is not None
    assert await OptionsPack.count() == 0


async def test_an_account_has_so_many_packs_and_no_more(db, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PACKS", 2)
    maker = await make_practitioner()
    for _ in range(2):
        await make_pack(maker)
    with pytest.raises(InvalidError):
        await make_pack(maker)


@pytest.mark.parametrize(
    "content",
    [
        {"introduction": "x" * (rules.LONGEST_INTRODUCTION + 1)},
        {"near": "x" * (rules.LONGEST_NEAR + 1)},
        {"items": tuple(PackItem(listing_id=uuid4()) for _ in range(rules.MOST_LISTINGS + 1))},
        {"items": (PackItem(listing_id=uuid4(), reasons=("x" * (rules.LONGEST_REASON + 1),)),)},
        {"items": (PackItem(listing_id=uuid4(), reasons=tuple(map(str, range(rules.MOST_REASONS + 1)))),)},
    ],
    ids=["introduction", "near", "listings", "long reason", "many reasons"],
)
async def test_what_is_too_much_is_said_and_not_kept(db, content):
    maker = await make_practitioner()
    with pytest.raises(InvalidError):
        await service.make_pack(PackContent(**content), await reader_of(maker), council_code=COUNCIL)
    assert await OptionsPack.count() == 0


def test_a_pack_has_no_place_for_a_name():
    fields = {*PackContent.__struct_fields__, *PackItem.__struct_fields__}
    assert fields == {"introduction", "near", "kind", "items", "listing_id", "reasons"}
    columns = {column._meta.name for column in OptionsPack._meta.columns}
    assert not {name for name in columns if "name" in name or "reference" in name or "person" in name}


@given(st.text())
def test_reasons_are_lines_without_signs_of_a_list_and_each_once(text):
    reasons = rules.read_reasons(text)
    assert len(set(reasons)) == len(reasons)
    for reason in reasons:
        assert reason == " ".join(reason.split())
        assert reason
        assert reason in rules.read_reasons("\n".join(reasons)) or reason[0] in rules._BULLETS


@pytest.mark.parametrize("text", ["", None, "huge", "STANDARD", "large-print"])
def test_a_kind_that_is_not_there_is_the_usual_one(text):
    assert rules.read_kind(text, PackKind.EASY_READ) is PackKind.EASY_READ
    assert rules.read_kind("large_print", PackKind.EASY_READ) is PackKind.LARGE_PRINT
