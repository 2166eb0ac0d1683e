"""Two at once: exactly one of them wins, and the other is told."""

import asyncio

import pytest

from marketplace.audit import service as audit
from marketplace.concerns.handling import service as handling
from marketplace.concerns.schemas import ConcernKind, Decision, NewConcern, Outcome
from marketplace.concerns.service import report_concern
from marketplace.councils import service as councils
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, DomainError
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, publish

WILTSHIRE = "E06000054"


async def _attempt(work):
    """Whether it was done; False when somebody was quicker."""
    try:
        await work
    except ConflictError:
        return False
    return True


async def _stewards(number):
    return [await viewer_of(await make_account("steward", WILTSHIRE)) for _ in range(number)]


async def _concern():
    listing_id = await publish(make_activity())
    new = NewConcern(kind=ConcernKind.OTHER, words="The door was shut.")
    return await report_concern(listing_id, new, host="192.0.2.1")


async def test_of_many_who_take_a_concern_at_once_one_gets_it(committed_db):
    await councils.add_council(WILTSHIRE, actor="test")
    stewards, concern_id = await _stewards(4), await _concern()
    done = await asyncio.gather(
        *(_attempt(handling.take_concern(concern_id, 1, steward)) for steward in stewards)
    )
    assert sorted(done) == [False, False, False, True]
    seen = await handling.get_concern(concern_id, stewards[0])
    assert seen.concern.taken_by == stewards[done.index(True)].account_id


async def test_of_two_who_close_a_concern_at_once_one_does(committed_db):
    await councils.add_council(WILTSHIRE, actor="test")
    stewards, concern_id = await _stewards(2), await _concern()
    outcomes = (Outcome.MENDED, Outcome.SUSPENDED)
    done = await asyncio.gather(
        *(
            _attempt(handling.decide_concern(concern_id, Decision(outcome=outcome), 1, steward))
            for steward, outcome in zip(stewards, outcomes, strict=True)
        )
    )
    assert sorted(done) == [False, True]
    seen = await handling.get_concern(concern_id, stewards[0])
    assert seen.concern.outcome is outcomes[done.index(True)]
    assert seen.is_suspended == done[1]


async def test_of_many_who_change_settings_at_once_one_does_and_nothing_is_lost(committed_db):
    await councils.add_council(WILTSHIRE, actor="test")
    days = (30, 40, 50, 60)
    done = await asyncio.gather(
        *(
            _attempt(
                councils.update_council_settings(WILTSHIRE, {"confirm_every_days": each}, 1, actor=str(each))
            )
            for each in days
        )
    )
    assert sorted(done) == [False, False, False, True]
    kept = await councils.get_council_settings(WILTSHIRE)
    assert (kept.version, kept.confirm_every_days) == (2, days[done.index(True)])
    entries = await audit.list_history("council", councils.council_id(WILTSHIRE))
    assert [entry.action for entry in entries] == ["add", "update"]


async def test_a_council_that_two_add_at_once_is_added_once(committed_db):
    done = await asyncio.gather(*(councils.add_council(WILTSHIRE, actor="test") for _ in range(4)))
    assert sorted(done) == [False, False, False, True]


async def test_a_concern_whose_letter_cannot_be_queued_is_not_kept_half(committed_db, monkeypatch):
    await councils.add_council(WILTSHIRE, actor="test")
    await make_account("steward", WILTSHIRE)
    listing_id = await publish(make_activity())

    async def fail(*_arguments, **_values):
        raise DomainError

    monkeypatch.setattr("marketplace.concerns.service.mail.queue_letter", fail)
    new = NewConcern(kind=ConcernKind.SAFEGUARDING, words="The door was shut.")
    with pytest.raises(DomainError):
        await report_concern(listing_id, new, host="192.0.2.1")
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM concern") == 0
        assert await raw.fetchval("SELECT count(*) FROM audit_entry WHERE action = 'report'") == 0
