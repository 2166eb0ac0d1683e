"""The machine has no way round: by its rules, by the services, and by the database itself."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.referrals import service
from marketplace.referrals.agreeing import repository as agreeing
from marketplace.referrals.answering import service as answering
from marketplace.referrals.moving import rules
from marketplace.referrals.moving.schemas import State
from marketplace.referrals.schemas import ASKED, FINAL, Mode, OfferStatus, Outcome, Reason, ReferralStatus
from marketplace.referrals.sending import service as sending
from tests.factories.referrals import make_consent, make_draft, make_practitioner, make_sent

INDEX = st.integers(0, 3)


class Referrals(RuleBasedStateMachine):
    """Every act at any moment: what the rules refuse changes nothing, what they allow keeps every law."""

    @initialize(number=st.integers(1, 4), mode=st.sampled_from(Mode))
    def begin(self, number, mode):
        waiting = (OfferStatus.WAITING,) * number
        self.state = State(status=ReferralStatus.DRAFT, mode=mode, offers=waiting)
        self.declined = set()
        self.was_final = False

    def _try(self, act, *arguments):
        before = self.state
        try:
            self.state = act(before, *arguments)
        except ConflictError:
            return False
        self._check_steps(before)
        return True

    def _check_steps(self, before):
        after = self.state
        assert before.status is after.status or after.status in rules.REFERRAL_MOVES[before.status]
        for index, (old, new) in enumerate(zip(before.offers, after.offers, strict=False)):
            assert old is new or new in rules.OFFER_MOVES[old]
            assert new is not OfferStatus.SENT or old is new or index not in before.gone | before.lapsed

    def _can_ask(self, state):
        waiting = [
            index
            for index, status in enumerate(state.offers)
            if status is OfferStatus.WAITING and index not in state.gone
        ]
        if state.mode is Mode.IN_ORDER:
            waiting = waiting[:1]
        return bool(set(waiting) - state.lapsed)

    def _at(self, index):
        return index % len(self.state.offers)

    @rule()
    def send(self):
        may = self.state.status is ReferralStatus.DRAFT and self._can_ask(self.state)
        assert self._try(rules.send) == may

    @rule(index=INDEX)
    def see(self, index):
        self._try(rules.see, self._at(index))

    @rule(index=INDEX)
    def accept(self, index):
        before = self.state
        done = self._try(rules.accept, self._at(index))
        may = before.status is ReferralStatus.OPEN and before.offers[self._at(index)] in ASKED
        assert done == may

    @rule(index=INDEX)
    def decline(self, index):
        before, at = self.state, self._at(index)
        if self._try(rules.decline, at):
            self.declined.add(at)
            if self.state.mode is Mode.IN_ORDER and self._can_ask(before):
                assert self.state.is_asked

    @rule(index=INDEX)
    def give_back(self, index):
        if self._try(rules.give_back, self._at(index)):
            self.declined.add(self._at(index))

    @rule()
    def release(self):
        self._try(rules.release)

    @rule()
    def ask_next(self):
        self._try(rules.ask_next)

    @rule(indexes=st.sets(INDEX, min_size=1))
    def ask_more(self, indexes):
        self._try(rules.ask_more, sorted({self._at(index) for index in indexes}))

    @precondition(lambda self: len(self.state.offers) < 6 and self.state.status is ReferralStatus.OPEN)
    @rule()
    def add_one(self):
        added = replace(self.state, offers=(*self.state.offers, OfferStatus.WAITING))
        self.state = rules.ask_more(added, [len(added.offers) - 1])
        assert self.state.is_asked == (added.is_asked or self._can_ask(added))

    @rule(index=INDEX)
    def stop_asking(self, index):
        self._try(rules.stop_asking, [self._at(index)])

    @rule(index=INDEX)
    def go_out_of_sight_or_come_back(self, index):
        self.state = replace(self.state, gone=self.state.gone ^ {self._at(index)})

    @rule(index=INDEX)
    def lapse(self, index):
        self.state = replace(self.state, lapsed=self.state.lapsed | {self._at(index)})

    @rule()
    def agree_again(self):
        before = replace(self.state, lapsed=frozenset())
        waits = OfferStatus.WAITING in before.offers and before.status is ReferralStatus.OPEN
        self.state = before
        assert self._try(rules.agree_again) == waits
        if waits and not before.is_asked and self._can_ask(before):
            assert self.state.is_asked

    @rule()
    def start(self):
        self._try(rules.start)

    @rule(outcome=st.sampled_from(Outcome))
    def end(self, outcome):
        self._try(rules.end, outcome)

    @rule()
    def withdraw(self):
        before = self.state.status
        done = self._try(rules.withdraw)
        assert done == (before not in {ReferralStatus.DRAFT, ReferralStatus.WITHDRAWN})

    @invariant()
    def holds(self):
        state = self.state
        assert rules.check_state(state) == []
        accepted = state.offers.count(OfferStatus.ACCEPTED)
        assert accepted <= 1
        assert accepted == 1 or state.status not in {ReferralStatus.ACCEPTED, ReferralStatus.STARTED}
        assert not (accepted and state.is_asked)
        assert all(state.offers[index] is OfferStatus.DECLINED for index in self.declined)

    @invariant()
    def what_is_over_stays_over(self):
        assert not self.was_final or self.state.status in FINAL
        self.was_final = self.state.status in FINAL
        assert not self.was_final or not self.state.is_asked


TestReferrals = Referrals.TestCase
TestReferrals.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


ACTS = {
    "see": rules.see,
    "accept": rules.accept,
    "decline": rules.decline,
    "give_back": rules.give_back,
    "release": lambda state, _index: rules.release(state),
    "ask_next": lambda state, _index: rules.ask_next(state),
    "stop_asking": lambda state, index: rules.stop_asking(state, [index]),
    "start": lambda state, _index: rules.start(state),
    "end": lambda state, index: rules.end(state, list(Outcome)[index + 2]),
    "withdraw": lambda state, _index: rules.withdraw(state),
}


def next_state(name, state, index, view):
    """As the machine says; consent is withdrawn once, also of what was over before."""
    if name == "withdraw" and view.referral.consent_withdrawn_at is not None:
        raise ConflictError
    return ACTS[name](state, index)


async def act(name, view, offer, robin, provider):
    """The same act through the service."""
    referral = view.referral
    own = (referral.id, referral.version, robin)
    say_no = (offer.id, Reason.HOURS, "", offer.version, provider)
    calls = {
        "see": lambda: answering.see_offer(offer.id, provider),
        "accept": lambda: answering.accept_offer(offer.id, offer.version, provider),
        "decline": lambda: answering.decline_offer(*say_no),
        "give_back": lambda: answering.give_back(*say_no),
        "release": lambda: service.take_provider_back(*own),
        "ask_next": lambda: sending.ask_next(*own),
        "stop_asking": lambda: sending.stop_asking(referral.id, offer.id, referral.version, robin),
        "start": lambda: service.start_support(*own),
        "end": lambda: service.end_support(
            referral.id, list(Outcome)[offer.position + 1], referral.version, robin
        ),
        "withdraw": lambda: service.withdraw_consent(referral.id, robin),
    }
    await calls[name]()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    mode=st.sampled_from(Mode),
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 2)), min_size=3, max_size=12),
)
async def test_the_services_go_the_way_of_the_machine(listed, mode, acts):
    robin = await make_practitioner()
    referral_id = await make_draft(robin, [each for each, _ in listed], mode)
    await sending.send_referral(referral_id, make_consent(), 2, robin)
    state = rules.send(
        State(status=ReferralStatus.DRAFT, mode=mode, offers=(OfferStatus.WAITING,) * len(listed))
    )
    for name, index in acts:
        view = await service.get_referral(referral_id, robin)
        assert view.referral.status is state.status
        assert tuple(offer.status for offer in view.offers) == state.offers
        try:
            state = next_state(name, state, index, view)
        except ConflictError:
            if view.offers[index].sent_at is None and name in {"see", "accept", "decline", "give_back"}:
                continue
            if name == "see":
                await act(name, view, view.offers[index], robin, listed[index][1])
                continue
            with pytest.raises(ConflictError):
                await act(name, view, view.offers[index], robin, listed[index][1])
        else:
            await act(name, view, view.offers[index], robin, listed[index][1])


async def takes(statement, *values):
    """Whether the database takes a statement; nothing of it stays."""
    async with connection() as raw:
        inner = raw.transaction()
        await inner.start()
        try:
            await raw.execute(statement, *values)
        except asyncpg.RaiseError:
            return False
        except asyncpg.IntegrityConstraintViolationError as error:
            return "takes no step" not in str(error) and "begins" not in str(error)
        finally:
            await inner.rollback()
    return True


async def test_the_database_takes_the_steps_of_the_machine_and_no_other(robin, listed):
    referral_id = await make_sent(robin, [listed[0][0]])
    for table, statuses, moves in (
        ("referral", ReferralStatus, rules.REFERRAL_MOVES),
        ("referral_offer", OfferStatus, rules.OFFER_MOVES),
    ):
        own = "id" if table == "referral" else "referral"
        for here in statuses:
            async with connection() as raw:
                for check in await raw.fetch(
                    "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = $1::text::regclass",
                    table,
                ):
                    await raw.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check['conname']}")
                await raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                await raw.execute(f"UPDATE {table} SET status = $2 WHERE {own} = $1", referral_id, here.value)
                await raw.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            for there in statuses:
                done = await takes(
                    f"UPDATE {table} SET status = $2 WHERE {own} = $1", referral_id, there.value
                )
                assert done == (here is there or there in moves[here]), (here, there)


async def test_the_database_lets_nothing_be_sent_without_consent(robin, listed):
    referral_id = await make_draft(robin, [listed[0][0]])
    async with connection() as raw:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="with consent only"):
            await raw.execute(
                "UPDATE referral SET status = 'open', sent_at = now() WHERE id = $1", referral_id
            )


async def test_the_database_keeps_two_providers_from_having_one_referral(robin, listed):
    referral_id = await make_draft(robin, [each for each, _ in listed], Mode.AT_ONCE)
    await sending.send_referral(referral_id, make_consent(), 2, robin)
    async with connection() as raw:
        with pytest.raises(asyncpg.UniqueViolationError):
            await raw.execute(
                "UPDATE referral_offer SET status = 'accepted' WHERE referral = $1", referral_id
            )


async def test_what_is_begun_otherwise_is_refused(robin, listed):
    referral_id = await make_draft(robin, [listed[0][0]])
    for status in OfferStatus:
        async with connection() as raw:
            inner = raw.transaction()
            await inner.start()
            try:
                await raw.execute(
                    """INSERT INTO referral_offer (id, version, referral, listing, organization, position,
                    status, words) VALUES ($1, 1, $2, $3, $3, 2, $4, '')""",
                    uuid4(),
                    referral_id,
                    uuid4(),
                    status.value,
                )
                begun = True
            except asyncpg.IntegrityConstraintViolationError:
                begun = False
            finally:
                await inner.rollback()
        assert begun == (status is OfferStatus.WAITING)


def test_in_order_nobody_is_passed_over_whose_consent_is_too_old_and_at_once_the_others_are_asked():
    waiting = (OfferStatus.WAITING, OfferStatus.WAITING)
    lapsed = State(status=ReferralStatus.DRAFT, mode=Mode.AT_ONCE, offers=waiting, lapsed=frozenset({0}))
    assert rules.send(lapsed).offers == (OfferStatus.WAITING, OfferStatus.SENT)
    with pytest.raises(ConflictError):
        rules.send(replace(lapsed, mode=Mode.IN_ORDER))
    asked = (OfferStatus.SEEN, OfferStatus.WAITING, OfferStatus.WAITING)
    late = State(status=ReferralStatus.OPEN, mode=Mode.IN_ORDER, offers=asked, lapsed=frozenset({1}))
    assert not late.waits_for_consent
    with pytest.raises(ConflictError, match="more than six months ago"):
        rules.ask_next(late)
    for after in (rules.decline(late, 0), rules.stop_asking(late, [0])):
        assert after.offers[1:] == asked[1:]
        assert after.waits_for_consent
        agreed = rules.agree_again(replace(after, lapsed=frozenset()))
        assert agreed.offers[1:] == (OfferStatus.SENT, OfferStatus.WAITING)


async def test_the_database_lets_nobody_be_asked_with_a_consent_that_is_too_old_or_for_others(robin, listed):
    first, second, third = (each for each, _ in listed)
    referral_id = await make_sent(robin, [first, second])
    other = await make_sent(robin, [third])
    waiting = next(
        offer for offer in (await service.get_referral(referral_id, robin)).offers if not offer.sent_at
    )
    statement = "UPDATE referral_offer SET status = 'sent', sent_at = now() + $2 WHERE id = $1"
    for days, done in ((182, True), (184, False)):
        assert await asks(statement, waiting.id, timedelta(days=days)) == done
    async with connection() as raw:
        await raw.execute("DELETE FROM referral_reach WHERE offer = $1", waiting.id)
    assert not await asks(statement, waiting.id, timedelta())
    (elsewhere,) = (await service.get_referral(other, robin)).consents
    await agreeing.cover(elsewhere.id, [waiting.id])
    assert not await asks(statement, waiting.id, timedelta())


async def asks(statement, *values):
    """Whether the database lets a provider be asked; nothing of it stays."""
    async with connection() as raw:
        inner = raw.transaction()
        await inner.start()
        try:
            await raw.execute(statement, *values)
        except asyncpg.IntegrityConstraintViolationError as error:
            return "with a consent of the last six months" not in str(error)
        finally:
            await inner.rollback()
    return True


def test_who_was_not_quick_enough_and_went_out_of_sight_is_not_asked_again():
    taken = State(
        status=ReferralStatus.OPEN,
        mode=Mode.AT_ONCE,
        offers=(OfferStatus.TAKEN, OfferStatus.WITHDRAWN),
        gone=frozenset({0, 1}),
    )
    for index in (0, 1):
        with pytest.raises(ConflictError, match="cannot be asked at the moment"):
            rules.ask_more(taken, [index])
    shown = rules.ask_more(replace(taken, gone=frozenset()), [0])
    assert shown.offers == (OfferStatus.SENT, OfferStatus.WITHDRAWN)
