"""What workers do: the kinds of jobs, and the work of five minutes, each hour and day. A line for each."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from marketplace.accounts.limits import service as limits
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.sessions import service as sessions
from marketplace.accounts.staff import service as staff
from marketplace.accounts.supporting import service as supporting
from marketplace.accounts.unused import service as unused
from marketplace.concerns import service as concerns
from marketplace.concerns.escalation import service as escalation
from marketplace.councils.signing.service import Signer
from marketplace.enquiries.waiting import service as waiting
from marketplace.feedback import service as feedback
from marketplace.finder.keeping.service import find_hits
from marketplace.gaps.areas import service as areas
from marketplace.gaps.runs import service as gap_runs
from marketplace.gaps.unmet.publishing import service as unmet
from marketplace.holders import DATA_HOLDERS
from marketplace.jobs import service as jobs
from marketplace.jobs.schemas import Every, Job, JobKind, TimedWork
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.links import service as links
from marketplace.listings import service as listings
from marketplace.listings.capacity import service as capacity
from marketplace.listings.editing.forgetting import service as forgetting
from marketplace.listings.erasing import service as erasing
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.expiring.service import tell_of_expiring_checks
from marketplace.listings.freshness import service as freshness
from marketplace.listings.freshness.absence import service as absence
from marketplace.listings.imports.carrying import service as carrying
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.media import service as media
from marketplace.listings.organizations.leaving.service import last_said_right
from marketplace.mail import service as mail
from marketplace.mail.sending.service import letter_jobs
from marketplace.places.service import open_gazetteer
from marketplace.pooling.desk.helping.service import drop_old_help
from marketplace.pooling.finding.service import PoolSource
from marketplace.pooling.keeping import service as pools
from marketplace.pooling.meeting.keeping import service as pool_meeting
from marketplace.pooling.meeting.telling.service import tell_news
from marketplace.pooling.money.dues import service as pool_dues
from marketplace.pooling.money.entries import service as pool_entries
from marketplace.pooling.money.receipts import service as pool_receipts
from marketplace.pooling.money.sessions import service as pool_sessions
from marketplace.pooling.statements.shares import service as pool_statements
from marketplace.referrals.keeping import service as referrals
from marketplace.shortlists.packs import service as packs
from marketplace.signals import service as signals
from marketplace.wanted.alerts import service as alerts
from marketplace.wanted.keeping import service as adverts
from search.factory import open_engine

STEPS_JOB = "freshness"
UNUSED_JOB = "unused_accounts"
ALERTS_JOB = "alerts"
UNMET_JOB = "unmet_need"
_IMPORT_DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""A steward waits for it."""


INDEX_SOURCES = (PoolSource(),)
"""What search indexes hold beside listings."""


def job_kinds(settings: Settings) -> list[JobKind]:
    """Kinds of jobs that a worker with these settings does; jobs of other kinds wait.

    Raises:
        OperatorError: a mail server is set without the address that letters come from.
    """
    return [
        *letter_jobs(settings, Signer(settings.council)),
        JobKind(name=STEPS_JOB, run=_take_steps),
        JobKind(name=UNUSED_JOB, run=_end_unused),
        import_jobs(settings),
        alert_jobs(settings),
        unmet_jobs(settings),
        gap_jobs(settings),
    ]


def import_jobs(settings: Settings) -> JobKind:
    """Spreadsheets of so many rows that no page could wait for them."""

    async def carry_out(job: Job) -> None:
        import_id = UUID(job.payload["import"])
        gazetteer = await asyncio.to_thread(open_gazetteer, settings.data_dir)
        try:
            await carrying.carry_out(import_id, gazetteer=gazetteer)
        except Exception:
            if job.is_last_try:
                await carrying.give_up(import_id)
            raise

    return JobKind(name=carrying.JOB, run=carry_out, delays=_IMPORT_DELAYS)


def alert_jobs(settings: Settings) -> JobKind:
    """What is new for people; saved searches are run on the embedded index, which is always there."""

    async def send(_job: Job) -> None:
        gazetteer = await asyncio.to_thread(open_gazetteer, settings.data_dir)
        engine = open_engine(settings.index_dir, writer=False)

        async def find(query: str) -> frozenset[UUID]:
            await asyncio.sleep(0)  # a search takes a millisecond or so, and others have work too
            return await find_hits(query, gazetteer, engine, settings.council)

        try:
            await alerts.send_alerts(find)
        finally:
            await engine.aclose()

    return JobKind(name=ALERTS_JOB, run=send)


def unmet_jobs(settings: Settings) -> JobKind:
    """Months that are over; which districts are in a council, the gazetteer knows."""

    async def count(_job: Job) -> None:
        await unmet.publish_months(await asyncio.to_thread(open_gazetteer, settings.data_dir))

    return JobKind(name=UNMET_JOB, run=count)


def gap_jobs(settings: Settings) -> JobKind:
    """Access to support of all areas; the small areas themselves are made when they are not there yet."""

    async def work_out(_job: Job) -> None:
        await areas.build_areas(await asyncio.to_thread(open_gazetteer, settings.data_dir))
        await gap_runs.compute_run()

    return JobKind(name=gap_runs.JOB, run=work_out)


async def _enqueue_unmet() -> None:
    """Each month has a transaction of its own, and so all of them are a job."""
    await jobs.enqueue(UNMET_JOB, {}, key=UNMET_JOB)


async def _enqueue_alerts() -> None:
    """Some accounts at a time have a transaction of their own, and so all of them are a job; by day only."""
    if alerts.is_time(clock.now()):
        await jobs.enqueue(ALERTS_JOB, {}, key=ALERTS_JOB)


async def _enqueue_steps() -> None:
    """Very many listings take their steps in several transactions, and so in a job."""
    await jobs.enqueue(STEPS_JOB, {}, key=STEPS_JOB)


async def _take_steps(_job: Job) -> None:
    await freshness.take_steps()


async def _drop_expired_checks() -> int:
    return await listings.drop_expired_checks(actor="worker")


async def _enqueue_unused() -> None:
    """Each account has a transaction of its own, and so all of them are a job."""
    await jobs.enqueue(UNUSED_JOB, {}, key=UNUSED_JOB)


async def _end_unused(_job: Job) -> None:
    await unused.end_unused(DATA_HOLDERS.all, last_said_right)


def _daily(name: str, run: Callable[[], Awaitable[object]]) -> TimedWork:
    return TimedWork(name=name, every=Every.DAY, run=run)


def _hourly(name: str, run: Callable[[], Awaitable[object]]) -> TimedWork:
    return TimedWork(name=name, every=Every.HOUR, run=run)


TIMED_WORK = (
    TimedWork(name="access to support", every=Every.FIVE_MINUTES, run=gap_runs.ask_for_run),
    _daily("access at the end of a month", gap_runs.keep_month),
    _daily("checks that ran out", _drop_expired_checks),
    _hourly("checks that run out soon", tell_of_expiring_checks),
    _hourly("concerns that are late", escalation.escalate_concerns),
    _hourly("what is free", capacity.ask_what_is_free),
    _hourly("listings to confirm", _enqueue_steps),
    _hourly("personal assistants who stay away", absence.hide_absent),
    _hourly("listings that come back", absence.show_returned),
    _hourly("referrals that are late", referrals.tell_of_late_answers),
    _hourly("referrals to providers who went", referrals.pass_over_gone),
    _hourly("packs of teams that nobody is in", packs.give_back_packs),
    _hourly("enquiries that wait", waiting.take_steps),
    _hourly("what is new for people", _enqueue_alerts),
    _hourly("adverts that are over", adverts.close_adverts),
    _hourly("last days in pools", pools.carry_out_last_days),
    _hourly("members of pools for whom nobody acts", pools.tell_nobody_acts),
    _hourly("what is due in pools", pool_dues.make_dues),
    _hourly("people who want the same", pool_meeting.match_again),
    _hourly("news of pools", tell_news),
    _daily("wishes for pools that are over", pool_meeting.end_expired),
    _daily("pools that nobody joined", pools.note_alone),
    _hourly("counts of limits", limits.clean),
    _hourly("half-made second factors", second_factor.clean),
    _daily("accounts that nobody uses", _enqueue_unused),
    _daily("old sessions", sessions.drop_expired_sessions),
    _daily("old invitations", staff.drop_expired_invites),
    _daily("old links", links.drop_expired_links),
    _daily("old letters", mail.drop_old_words),
    _daily("old jobs", jobs.drop_old_logs),
    _daily("old concerns", concerns.drop_old_concerns),
    _daily("old referrals", referrals.drop_old_referrals),
    _daily("old conversations", waiting.drop_old_conversations),
    _daily("old feedback", feedback.drop_old_feedback),
    _daily("old alerts", alerts.drop_old_told),
    _daily("old adverts", adverts.drop_old_adverts),
    _daily("old pools", pools.drop_old),
    _daily("old wishes and messages of pools", pool_meeting.drop_old),
    _daily("old money of pools", pool_entries.fold_old_entries),
    _daily("old dues of pools", pool_dues.drop_old_dues),
    _daily("old receipts of pools", pool_receipts.drop_due_receipts),
    _daily("old registers of pools", pool_sessions.drop_old_sessions),
    _daily("old statements of pools", pool_statements.drop_old_shares),
    _daily("old help of pools", drop_old_help),
    _daily("old evidence", evidence.drop_due_files),
    _daily("old imports", imports.drop_old_rows),
    _daily("old drafts", forgetting.forget_old_requests),
    _daily("old invitations to organisations", forgetting.forget_old_invites),
    _daily("old claims of listings", forgetting.forget_old_claims),
    _daily("old claims of checks", evidence.drop_ended_claims),
    _daily("old options packs", packs.drop_old_packs),
    _daily("months of signals that are over", _enqueue_unmet),
    _daily("old signals", signals.drop_old_signals),
    _daily("old counts of signals", unmet.drop_old_months),
    _daily("listings taken down long ago", erasing.erase_withdrawn),
    _daily("people somebody acted for", supporting.drop_ended),
    _daily("unused pictures", media.drop_unused_media),
)
"""Each is done once in its hour or day, whatever happens; what it does is decided by dates in the data."""
