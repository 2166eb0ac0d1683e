"""Things that happen at the same moment, on connections of their own."""

import asyncio

from marketplace.accounts import service
from marketplace.accounts.joining.schemas import JoinAs, SignUp
from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.accounts.sessions.rules import STAFF_LIFETIME
from marketplace.accounts.tables import Account, AccountSession, RoleGrant
from marketplace.kernel.errors import ConflictError, NotFoundError
from tests.accounts.letters import last_link, letters_to
from tests.factories.accounts import PASSWORD, make_account, open_session_of

ADDRESS = "sam@example.org"


async def token_of(address):
    return (await last_link(address)).split("/")[-1]


async def all_at_once(*calls):
    return await asyncio.gather(*calls, return_exceptions=True)


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


async def test_many_sign_ups_with_one_address_make_one_account(committed_db):
    spellings = (ADDRESS, "SAM@example.org", "Sam@Example.org", "sAm@example.org")
    asked = [SignUp(join_as=JoinAs.PERSON, name="Sam", address=each) for each in spellings]
    assert await all_at_once(*map(service.sign_up, asked)) == [None] * 4
    letters = await letters_to(ADDRESS)
    assert [kind for kind, _ in letters] == ["confirm_address"] * 4
    tokens = [paths[0].split("/")[-1] for _, paths in letters]
    answers = await all_at_once(*(service.confirm_address(token, PASSWORD) for token in tokens))
    assert kinds(answers) == ["ConflictError", "ConflictError", "ConflictError", "UUID"]
    assert await Account.count() == 1
    assert await RoleGrant.count() == 1


async def test_link_followed_by_many_at_once_works_once(committed_db):
    await service.sign_up(SignUp(join_as=JoinAs.PROVIDER, name="Sam", address=ADDRESS))
    token = await token_of(ADDRESS)
    answers = await all_at_once(*(service.confirm_address(token, PASSWORD) for _ in range(4)))
    assert kinds(answers) == ["ConflictError", "ConflictError", "ConflictError", "UUID"]
    assert await Account.count() == 1


async def test_of_two_new_passwords_by_one_link_one_is_kept(committed_db):
    await make_account(address=ADDRESS, password=PASSWORD)
    await service.request_reset(ADDRESS)
    token = await token_of(ADDRESS)
    chosen = ("first-new-password-here", "second-new-password-there")
    answers = await all_at_once(*(service.reset_password(token, each) for each in chosen))
    assert kinds(answers) == ["Account", "NotFoundError"]
    works = [await service.sign_in(ADDRESS, each) is not None for each in chosen]
    assert works == [not isinstance(answer, Exception) for answer in answers]


async def test_of_two_accounts_that_want_one_address_one_gets_it(committed_db):
    accounts = [await make_account() for _ in range(2)]
    tokens = []
    for account in accounts:
        await service.request_address_change(account.id, "wanted@example.org")
        tokens.append(await token_of("wanted@example.org"))
    answers = await all_at_once(*map(service.confirm_address_change, tokens))
    assert kinds(answers) == ["ConflictError", "UUID"]
    assert sum([await service.find_address(account.id) == "wanted@example.org" for account in accounts]) == 1


async def test_role_that_is_granted_twice_at_once_is_there_once(committed_db):
    account = await make_account()
    grants = [service.grant_role(account.id, Role.STEWARD, "E06000054", actor="test") for _ in range(4)]
    assert sorted(await all_at_once(*grants)) == [False, False, False, True]
    assert await RoleGrant.count() == 1


async def test_session_opened_while_a_staff_role_is_granted_is_no_long_one(committed_db):
    """Whichever comes first: the session is ended, or it is opened as one of staff."""
    for _ in range(12):
        account = await make_account()
        await asyncio.gather(
            service.open_session(account.id, second_factor=False),
            service.grant_role(account.id, Role.STEWARD, "E06000054", actor="test"),
        )
        sessions = await service.list_sessions(account.id)
        assert not [each for each in sessions if each.expires_at - each.created_at > STAFF_LIFETIME]


async def test_session_opened_while_the_account_is_deleted_is_gone_too(committed_db):
    for _ in range(12):
        account = await make_account()
        opened, deleted = await asyncio.gather(
            service.open_session(account.id, second_factor=False),
            service.delete_account(account.id, [], actor="test"),
            return_exceptions=True,
        )
        assert deleted is None
        if not isinstance(opened, NotFoundError):
            assert await service.find_viewer(opened.token) is ANONYMOUS
        assert await AccountSession.count() == 0


async def test_second_factor_passed_twice_at_once_leaves_one_token(committed_db):
    opened = await open_session_of(await make_account(Role.STEWARD), second_factor=False)
    session_id = opened.viewer.session_id
    passed = await all_at_once(*(service.pass_second_factor(session_id) for _ in range(3)))
    viewers = [await service.find_viewer(each.token) for each in passed if not isinstance(each, Exception)]
    assert sum(viewer.is_signed_in for viewer in viewers) == 1


async def test_account_made_twice_at_once_is_there_once(committed_db):
    made = [service.add_account(ADDRESS, "Sam", password=None, actor="test") for _ in range(4)]
    answers = await all_at_once(*made)
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 3
    assert await Account.count() == 1
