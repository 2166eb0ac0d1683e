"""Does timed work when its period has come.

Exactly once: a row for name and period is written in the transaction of the work, and is unique. A lock
lets one worker at a time try, so that the others go on. Neither asks how late it is: a period that comes a
second time (a clock set back) was done; one that was never reached (a clock set forward, and right again)
was not.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.jobs import rules
from marketplace.jobs.schemas import TimedFailure, TimedWork
from marketplace.jobs.timed import repository
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.logging import log

__all__ = ["list_timed_failures", "run_due", "run_timed"]

LOOK_SECONDS = 30.0
_LONGEST_DELAY = timedelta(hours=4)


async def run_timed(works: Sequence[TimedWork], stopping: asyncio.Event) -> None:
    """Do each piece of work once in its period until stopped; looks twice a minute."""
    while not stopping.is_set():
        await run_due(works)
        try:
            await asyncio.wait_for(stopping.wait(), LOOK_SECONDS)
        except TimeoutError:
            continue


async def run_due(works: Sequence[TimedWork]) -> list[str]:
    """Do what is due and was not done, each in a transaction of its own; return the names of what was done.

    One statement when nothing is due. What fails is rolled back, noted, and tried again after a while.
    """
    periods = {work.name: rules.period_of(work.every, clock.now(), clock.today()) for work in works}
    done_before = await repository.list_done(list(periods.items()))
    due = [work for work in works if work.name not in done_before]
    if not due:
        return []
    failed = {failure.name: failure for failure in await repository.list_failures()}
    ready = [work for work in due if _may_try(failed.get(work.name), clock.now())]
    return [work.name for work in ready if await _run_once(work, periods[work.name])]


async def list_timed_failures() -> list[TimedFailure]:
    """Work that failed and was not done since."""
    return await repository.list_failures()


def _may_try(failure: TimedFailure | None, now: datetime) -> bool:
    """Not too soon after a failure; one that would wait for days was noted under a wrong clock."""
    return failure is None or not now < failure.retry_at <= now + _LONGEST_DELAY


async def _run_once(work: TimedWork, period: str) -> bool:
    """Do one piece of work, unless it was done or another worker is at it."""
    try:
        async with transaction():
            if not await repository.claim(work.name, period, clock.now()):
                return False
            await work.run()
            await repository.note_success(work.name)
            await repository.forget_old_periods()
    except Exception as error:  # noqa: BLE001 - one piece that fails keeps no other from being done
        log.error("timed work failed", work=work.name, exc_info=error)
        await _note(work.name, error)
        return False
    log.info("timed work done", work=work.name)
    return True


async def _note(name: str, error: Exception) -> None:
    now = clock.now()
    failures = await repository.count_failures(name) + 1
    await repository.note_failure(
        TimedFailure(
            name=name,
            failures=failures,
            failed_at=now,
            retry_at=now + rules.timed_delay(failures),
            problem=f"{type(error).__module__}.{type(error).__qualname__}",
        )
    )
