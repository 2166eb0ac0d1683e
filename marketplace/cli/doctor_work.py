"""What `marketplace doctor` says of jobs, timed work, letters, and who hears of worries about safety."""

from datetime import datetime, timedelta

from marketplace.accounts.unused.service import list_lone_councils
from marketplace.cli.findings import Finding, how_long, waiting
from marketplace.concerns.service import list_deaf_councils
from marketplace.councils.service import council_name
from marketplace.jobs.schemas import JobCounts
from marketplace.jobs.service import count_jobs, list_dead_jobs
from marketplace.jobs.timed.service import list_timed_failures
from marketplace.kernel import clock
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from marketplace.mail.sending.service import letter_jobs
from marketplace.mail.service import count_letters

_LONG = timedelta(minutes=10)
"""Work that was ready for so long is not being done."""


async def work_findings(settings: Settings, *, is_own: bool) -> list[Finding]:
    """Jobs that wait or are dead, timed work that fails, how letters leave, and whom concerns reach."""
    return [
        *await _jobs(is_own=is_own),
        *await _timed(),
        await _letters(settings),
        await _safety(),
        await _administrators(),
    ]


async def _jobs(*, is_own: bool) -> list[Finding]:
    counts = await count_jobs()
    findings = [_waiting(counts, clock.now(), is_own=is_own)]
    if counts.dead:
        dead = await list_dead_jobs(3)
        kinds = ", ".join(f"{job.kind} ({job.problem})" for job in dead)
        words = f"{counts.dead:,} failed for good, the latest {kinds}: mend it, then `marketplace retry`"
        findings.append(Finding("dead jobs", words, is_wrong=True))
    return findings


def _waiting(counts: JobCounts, now: datetime, *, is_own: bool) -> Finding:
    oldest = counts.oldest_ready_at
    if oldest is None:
        return Finding("jobs", "none waits")
    words = f"{waiting(counts.waiting)}, the oldest for {how_long(now - oldest)}"
    if now - oldest <= _LONG:
        return Finding("jobs", words)
    # On a server that was started just now nothing can be running: no wonder that they wait.
    return Finding("jobs", f"{words}: start `marketplace worker`", is_wrong=not is_own, is_note=is_own)


async def _timed() -> list[Finding]:
    failures = await list_timed_failures()
    if not failures:
        return [Finding("timed work", "none has failed")]
    return [
        Finding(
            "timed work",
            f"{failure.name} failed {_times(failure.failures)}, at last with {failure.problem}; it is tried "
            "again, and the worker's log says where it happened",
            is_wrong=True,
        )
        for failure in failures
    ]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


async def _safety() -> Finding:
    """Whether somebody hears of a worry about somebody's safety, wherever it is."""
    deaf = await list_deaf_councils()
    if not deaf:
        return Finding("worries about safety", "reach somebody everywhere")
    names = ", ".join(council_name(code) for code in deaf)
    words = (
        f"nobody of the council would hear of one in: {names}. Give a safeguarding contact on the council's "
        "page, or make an administrator with `marketplace create-account`"
    )
    return Finding("worries about safety", words, is_note=True)


async def _administrators() -> Finding:
    """Councils whose only administrator stays away: such an account is never deleted, and nobody acts."""
    codes = await list_lone_councils()
    if not codes:
        return Finding("administrators", "no council's only one stays away")
    names = ", ".join(council_name(code) for code in codes)
    words = (
        f"the only one has not been here for long, of: {names}. Make another with "
        "`marketplace create-account`"
    )
    return Finding("administrators", words, is_note=True)


async def _letters(settings: Settings) -> Finding:
    counts = await count_letters()
    if counts.dead:
        words = f"{counts.dead:,} could not be sent: see deploy/runbook.md, then `marketplace retry`"
        return Finding("letters", words, is_wrong=True)
    if settings.demonstration:
        return Finding("letters", "none is sent: they are shown at /mailbox")
    try:
        can_send = bool(letter_jobs(settings))
    except OperatorError as error:
        return Finding("letters", str(error), is_wrong=True)
    if not can_send:
        words = (
            f"no mail server is set (MARKETPLACE_SMTP_URL), so that none is sent; {waiting(counts.waiting)}"
        )
        return Finding("letters", words, is_wrong=counts.waiting > 0, is_note=True)
    return Finding("letters", f"{waiting(counts.waiting)} to be sent" if counts.waiting else "none waits")
