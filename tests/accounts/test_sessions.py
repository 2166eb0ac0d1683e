"""Sessions: a token that only its holder knows, a new one at every step, and none that a client chose."""

import hashlib
from datetime import timedelta

import pytest

from marketplace.accounts import service
from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.accounts.sessions import rules
from marketplace.accounts.tables import AccountSession
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from tests.factories.accounts import make_account, open_session_of


async def test_token_opens_its_session_and_only_its_hash_is_kept(db):
    account = await make_account(Role.PROVIDER)
    opened = await open_session_of(account)
    viewer = await service.find_viewer(opened.token)
    assert viewer.account_id == account.id
    assert viewer.has(Role.PROVIDER)
    (row,) = await AccountSession.select()
    assert row["token_hash"] == hashlib.sha256(opened.token.encode()).digest()
    assert opened.token not in str(row)


@pytest.mark.parametrize(
    "token", ["", "a" * 43, "a" * 44, "é" * 43, "../../etc/passwd", "'; drop table session"]
)
async def test_token_that_a_client_chose_opens_nothing(db, token):
    assert await service.find_viewer(token) is ANONYMOUS


async def test_session_of_a_browser_ends_when_another_is_opened_there(db):
    account = await make_account()
    first = await open_session_of(account)
    second = await service.open_session(account.id, second_factor=False, replaces=first.token)
    assert first.token != second.token
    assert await service.find_viewer(first.token) is ANONYMOUS
    assert (await service.find_viewer(second.token)).is_signed_in


async def test_session_runs_out(db):
    account = await make_account()
    opened = await open_session_of(account)
    with clock.stopped_at(opened.expires_at - timedelta(seconds=1)):
        assert (await service.find_viewer(opened.token)).is_signed_in
    with clock.stopped_at(opened.expires_at):
        assert await service.find_viewer(opened.token) is ANONYMOUS


async def test_sessions_of_staff_are_short(db):
    person, steward = await make_account(Role.PERSON), await make_account(Role.STEWARD)
    now = clock.now()
    with clock.stopped_at(now):
        assert (await open_session_of(person)).expires_at - now == rules.LIFETIME
        assert (await open_session_of(steward)).expires_at - now == rules.STAFF_LIFETIME


async def test_staff_role_counts_only_after_the_second_factor(db):
    steward = await make_account(Role.STEWARD, "E06000054")
    opened = await open_session_of(steward, second_factor=False)
    assert opened.viewer.was_granted(Role.STEWARD)
    assert not opened.viewer.has(Role.STEWARD)
    assert not opened.viewer.may(Role.STEWARD, "E06000054")
    passed = await service.pass_second_factor(opened.viewer.session_id)
    assert passed.viewer.may(Role.STEWARD, "E06000054")
    assert not passed.viewer.may(Role.STEWARD, "E10000008")
    assert not passed.viewer.may(Role.STEWARD, None)
    assert await service.find_viewer(opened.token) is ANONYMOUS
    assert await service.find_viewer(passed.token) == passed.viewer


async def test_account_with_a_second_factor_is_not_signed_in_before_it_was_passed(db):
    account = await make_account(Role.PROVIDER)
    await service.set_second_factor(account.id, is_set=True)
    with clock.stopped_at(clock.now()):
        opened = await service.open_session(account.id, second_factor=False)
        assert opened.expires_at - clock.now() == rules.HALFWAY_LIFETIME
    assert opened.viewer.is_halfway
    assert not opened.viewer.is_signed_in
    assert not opened.viewer.has(Role.PROVIDER)
    passed = await service.pass_second_factor(opened.viewer.session_id)
    assert passed.viewer.is_signed_in
    assert passed.expires_at > opened.expires_at


async def test_session_that_ended_passes_no_second_factor(db):
    opened = await open_session_of(await make_account(Role.STEWARD), second_factor=False)
    await service.sign_out(opened.token)
    with pytest.raises(NotFoundError):
        await service.pass_second_factor(opened.viewer.session_id)


async def test_cookie_opens_nothing_after_signing_out(db):
    opened = await open_session_of(await make_account())
    await service.sign_out(opened.token)
    assert await service.find_viewer(opened.token) is ANONYMOUS


async def test_signing_out_everywhere_ends_every_session_of_this_account_only(db):
    account, other = await make_account(), await make_account()
    mine = [await open_session_of(account) for _ in range(3)]
    theirs = await open_session_of(other)
    assert await service.sign_out_everywhere(account.id, but=mine[0].viewer.session_id) == 2
    assert [(await service.find_viewer(each.token)).is_signed_in for each in mine] == [True, False, False]
    assert await service.sign_out_everywhere(account.id) == 1
    assert (await service.find_viewer(theirs.token)).is_signed_in


async def test_session_of_somebody_else_is_not_ended(db):
    mine, theirs = await open_session_of(await make_account()), await open_session_of(await make_account())
    await service.sign_out_session(mine.viewer.account_id, theirs.viewer.session_id)
    assert (await service.find_viewer(theirs.token)).is_signed_in


async def test_only_so_many_sessions_are_kept(db):
    account = await make_account()
    first = await open_session_of(account)
    for _ in range(rules.MOST_SESSIONS):
        await open_session_of(account)
    assert len(await service.list_sessions(account.id)) == rules.MOST_SESSIONS
    assert await service.find_viewer(first.token) is ANONYMOUS


async def test_use_is_written_down_at_most_every_few_minutes(db):
    now = clock.now()
    with clock.stopped_at(now):
        opened = await open_session_of(await make_account())
    seen = []
    for minutes in (1, 4, 6, 7, 20):
        with clock.stopped_at(now + timedelta(minutes=minutes)):
            await service.find_viewer(opened.token)
            (session,) = await service.list_sessions(opened.viewer.account_id)
        seen.append(round((session.last_seen_at - now) / timedelta(minutes=1)))
    assert seen == [0, 0, 6, 6, 20]


async def test_clock_that_went_back_signs_nobody_out(db):
    opened = await open_session_of(await make_account())
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        assert (await service.find_viewer(opened.token)).is_signed_in


async def test_staff_role_ends_the_long_session_and_its_end_counts_at_once(db):
    account = await make_account()
    before = await open_session_of(account)
    assert await service.grant_role(account.id, Role.STEWARD, "E06000054", actor="test")
    assert await service.find_viewer(before.token) is ANONYMOUS
    opened = await open_session_of(account, second_factor=True)
    assert (await service.find_viewer(opened.token)).may(Role.STEWARD, "E06000054")
    assert await service.end_role(account.id, Role.STEWARD, "E06000054", actor="test")
    assert not (await service.find_viewer(opened.token)).has(Role.STEWARD)


async def test_sessions_that_ran_out_are_removed(db):
    opened = await open_session_of(await make_account())
    assert await service.drop_expired_sessions() == 0
    with clock.stopped_at(opened.expires_at):
        assert await service.drop_expired_sessions() == 1
