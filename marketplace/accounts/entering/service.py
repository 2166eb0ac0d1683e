"""Signs in by address and password. `accounts.service` hands this on."""

from marketplace.accounts import repository
from marketplace.accounts.passwords import service as passwords
from marketplace.accounts.schemas import OpenedSession
from marketplace.accounts.sessions import repository as sessions
from marketplace.accounts.sessions.service import open_session
from marketplace.kernel.database import transaction


async def sign_in(address: str, password: str, *, replaces: str | None = None) -> OpenedSession | None:
    """Open a session when address and password are right; None when one of them is not.

    The same work is done whether or not the address has an account. `replaces` is the token that came with
    the request. Limits are the caller's, before this.
    """
    known = await repository.find_password(address)
    password_hash = known[1] if known else None
    if not await passwords.is_right(password, password_hash):
        return None
    assert known is not None
    assert password_hash is not None
    if passwords.is_outdated(password_hash):
        renewed = await passwords.hash_password(password)
        await repository.replace_hash(known[0], password_hash, renewed)
        password_hash = renewed
    async with transaction():
        await sessions.lock_subject(known[0])
        if await repository.find_password_of(known[0]) != password_hash:
            return None  # changed, or the account deleted, since it was compared
        return await open_session(known[0], second_factor=False, replaces=replaces)
