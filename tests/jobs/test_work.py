"""What workers do, all of it, once."""

from datetime import UTC, datetime

from msgspec.structs import replace

from marketplace import work
from marketplace.gaps.runs import service as gap_runs
from marketplace.jobs.service import count_jobs
from marketplace.jobs.timed.service import list_timed_failures, run_due
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_each_piece_of_work_has_a_name_of_its_own():
    names = [each.name for each in work.TIMED_WORK]
    assert len(set(names)) == len(names)


async def test_all_timed_work_can_be_done_on_an_empty_database(committed_db):
    with clock.stopped_at(NOON):
        assert set(await run_due(work.TIMED_WORK)) == {each.name for each in work.TIMED_WORK}
        assert await list_timed_failures() == []
        assert await run_due(work.TIMED_WORK) == []


async def test_the_jobs_that_timed_work_asks_for_have_a_kind(committed_db, running, until, data_dir):
    async def build_nothing(_job):
        """Areas of all England take seconds; tests of the market gaps make them."""

    kinds = [
        replace(kind, run=build_nothing) if kind.name == gap_runs.JOB else kind
        for kind in work.job_kinds(Settings(data_dir=data_dir, demonstration=True))
    ]
    assert {kind.name for kind in kinds} >= {work.STEPS_JOB, gap_runs.JOB, "send_letter"}
    with clock.stopped_at(NOON):
        await run_due(work.TIMED_WORK)

    async def nothing_waits():
        counts = await count_jobs()
        return counts.waiting == 0 and counts.dead == 0

    async with running(*kinds):
        await until(nothing_waits)
