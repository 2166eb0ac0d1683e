"""What workers do, all of it, once."""

from datetime import UTC, datetime

from marketplace import work
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


async def test_the_jobs_that_timed_work_asks_for_have_a_kind(committed_db, running, until):
    kinds = work.job_kinds(Settings(data_dir=None, demonstration=True))
    assert {kind.name for kind in kinds} >= {work.STEPS_JOB, "send_letter"}
    with clock.stopped_at(NOON):
        await run_due(work.TIMED_WORK)

    async def nothing_waits():
        counts = await count_jobs()
        return counts.waiting == 0 and counts.dead == 0

    async with running(*kinds):
        await until(nothing_waits)
