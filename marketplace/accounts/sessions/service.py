"""Opens, finds, renews and ends sessions. `accounts.service` hands these on to other rooms."""

from uuid import UUID, uuid4

from marketplace.accounts.schemas import ANONYMOUS, OpenedSession, Session, Viewer
from marketplace.accounts.sessions import repository, rules
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.tokens import hash_of, is_token, new_token


async def find_viewer(token: str) -> Viewer:
    """Who holds this token; ANONYMOUS when it opens nothing. One statement, and one write in five minutes."""
    if not is_token(token):
        return ANONYMOUS
    now, token_hash = clock.now(), hash_of(token)
    found = await repository.find(token_hash, now)
    if found is None:
        return ANONYMOUS
    if rules.needs_touch(found.last_seen_at, now):
        await repository.touch(token_hash, now)
    return found.viewer


async def open_session(
    account_id: UUID, *, second_factor: bool, replaces: str | None = None
) -> OpenedSession:
    """Sign an account in: always a new session with a new token.

    `second_factor` is true when it was given on the way (single sign-on of a council that asks for one).
    `replaces` is the token that came with the request, whose session ends.

    Raises:
        NotFoundError: there is no such account.
    """
    async with transaction():
        subject = await repository.lock_subject(account_id)
        if subject is None:
            raise NotFoundError
        if replaces and is_token(replaces):
            await repository.drop(hash_of(replaces))
        now = clock.now()
        viewer = Viewer(
            account_id=account_id,
            name=subject.name,
            grants=subject.grants,
            has_second_factor=second_factor,
            second_factor_is_set=subject.second_factor_is_set,
            session_id=uuid4(),
        )
        token = new_token()
        expires_at = now + rules.lifetime(subject.grants, is_halfway=viewer.is_halfway)
        assert viewer.session_id is not None
        session = Session(id=viewer.session_id, created_at=now, last_seen_at=now, expires_at=expires_at)
        await repository.add(hash_of(token), account_id, session, now if second_factor else None)
        await repository.drop_oldest(account_id, rules.MOST_SESSIONS)
        await repository.note_signed_in(account_id, now)
    return OpenedSession(token=token, viewer=viewer, expires_at=expires_at)


async def pass_second_factor(session_id: UUID) -> OpenedSession:
    """The second factor of this session was right: it counts from now on, under a new token.

    Raises:
        NotFoundError: the session has ended or run out.
    """
    async with transaction():
        now = clock.now()
        found = await repository.find_by_id(session_id, now)
        if found is None:
            raise NotFoundError
        token = new_token()
        expires_at = now + rules.lifetime(found.viewer.grants, is_halfway=False)
        await repository.rotate(session_id, hash_of(token), now, expires_at)
        passed = await repository.find_by_id(session_id, now)
        if passed is None:
            raise NotFoundError  # ended meanwhile
    return OpenedSession(token=token, viewer=passed.viewer, expires_at=expires_at)


async def list_sessions(account_id: UUID) -> list[Session]:
    """Where an account is signed in, the latest first."""
    return await repository.list_of_account(account_id, clock.now())


async def sign_out(token: str) -> None:
    """End the session of a token, if there is one."""
    if is_token(token):
        await repository.drop(hash_of(token))


async def sign_out_session(account_id: UUID, session_id: UUID) -> None:
    """End one session of an account, if it has it."""
    await repository.drop_one(account_id, session_id)


async def sign_out_everywhere(account_id: UUID, *, but: UUID | None = None) -> int:
    """End all sessions of an account, but the one named; return how many."""
    return await repository.drop_all(account_id, but)


async def drop_expired_sessions() -> int:
    """Remove sessions that have run out; return how many. For the worker, once a day."""
    return await repository.drop_expired(clock.now())
