"""The steps of pools and members: a model written to be obviously right, the services, and the database."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.kernel import clock
from marketplace.kernel.database import connection, transaction
from marketplace.kernel.errors import DomainError
from marketplace.pooling import repository, rules, service
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import (
    FINAL_MEMBERS,
    HAS_PLACE,
    OPEN_MEMBERS,
    OPEN_POOLS,
    Affairs,
    LeftReason,
    MemberState,
    PoolState,
)
from tests.factories.pooling import make_content, make_person, make_shown

pytestmark = pytest.mark.usefixtures("db")
PLACES, PEOPLE = 3, 4
A_MONTH = timedelta(days=29)
S = MemberState


class Model:
    """What should be: the latest row of each person, who leads, and where the pool is."""

    def __init__(self):
        self.pool = PoolState.LOOKING
        self.states = {0: S.JOINING}
        self.leads = [0]
        self.placed = [0]
        """In order of joining."""
        self.now = clock.now()
        self.refused_at = {}

    @property
    def is_open(self):
        return self.pool in OPEN_POOLS

    @property
    def taken(self):
        return [who for who in self.placed if self.states[who] in HAS_PLACE]

    def go(self, who, state):
        self.states[who] = state
        if state is S.REFUSED:
            self.refused_at[who] = self.now
        if state not in HAS_PLACE and who in self.leads:
            self.leads.remove(who)

    def settle(self):
        if self.pool is PoolState.ENDED or self.leads:
            return
        staying = [who for who in self.taken if self.states[who] is not S.LEAVING]
        if self.taken:
            self.leads = [(staying or self.taken)[0]]
        else:
            self.end()

    def end(self):
        for who, state in self.states.items():
            if state in HAS_PLACE:
                self.go(who, S.LEFT)
            elif state in OPEN_MEMBERS:
                self.go(who, S.REFUSED)
        self.pool = PoolState.ENDED

    def act(self, name, who):
        """Do it and return True; or return False when it cannot be done."""
        state = self.states.get(who)
        return getattr(self, name)(who, state) is not False

    def ask(self, who, state):
        was_refused = who in self.refused_at and self.refused_at[who] > self.now - rules.ASK_AGAIN_AFTER
        if not self.is_open or state in OPEN_MEMBERS or was_refused or len(self.taken) >= PLACES:
            return False
        self.states[who] = S.ASKED
        if who in self.placed:
            self.placed.remove(who)
        return True

    def welcome(self, who, state):
        return self.is_open and state is S.ASKED and self.go(who, S.WELCOME)

    def refuse(self, who, state):
        is_early = state in {S.ASKED, S.WELCOME, S.JOINING} and who not in self.leads
        return bool(self.leads) and is_early and self.go(who, S.LEFT if state is S.JOINING else S.REFUSED)

    def take(self, who, state):
        if not self.is_open or state is not S.WELCOME or len(self.taken) >= PLACES:
            return False
        self.placed.append(who)
        return self.go(who, S.JOINING)

    def withdraw(self, who, state):
        if state not in {S.ASKED, S.WELCOME, S.JOINING}:
            return False
        self.go(who, S.LEFT if state is S.JOINING else S.WITHDRAWN)
        return self.settle()

    def agree(self, _who, _state):
        if not self.is_open:
            return False
        for each in self.taken:
            if self.states[each] is S.JOINING:
                self.go(each, S.MEMBER)
        self.pool = PoolState.ACTIVE
        return True

    def leave(self, who, state):
        return state is S.MEMBER and self.go(who, S.LEAVING)

    def stay(self, who, state):
        return self.pool is PoolState.ACTIVE and state is S.LEAVING and self.go(who, S.MEMBER)

    def lead(self, who, state):
        return state in HAS_PLACE and who not in self.leads and self.leads.append(who)

    def step_down(self, who, _state):
        return who in self.leads and len(self.leads) > 1 and self.leads.remove(who)

    def died(self, who, state):
        if state not in HAS_PLACE or self.leads in ([], [who]):
            return False
        self.go(who, S.LEFT)
        return self.settle()

    def end_it(self, _who, _state):
        if not self.is_open:
            return False
        if self.pool is PoolState.ACTIVE:
            self.pool = PoolState.ENDING
        else:
            self.end()
        return True

    def go_on(self, _who, _state):
        if self.pool is not PoolState.ENDING:
            return False
        self.pool = PoolState.ACTIVE
        return True

    def a_month(self, _who, _state):
        if self.pool is PoolState.ENDING:
            self.end()
        for who in list(self.taken):
            if self.states[who] is S.LEAVING:
                self.go(who, S.LEFT)
                self.settle()
        return True


ACTS = (
    "ask", "welcome", "refuse", "take", "withdraw", "agree", "leave", "stay", "lead", "step_down", "died",
    "end_it", "go_on", "a_month",
)  # fmt: skip


async def row_of(pool_id, account):
    """The open row of an account, or its latest."""
    return await repository.find_of_account(pool_id, account.id, frozenset(MemberState))


async def do(name, pool_id, person, leader):
    """The same act through the services. `leader` is a lead, another than the person where there is one."""
    account, viewer = person
    row = await row_of(pool_id, account)
    own = (row.id, row.version) if row else (uuid4(), 1)
    today = clock.today()
    calls = {
        "ask": lambda: joining.ask_to_join(pool_id, "Dot", None, viewer),
        "welcome": lambda: joining.welcome(*own, leader),
        "refuse": lambda: joining.refuse(*own, leader),
        "take": lambda: joining.take_place(*own, viewer),
        "withdraw": lambda: joining.withdraw(*own, viewer),
        "agree": lambda: agree(pool_id),
        "leave": lambda: leaving.give_notice(own[0], LeftReason.MONEY, None, own[1], viewer),
        "stay": lambda: leaving.take_back_notice(*own, viewer),
        "lead": lambda: joining.make_lead(*own, leader),
        "step_down": lambda: joining.step_down(pool_id, viewer),
        "died": lambda: leaving.record_left(own[0], LeftReason.DIED, today, Affairs.UNKNOWN, own[1], leader),
        "end_it": lambda: leaving.end_pool(pool_id, None, leader),
        "go_on": lambda: leaving.take_back_end(pool_id, leader),
        "a_month": keeping.carry_out_last_days,
    }
    await calls[name]()


async def agree(pool_id):
    """As if an agreement with everybody who has a place came into force."""
    async with transaction():
        pool = await parties.hold_pool(pool_id)
        placed = [member.id for member in await parties.list_members(pool_id) if member.has_place]
        await service.put_active(pool, placed, "test")


@pytest.fixture
def agreed(monkeypatch):
    """Four weeks' notice, whoever is in the pool."""

    class Everybody:
        notice_weeks = 4

        def __init__(self, members):
            self.members = members

    async def current_terms(pool_id):
        return Everybody([Named(member.id) for member in await parties.list_members(pool_id)])

    class Named:
        def __init__(self, member_id):
            self.member_id = member_id

    async def unlimited(_limit, _key):
        return None

    monkeypatch.setattr(leaving, "current_terms", current_terms)
    monkeypatch.setattr(joining.limits, "check", unlimited)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1)), min_size=4, max_size=25))
async def test_the_services_go_the_way_of_the_model(agreed, acts):
    pool, model, now = await make_shown(make_content(places=PLACES)), Model(), clock.now()
    people = [(pool.lead.account, pool.lead.viewer)]
    people += [await make_person() for _number in range(PEOPLE - 1)]
    for name, who in acts:
        # A moment later each time: who came first has been there longest.
        now += A_MONTH if name == "a_month" else timedelta(minutes=1)
        model.now = now
        others = [each for each in model.leads if each != who] or model.leads or [0]
        leader = people[others[0]][1]
        with clock.stopped_at(now):
            if model.act(name, who):
                await do(name, pool.id, people[who], leader)
            else:
                with pytest.raises(DomainError):
                    await do(name, pool.id, people[who], leader)
        await check_same(pool.id, model, people)


async def check_same(pool_id, model, people):
    """What is kept is what the model says, and holds together."""
    rows = [await row_of(pool_id, account) for account, _viewer in people]
    assert {who: row.state for who, row in enumerate(rows) if row} == model.states
    assert {who for who, row in enumerate(rows) if row and row.is_lead} == set(model.leads)
    assert (await repository.find_pool(pool_id)).state is model.pool
    assert len(model.taken) <= PLACES
    assert model.pool is PoolState.ENDED or model.leads


async def takes(statement, *values):
    """Whether the database takes a statement; nothing of it stays."""
    async with connection() as raw:
        inner = raw.transaction()
        await inner.start()
        try:
            await raw.execute(statement, *values)
        except asyncpg.IntegrityConstraintViolationError as error:
            return "takes no step" not in str(error) and "Nobody comes" not in str(error)
        finally:
            await inner.rollback()
    return True


@pytest.mark.parametrize(
    ("table", "states", "moves"),
    [
        pytest.param("pool", PoolState, rules.POOL_MOVES, id="pools"),
        pytest.param("pool_member", MemberState, rules.MEMBER_MOVES, id="members"),
    ],
)
async def test_the_database_takes_the_steps_of_the_rules_and_no_other(table, states, moves):
    pool = await make_shown()
    record_id = pool.id if table == "pool" else pool.lead.member_id
    for here in states:
        async with connection() as raw:
            await raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for check in await raw.fetch(
                "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = $1::text::regclass",
                table,
            ):
                await raw.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check['conname']}")
            await raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            await raw.execute(f"UPDATE {table} SET state = $2 WHERE id = $1", record_id, here.value)
            await raw.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            await raw.execute("SET CONSTRAINTS ALL DEFERRED")
        for there in states:
            done = await takes(f"UPDATE {table} SET state = $2 WHERE id = $1", record_id, there.value)
            assert done == (here is there or there in moves[here]), (here, there)


async def test_nobody_comes_in_but_by_the_ways_in():
    pool = await make_shown()
    for state in MemberState:
        done = await takes(
            """INSERT INTO pool_member (id, pool, name, relation, words, affairs, state, began_at)
            VALUES ($1, $2, '', '', '', '', $3, now())""",
            uuid4(),
            pool.id,
            state.value,
        )
        assert done == (state in rules.MEMBER_STARTS), state


def test_every_state_has_steps_and_the_final_ones_have_none():
    assert set(rules.MEMBER_MOVES) == set(MemberState)
    assert set(rules.POOL_MOVES) == set(PoolState)
    assert {state for state, onward in rules.MEMBER_MOVES.items() if not onward} == FINAL_MEMBERS
    assert [state for state, onward in rules.POOL_MOVES.items() if not onward] == [PoolState.ENDED]
