"""The door of the limits. Call it before the transaction of what is limited, never inside.

What is counted in a transaction is forgotten when that fails, which is just when it should count; and until
its end everybody else with the same key waits.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from marketplace.accounts.limits import repository, rules
from marketplace.accounts.limits.schemas import LETTERS, SIGN_INS, Limit
from marketplace.kernel import clock
from marketplace.kernel.errors import TooManyError
from marketplace.kernel.secrets import is_signed, key_for, sign

DEVICE_COOKIE = "device"
"""Set at sign-in and kept by the browser for a year. HttpOnly; it names no account."""
DEVICE_SECONDS = 365 * 24 * 3600
_DEVICE_BYTES = 16


async def check_limit(name: str, key: str, *, most: int, per: timedelta) -> None:
    """Count one more `name` of `key` (a client's address, an account's id).

    Raises:
        TooManyError: there were `most` in the time `per` before. This one is not counted then.
    """
    wait = await repository.count(_hashed(name, key), clock.now(), per / most, per)
    if wait is not None:
        raise TooManyError(rules.seconds_to_wait(wait))


async def check(limit: Limit, key: str) -> None:
    """Count one more of a limit that has a name of its own. Raises TooManyError."""
    await check_limit(limit.name, key, most=limit.most, per=limit.per)


async def check_client(limit: Limit, host: str) -> None:
    """Count one more by the client at the address `host`. Raises TooManyError."""
    await check(limit, rules.client_network(host))


async def begin_attempt(name: str, key: str) -> None:
    """Count an attempt as failed before it is made: a thousand at once get no further than one by one.

    When it succeeds call `forget_attempts`.

    Raises:
        TooManyError: there were several failed ones, and the time to wait after the last is not over.
    """
    wait = await repository.attempt(_hashed(name, key), clock.now(), rules.DELAYS, rules.FORGET_AFTER)
    if wait is not None:
        raise TooManyError(rules.seconds_to_wait(wait))


async def forget_attempts(name: str, key: str) -> None:
    """Forget the failed attempts: the last one succeeded."""
    await repository.forget(_hashed(name, key))


async def begin_sign_in(address: str, host: str, devices: str = "") -> None:
    """Count an attempt to sign in as `address` from the client at `host`, whose device cookie is `devices`.

    A device that is known for this address is counted by itself: what others try does not touch it. It makes
    no difference whether the address has an account.

    Raises:
        TooManyError: too many from there; a link to reset the password gets through all the same.
    """
    if find_device(devices, address) is None:
        await check_client(SIGN_INS, host)
    await begin_attempt("sign-in", _from_where(address, host, devices))


async def end_sign_in(address: str, host: str, devices: str = "") -> str:
    """Forget failed attempts after a right password or a reset; return the device cookie to be set."""
    await forget_attempts("sign-in", _from_where(address, host, devices))
    return remember_device(devices, address)


async def begin_code(account_id: str, address: str, devices: str = "") -> None:
    """Count an attempt to type a code of the second factor, after a right password.

    Here an unknown device is counted by the account, from wherever it is: a code has six digits only. Nobody
    gets this far without the password, a known device is counted by itself, and a reset of the password
    forgets what was counted.

    Raises:
        TooManyError: too many wrong codes.
    """
    await begin_attempt("code", find_device(devices, address) or account_id)


async def end_code(account_id: str, address: str, devices: str = "") -> None:
    """Forget wrong codes after a right one, or after a reset of the password."""
    await forget_attempts("code", find_device(devices, address) or account_id)


async def may_write_to(address: str, *, about: str = "") -> bool:
    """Whether one more letter may go to an address that anybody can type. When not, answer the same as if.

    Letters that let somebody in are counted by what they are `about`, apart from all others: who has others
    written keeps no such letter back. When these are used up too, the letters of the last hour are in the
    mailbox, and the links in them hold: nobody is locked out.
    """
    try:
        await check(LETTERS, f"{about} {_normal(address)}" if about else _normal(address))
    except TooManyError:
        return False
    return True


def find_device(devices: str, address: str) -> str | None:
    """The device that signed in as `address` before, by its cookie; None when it is not known."""
    for device, signature in rules.read_devices(devices):
        if is_signed("device", f"{device} {_normal(address)}", signature):
            return device
    return None


def remember_device(devices: str, address: str) -> str:
    """The device cookie from now on. Only after a sign-in that succeeded."""
    known = rules.read_devices(devices)
    if find_device(devices, address) is not None:
        return rules.write_devices(known)
    device = secrets.token_hex(_DEVICE_BYTES)
    return rules.write_devices([(device, sign("device", f"{device} {_normal(address)}")), *known])


async def clean() -> int:
    """Delete what says nothing any more; return how many rows. For timed work."""
    return await repository.delete_expired(clock.now())


def _from_where(address: str, host: str, devices: str) -> str:
    where = find_device(devices, address) or rules.client_network(host)
    return f"{where} {_normal(address)}"


def _normal(address: str) -> str:
    return address.strip().lower()


def _hashed(name: str, key: str) -> bytes:
    return hmac.new(key_for("limits"), f"{name}\0{key}".encode(), hashlib.sha256).digest()
