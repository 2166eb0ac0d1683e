"""What `marketplace doctor` says of jobs, timed work, letters, and who hears of worries about safety."""

from datetime import datetime, timedelta

from marketplace.accounts.unused.service import list_lone_councils
from marketplace.cli.doctor_indexes import Finding
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
        words = f"{counts.dead} failed for good, the latest {kinds}: mend it, then `marketplace retry`"
        findings.append(Finding("dead jobs", words, is_wrong=True))
    return findings


def _waiting(counts: JobCounts, now: datetime, *, is_own: bool) -> Finding:
    oldest = counts.oldest_ready_at
    if oldest is None:
        return Finding("jobs", "none waits")
    minutes = int((now - oldest) / timedelta(minutes=1))
    words = f"{counts.waiting} wait, the oldest for {minutes} minutes"
    return Finding("jobs", words, is_wrong=now - oldest > _LONG and not is_own)


async def _timed() -> list[Finding]:
    failures = await list_timed_failures()
    if not failures:
        return [Finding("timed work", "none has failed")]
    return [
        Finding(
            "timed work",
            f"{failure.name} failed {failure.failures} times, at last with {failure.problem}",
            is_wrong=True,
        )
        for failure in failures
    ]


async def _safety() -> Finding:
    """Whether somebody hears of a worry about somebody's safety, wherever it is."""
    deaf = await list_deaf_councils()
    if not deaf:
        return Finding("worries about safety", "reach somebody everywhere")
    names = ", ".join(council_name(code) for code in deaf)
    words = f"reach nobody of: {names}. Give a safeguarding contact in the settings, or add an administrator"
    return Finding("worries about safety", words)


async def _administrators() -> Finding:
    """Councils whose only administrator stays away: such an account is never deleted, and nobody acts."""
    codes = await list_lone_councils()
    if not codes:
        return Finding("administrators", "every council that has one has one who was here")
    names = ", ".join(council_name(code) for code in codes)
    words = f"the only one has long not been here, of: {names}. Add another with `marketplace create-account`"
    return Finding("administrators", words)


async def _letters(settings: Settings) -> Finding:
    counts = await count_letters()
    if counts.dead:
        words = f"{counts.dead} could not be sent: see the runbook, then `marketplace retry`"
        return Finding("letters", words, is_wrong=True)
    if settings.demonstration:
        return Finding("letters", "none is sent: they are shown at /mailbox")
    try:
        can_send = bool(letter_jobs(settings))
    except OperatorError as error:
        return Finding("letters", str(error), is_wrong=True)
    if not can_send:
        words = f"no mail server is set (MARKETPLACE_SMTP_URL); {counts.waiting} wait"
        return Finding("letters", words, is_wrong=counts.waiting > 0)
    return Finding("letters", f"{counts.waiting} wait to be sent")
