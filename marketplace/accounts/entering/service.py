"""Signs in by address and password. `accounts.service` hands this on."""

from marketplace.accounts import repository
from marketplace.accounts.passwords import service as passwords
from marketplace.accounts.schemas import OpenedSession
from marketplace.accounts.sessions.service import open_session
from marketplace.kernel.errors import NotFoundError


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
        await repository.replace_hash(known[0], password_hash, await passwords.hash_password(password))
    try:
        return await open_session(known[0], second_factor=False, replaces=replaces)
    except NotFoundError:
        return None  # deleted since the password was compared
