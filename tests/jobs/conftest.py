"""Running jobs in a test, for as long as it takes."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from marketplace.jobs.queue.service import run_jobs
from marketplace.jobs.schemas import JobKind


@pytest.fixture
def running():
    """Runs jobs of some kinds beside the test, and stops within a second."""

    @asynccontextmanager
    async def run(*kinds, stale_after=timedelta(seconds=30)):
        stopping = asyncio.Event()
        task = asyncio.create_task(run_jobs(kinds, stopping, stale_after=stale_after))
        try:
            yield task
        finally:
            stopping.set()
            async with asyncio.timeout(1):
                await task

    return run


@pytest.fixture
def until():
    """Waits until something is true."""

    async def wait(true, seconds=10):
        async with asyncio.timeout(seconds):
            while not await true():  # noqa: ASYNC110 - no event says it
                await asyncio.sleep(0.02)

    return wait


@pytest.fixture
def kind_of():
    """A kind whose jobs are noted, and fail as often as it is said."""

    def make(name="greet", *, fails=0, delays=(timedelta(0), timedelta(0))):
        done = []

        async def run(job):
            done.append(job)
            if len(done) <= fails:
                raise RuntimeError(f"ola@example.org, {job.payload}")

        return JobKind(name=name, run=run, delays=delays), done

    return make
