"""The door for timed work that writes letters: one a day at most for an account, and by day."""

from marketplace.accounts.service import list_addresses
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.mail.service import queue_letters
from marketplace.pooling.meeting.letters.rules import news
from marketplace.pooling.meeting.rules import REMIND_BEFORE
from marketplace.pooling.meeting.telling import repository
from marketplace.wanted.alerts.service import is_time

AT_ONCE = 100
"""Accounts of one transaction."""


async def tell_news() -> int:
    """Write to everybody for whom something is new and whom no letter reached today; return letters.

    What is told is kept in the transaction of the letter: whatever is killed, nobody hears of it twice.
    """
    written = 0
    while is_time(clock.now()):
        async with transaction():
            count, letters = await _tell()
        written += letters
        if not count:
            break
    return written


async def _tell() -> tuple[int, int]:
    now = clock.now()
    before = now + REMIND_BEFORE
    new = await repository.claim(clock.today(), before, AT_ONCE)
    if not new:
        return 0, 0
    accounts = [each.account_id for each in new]
    await repository.note_told(accounts, before, now)
    addresses = await list_addresses(set(accounts))
    await queue_letters(
        (addresses[each.account_id], news(each), each.account_id)
        for each in new
        if each.account_id in addresses
    )
    return len(new), len(addresses)
