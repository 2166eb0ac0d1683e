"""Warns owners of accounts that nobody uses, twice, and then deletes these. Each in its own transaction.

An account is in use while its owner signs in, or somebody says that a listing it looks after is still right.
Who signs in before the account is gone keeps it, also in the same moment.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from marketplace.accounts import repository as accounts
from marketplace.accounts.leaving.service import UsedAgainError, erase_account
from marketplace.accounts.schemas import DataHolder
from marketplace.accounts.sessions.repository import lock_subject
from marketplace.accounts.unused import repository, rules
from marketplace.accounts.unused.rules import Step
from marketplace.accounts.unused.schemas import Counts, LastUse, Notice, Unused
from marketplace.audit import service as audit
from marketplace.councils.service import get_council_settings
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.logging import log
from marketplace.mail.service import find_fate, queue_letter

ACTOR = "retention"
MOST_A_DAY = 500
"""So many are warned for the first time in one run, those of longest ago first: a site that begins with this
writes to nobody's mail server thousands of letters at once."""
_AT_ONCE = 200
_FIRST = Unused(UUID(int=0), datetime(1, 1, 2, tzinfo=UTC))


async def end_unused(holders: Iterable[DataHolder], last_use: LastUse) -> Counts:
    """Take what steps are due. For a job, once a day; what is done twice is done once.

    Raises:
        Exception: what kept the last of some accounts from its step; the others took theirs.
    """
    kept = await _kept()
    held = tuple(holders)
    warned = deleted = 0
    failure: Exception | None = None
    for account_id in [*await repository.list_noticed(), *await _list_new(last_use, kept)]:
        try:
            step = await _go_on(account_id, held, last_use, kept)
        except Exception as error:  # noqa: BLE001 - one account that fails keeps no other
            log.error("account not ended", exc_info=error)
            failure = error
            continue
        warned += step in {Step.WARN_FIRST, Step.WARN_LAST}
        deleted += step is Step.DELETE
    if failure is not None:
        raise failure
    return Counts(warned=warned, deleted=deleted)


async def list_lone_councils() -> list[str]:
    """Codes of councils whose only administrator has not been here for as long as accounts are kept."""
    return await repository.list_lone_councils(clock.now() - await _kept())


async def _kept() -> timedelta:
    return timedelta(days=(await get_council_settings(None)).accounts_kept_days)


async def _list_new(last_use: LastUse, kept: timedelta) -> list[UUID]:
    """Accounts that are to get their first letter."""
    today, before = clock.today(), clock.now() - kept + timedelta(days=31)
    found: list[UUID] = []
    last = _FIRST
    while len(found) < MOST_A_DAY and (some := await repository.list_unused(before, last, _AT_ONCE)):
        last = some[-1]
        used = await last_use([one.account_id for one in some])
        found += [
            one.account_id
            for one in some
            if rules.is_unused(_last_used_on(one, used.get(one.account_id)), today, kept)
        ]
    return found[:MOST_A_DAY]


async def _go_on(
    account_id: UUID, holders: tuple[DataHolder, ...], last_use: LastUse, kept: timedelta
) -> Step | None:
    """Take the step that is due for one account; None when there is none."""
    async with transaction():
        # Held, so that of two workers, or of this and a sign-in, one waits for the other.
        if await lock_subject(account_id) is None:
            return None
        step = await _warn(account_id, last_use, kept)
    if step is Step.DELETE:
        return step if await _delete(account_id, holders, last_use, kept) else None
    return step


async def _warn(account_id: UUID, last_use: LastUse, kept: timedelta) -> Step | None:
    """Write what is to be written; DELETE says that this is left to do."""
    seen = await repository.find(account_id)
    assert seen is not None
    used_on = _last_used_on(seen, (await last_use([account_id])).get(account_id))
    notice, today = await repository.find_notice(account_id), clock.today()
    if seen.is_lone or not rules.is_unused(used_on, today, kept):
        if notice is not None:
            await repository.drop(account_id)
        return None
    fate = await find_fate(notice.letter_id) if notice else None
    ended_on = _day(fate.ended_at) if fate and fate.ended_at else None
    due_on = used_on + kept
    step = rules.next_step(notice, fate, ended_on, due_on, today) if notice else Step.WARN_FIRST
    if step is None or step is Step.DELETE:
        return step
    day = rules.delete_on(step.letter, max(due_on, notice.delete_on) if notice else due_on, today)
    letter = rules.warning(step.letter, used_on, day)
    address = (await accounts.addresses([account_id]))[account_id]
    letter_id = await queue_letter(address, letter, account_id=account_id)
    await repository.put(
        Notice(
            account_id=account_id,
            warned=step.letter,
            delete_on=day,
            letter_id=letter_id,
            refused=rules.refused_so_far(notice, step, fate),
        )
    )
    await audit.record("warn_unused", "account", account_id, ACTOR, after={"delete_on": day})
    return step


async def _delete(
    account_id: UUID, holders: tuple[DataHolder, ...], last_use: LastUse, kept: timedelta
) -> bool:
    """Delete an account in every room; False when it stays.

    The account itself is held last, as by whoever gives a role to one: two who hold in other orders would
    wait for each other.
    """
    try:
        async with transaction():
            seen = await repository.find(account_id)
            if seen is None:
                return False
            used = (await last_use([account_id], hold=True)).get(account_id)
            if not rules.is_unused(_last_used_on(seen, used), clock.today(), kept):
                return False
            await erase_account(
                account_id, holders, actor=ACTOR, farewell=rules.farewell(), unless_seen_after=seen.seen_at
            )
    except UsedAgainError:
        return False
    except ConflictError:
        # The only administrator of a council, by now. The doctor says so.
        await repository.drop(account_id)
        return False
    return True


def _last_used_on(seen: Unused, used_on: date | None) -> date:
    return max(_day(seen.seen_at), used_on or date.min)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
