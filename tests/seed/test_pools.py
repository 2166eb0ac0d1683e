"""The made-up pools: all states, months of money that add up, something for each person to sign in as."""

import time
from collections import Counter

import pytest

from marketplace.accounts.demonstration.rules import DOMAIN
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.mail.sending.service import TOO_OLD
from marketplace.pooling import service as pooling
from marketplace.pooling.checking import service as checking
from marketplace.pooling.desk.helping import service as helping
from marketplace.pooling.desk.schemas import HelperState
from marketplace.pooling.money import service as money
from marketplace.pooling.money.dues.service import find_dues, make_dues
from marketplace.pooling.money.rules import is_sound
from marketplace.pooling.needs import service as needs
from marketplace.pooling.schemas import CheckState, MemberState, PoolState
from marketplace.pooling.statements.shares import service as shares
from marketplace.pooling.statements.shares.schemas import Answer
from seed.demo.accounts import load_people
from seed.demo.cast import own_listing, viewer_of
from seed.demo.pools.ideas import BEFORE_MONEY, Story, pool_ideas
from seed.demo.pools.loading import load_pools
from seed.demo.sign_ins import made_up_people
from seed.load import load_demonstration
from tests.factories.accounts import COUNCIL

FEWEST = 40
DOCUMENTED = {"looking": 11, "agreeing": 4, "active": 22, "ending": 2, "ended": 5}
"""As docs/reference/demonstration-data.md says."""
SECONDS = 6
"""Of CPU of this process; the database takes about as much."""


async def rows(statement):
    async with connection() as raw:
        return [tuple(row) for row in await raw.fetch(statement)]


async def counted(statement):
    return dict(await rows(statement))


async def someone(local):
    (person,) = [each for each in made_up_people(COUNCIL) if each.address.startswith(f"{local}@")]
    return await viewer_of(person.address)


@pytest.fixture
async def filled(gazetteer, db):
    await load_demonstration(gazetteer, listings=150, council=COUNCIL)
    await load_people(COUNCIL)
    begun = time.process_time()
    count = await load_pools(gazetteer, COUNCIL)
    return count, time.process_time() - begun


async def test_there_are_pools_in_every_state_and_their_money_adds_up(filled):
    count, _seconds = filled
    await check_states(count)
    await check_sums()
    await check_kinds()
    await check_gone()
    await check_dues()
    await check_letters()
    await check_papers()
    await check_wishes()


async def test_each_person_to_sign_in_as_has_a_part(filled):
    await check_person()
    await check_supporter()
    await check_staff()
    listing = await own_listing(await someone("provider"))
    found = await rows("SELECT listing FROM pool WHERE title = 'One helper for four neighbours'")
    assert found == [(listing.id,)]
    await check_help()


async def check_states(count):
    assert count >= FEWEST
    states = await counted("SELECT state, count(*) FROM pool GROUP BY state")
    assert sum(states.values()) == count
    assert states == DOCUMENTED
    assert set(states) == set(PoolState)
    members = await counted("SELECT state, count(*) FROM pool_member GROUP BY state")
    assert set(members) >= {"asked", "welcome", "joining", "member", "leaving", "left"}
    agreements = await counted("SELECT state, count(*) FROM pool_agreement GROUP BY state")
    assert set(agreements) >= {"proposed", "in_force", "replaced"}
    listings = await counted("SELECT listing IS NULL, count(*) FROM pool GROUP BY 1")
    assert set(listings) == {True, False}
    checks = await counted("SELECT check_state, count(*) FROM pool GROUP BY check_state")
    assert set(checks) == set(CheckState)
    assert await counted("SELECT council_code, count(*) FROM pool GROUP BY 1") == {COUNCIL: count}


async def check_sums():
    kept = await rows("SELECT id, title, state FROM pool")
    months = {idea.title: idea.months for idea in pool_ideas()}
    with_money = 0
    for pool_id, title, state in kept:
        balance = await money.balances(pool_id)
        assert is_sound(balance), title
        assert sum(balance.members.values()) == balance.cash_pence - balance.owed_pence, title
        entries = (await money.list_recorded(pool_id, None)).total
        assert bool(entries) is bool(months[title]), title
        with_money += bool(entries)
        if state == PoolState.ENDED:
            assert (balance.cash_pence, balance.owed_pence) == (0, 0), title
            assert set(balance.members.values()) <= {0}, title
        else:
            assert balance.cash_pence >= 0, title
    assert with_money > FEWEST // 2
    numbers = await rows("SELECT pool, max(number) = count(*) FROM ledger_entry GROUP BY pool")
    assert all(is_whole for _pool, is_whole in numbers)


async def check_kinds():
    kinds = await counted("SELECT kind, count(*) FROM ledger_entry GROUP BY kind")
    assert set(kinds) >= {
        "opening", "contribution", "bill", "bill_paid", "bill_paid_direct", "spend", "refund_in",
        "settlement", "reversal",
    }  # fmt: skip
    rules = await counted("SELECT share_rule, count(*) FROM ledger_entry GROUP BY 1")
    assert set(rules) >= {"equal", "weight", "fixed", "sessions"}
    assert set(Counter(await rows("SELECT state FROM attendance"))) == {
        ("came",), ("absent",), ("absent_with_notice",),
    }  # fmt: skip
    today = clock.today()
    ((first, last, latest),) = await rows(
        "SELECT min(on_day), max(on_day), max(recorded_at) FROM ledger_entry"
    )
    assert (today - first).days > 240
    assert last <= today
    assert latest <= clock.now()


async def check_gone():
    gone = await rows(
        "SELECT m.pool, m.id, m.reason FROM pool_member m JOIN pool p ON p.id = m.pool"
        " WHERE m.state = 'left' AND p.state = 'active'"
    )
    assert {reason for _pool, _id, reason in gone} == {"moved", "died", "lost_capacity"}
    for pool_id, member_id, _reason in gone:
        assert (await money.balances(pool_id)).of(member_id) == 0


async def check_dues():
    """Most have paid, some have not, and making what is due again makes nothing."""
    members = [
        member
        for (pool_id,) in await rows("SELECT id FROM pool WHERE state = 'active'")
        for member in await find_dues(pool_id)
    ]
    behind = sum(bool(member.unpaid) for member in members)
    assert 0 < behind < len(members) / 4
    assert await make_dues() == 0


async def check_papers():
    kinds = await counted("SELECT content_type, count(*) FROM money_receipt GROUP BY 1")
    assert kinds["application/pdf"] > kinds["image/webp"] > 0


async def check_wishes():
    said = await counted("SELECT concat(a_said, ' ', b_said), count(*) FROM pool_match GROUP BY 1")
    assert said["yes yes"] == 2
    assert said[" "] >= 1
    assert len(said) > 2
    assert await rows("SELECT id FROM pool_match WHERE pool IS NOT NULL") == []


async def check_letters():
    """Nobody's mailbox is full of what made-up people heard months ago."""
    found = await rows("SELECT recipient, queued_at FROM letter WHERE kind LIKE ANY('{pool%,agreement%}')")
    assert 0 < len(found) < 10
    assert {recipient.partition("@")[2] for recipient, _at in found} == {DOMAIN}
    assert all(clock.now() - at < TOO_OLD for _recipient, at in found)


async def check_person():
    mine = {each.title: each for each in (await pooling.list_mine(await someone("person"), 1)).items}
    assert {title: (each.state, each.own_state, each.is_lead) for title, each in mine.items()} == {
        "Tuesday art group": (PoolState.ACTIVE, MemberState.MEMBER, True),
        "Swimming with a PA": (PoolState.ACTIVE, MemberState.MEMBER, False),
        "Walking football": (PoolState.LOOKING, MemberState.ASKED, False),
    }
    assert mine["Tuesday art group"].waiting == 1
    assert await needs.list_needs(await someone("person"))


async def check_supporter():
    supporter = await someone("supporter")
    (own,) = (await pooling.list_mine(supporter, 1)).items
    found = await rows(
        "SELECT acting_for IS NOT NULL, relation <> '' FROM pool_member"
        f" WHERE pool = '{own.id}' AND account = '{supporter.account_id}'"
    )
    assert found == [(True, True)]


async def check_help():
    """The provider works for a support organisation too, which helps, waits, and is asked."""
    helped = (await helping.list_helped(await someone("provider"))).items
    assert {each.title: (each.state, each.is_on) for each in helped} == {
        "Tuesday art group": (HelperState.HELPING, True),
        "Tea, songs and old films": (HelperState.HELPING, False),
        "Swimming with a PA": (HelperState.ASKED, False),
    }
    for local in ("person", "supporter"):
        assert "pool_help" in {need.code for need in await needs.list_needs(await someone(local))}


async def check_staff():
    shared = (await shares.list_shared(await someone("practitioner"))).items
    assert {each.share.answer for each in shared} == {None, Answer.LOOKS_FINE, Answer.LET_US_TALK}
    assert {each.share.answer for each in shared if each.name == "Pat"} == {None, Answer.LOOKS_FINE}
    assert (await checking.list_queue(await someone("steward"))).total == sum(
        idea.story is Story.UNCHECKED for idea in pool_ideas()
    )


async def test_it_takes_little_and_is_done_once(filled, gazetteer):
    _count, seconds = filled
    assert seconds < SECONDS
    assert await load_pools(gazetteer, COUNCIL) == 0


async def test_without_people_or_listings_no_pools_are_made(gazetteer, db):
    assert await load_pools(gazetteer, COUNCIL) == 0
    await load_people(COUNCIL)
    assert await load_pools(gazetteer, COUNCIL) == 0
    assert await rows("SELECT id FROM pool") == []


def test_ideas_are_told_apart_and_hold_together():
    ideas = pool_ideas()
    assert len({idea.title for idea in ideas}) == len(ideas) >= FEWEST
    assert {idea.story for idea in ideas} == set(Story)
    for idea in ideas:
        assert idea.people <= idea.places, idea.title
        assert bool(idea.months) is bool(idea.costs) is (idea.story not in BEFORE_MONEY), idea.title
        assert 3 <= idea.months <= 9 or idea.story in BEFORE_MONEY, idea.title
        assert len(idea.weights or idea.fixed or range(idea.people)) == idea.people, idea.title
