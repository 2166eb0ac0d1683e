"""Hashes and compares passwords with argon2id: in threads, few at once, so that nobody floods the machine."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.accounts.passwords import rules
from marketplace.accounts.schemas import FieldFault
from marketplace.kernel.errors import InvalidError, TooManyError

AT_ONCE = 2
"""For each web process: 46 MiB and a core each."""
MOST_WAITING = 40
"""Who comes when so many wait is asked to come back: they would wait for seconds."""
BUSY_SECONDS = 5
_LONGEST_COMPARED = 4 * rules.LONGEST

HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
"""More than OWASP's least for argon2id (46 MiB, one pass). A hash made otherwise is made anew at sign-in."""

_NOBODY = "$argon2id$v=19$m=47104,t=2,p=1$gX1KiheUDrdoaDuIChJR9g$NtNHPEv2906U68w0QQsjvyp4Gh/xk+Yalepmaic543M"
"""Of a password nobody knows: compared with when there is no account, so that the work is the same."""

T = TypeVar("T")


class _Turns:
    """Lets a few in at once. One for each event loop: a test has its own."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0

    def of_this_loop(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._turns, self.waiting = loop, asyncio.Semaphore(AT_ONCE), 0
        return self._turns


_turns = _Turns()


async def _in_turn(work: Callable[[], T]) -> T:
    """Do the work in a thread when it is its turn (TooManyError when too many wait)."""
    turns = _turns.of_this_loop()
    if _turns.waiting >= MOST_WAITING:
        raise TooManyError(BUSY_SECONDS)
    _turns.waiting += 1
    try:
        async with turns:
            return await asyncio.to_thread(work)
    finally:
        _turns.waiting -= 1


async def hash_password(password: str) -> str:
    """What is kept of a password."""
    return await _in_turn(lambda: HASHER.hash(rules.normalized(password)))


async def is_right(password: str, password_hash: str | None) -> bool:
    """Whether this is the password. The same work is done when there is none to compare with."""
    kept = password_hash or _NOBODY
    matches = await _in_turn(lambda: _matches(kept, rules.normalized(password[:_LONGEST_COMPARED])))
    return matches and password_hash is not None


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than those of today."""
    return HASHER.check_needs_rehash(password_hash)


async def check_password(password: str, known: tuple[str, ...]) -> None:
    """Check a new password, which `known` (name and address) must not give away.

    Raises:
        InvalidError: it is not good enough; the field is `password`.
    """
    fault = await _in_turn(lambda: rules.find_fault(password, known))
    if fault is not None:
        raise InvalidError([FieldFault("password", fault)])
