"""Jobs follow from a transaction, are tried again, and are never lost."""

import asyncio
import time
from datetime import timedelta

import pytest
from pgqueuer.domain.settings import DBSettings

from marketplace.jobs import service as jobs
from marketplace.jobs.queue.service import SETTINGS, queries_on, run_jobs
from marketplace.jobs.schemas import JobKind
from marketplace.kernel.database import DB, connection, transaction


async def waiting():
    return (await jobs.count_jobs()).waiting


async def nothing_is_left():
    return (await DB.run_ddl("SELECT count(*) FROM pgqueuer"))[0][0] == 0


async def test_pgqueuer_finds_the_tables_as_it_wants_them(db):
    """When it does not, these statements go into a new migration of the jobs room."""
    async with connection() as raw:
        plan = await queries_on(raw).plan_upgrade()
    assert list(plan.statements) == []


async def test_a_job_is_the_row_that_pgqueuer_would_write(db):
    await jobs.enqueue("ours", {"id": 1}, run_after=timedelta(hours=1), key="one")
    async with connection() as raw:
        await queries_on(raw).enqueue(
            "theirs", b'{"id":1}', execute_after=timedelta(hours=1), dedupe_key="two"
        )
        rows = [dict(row) for row in await raw.fetch("SELECT * FROM pgqueuer ORDER BY id")]
        logs = await raw.fetch("SELECT status, priority, traceback FROM pgqueuer_log ORDER BY id")
    for row in rows:
        del row["id"], row["entrypoint"], row["dedupe_key"]
    assert rows[0] == rows[1]
    assert logs[0] == logs[1]


async def test_a_job_is_done_after_the_commit_and_not_before(committed_db, running, kind_of, until):
    kind, done = kind_of()
    async with running(kind):
        async with transaction():
            await jobs.enqueue("greet", {"id": "a"})
            await asyncio.sleep(0.3)
            assert not done
        await until(nothing_is_left)
    assert [(job.payload, job.tries, job.is_last_try) for job in done] == [({"id": "a"}, 0, False)]


async def test_a_job_goes_with_the_transaction_that_asked_for_it(committed_db):
    async def fail():
        async with transaction():
            await jobs.enqueue("greet", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await nothing_is_left()


async def test_a_job_whose_key_waits_already_is_not_asked_for_twice(db):
    assert await jobs.enqueue("greet", {}, key="same")
    assert not await jobs.enqueue("greet", {}, key="same")
    assert await jobs.enqueue("greet", {}, key="other")
    assert await jobs.enqueue("greet", {})
    assert await waiting() == 3


async def test_a_job_waits_for_its_time(committed_db, running, kind_of):
    kind, done = kind_of()
    await jobs.enqueue("greet", {}, run_after=timedelta(hours=1))
    async with running(kind):
        await asyncio.sleep(0.3)
    assert not done
    assert await waiting() == 0


async def test_a_job_that_fails_is_tried_again(committed_db, running, kind_of, until):
    kind, done = kind_of(fails=2)
    await jobs.enqueue("greet", {"id": 7})
    async with running(kind):
        await until(nothing_is_left)
    assert [(job.tries, job.is_last_try) for job in done] == [(0, False), (1, False), (2, True)]


async def test_a_job_that_fails_waits_as_long_as_its_kind_says(committed_db, running, kind_of, until):
    kind, done = kind_of(fails=1, delays=(timedelta(minutes=5),))
    await jobs.enqueue("greet", {})

    async def waits_again():
        rows = await DB.run_ddl("SELECT extract(epoch FROM execute_after - now()) AS s FROM pgqueuer")
        return rows and 290 < rows[0]["s"] <= 300

    async with running(kind):
        await until(waits_again)
    assert len(done) == 1


async def test_a_job_that_always_fails_is_kept_as_dead_and_told_without_its_words(
    committed_db, running, kind_of, until
):
    kind, done = kind_of(fails=99)
    await jobs.enqueue("greet", {"id": 7})

    async def is_dead():
        return (await jobs.count_jobs()).dead

    async with running(kind):
        await until(is_dead)
    assert len(done) == 3
    (dead,) = await jobs.list_dead_jobs()
    assert (dead.kind, dead.problem) == ("greet", "builtins.RuntimeError")
    kept = await DB.run_ddl("SELECT pgqueuer_log.* FROM pgqueuer_log")
    assert "ola@example.org" not in str([dict(row) for row in kept])

    done.clear()
    again, done = kind_of()
    assert await jobs.retry_dead_jobs() == 1
    async with running(again):
        await until(nothing_is_left)
    assert len(done) == 1


async def test_a_job_of_an_unknown_kind_waits_for_a_newer_worker(committed_db, running, kind_of, until):
    known, done = kind_of("known")
    await jobs.enqueue("newer", {})
    await jobs.enqueue("known", {})

    async def is_done():
        return done

    async with running(known):
        await until(is_done)
        await asyncio.sleep(0.2)
    assert await waiting() == 1
    newer, done = kind_of("newer")
    async with running(newer):
        await until(nothing_is_left)
    assert len(done) == 1


async def test_many_jobs_are_each_done_once_by_two_workers(committed_db, running, kind_of, until):
    kind, done = kind_of()
    async with transaction():
        for number in range(60):
            await jobs.enqueue("greet", {"n": number})
    async with running(kind), running(kind):
        await until(nothing_is_left)
    assert sorted(job.payload["n"] for job in done) == list(range(60))


async def test_a_job_cut_off_by_the_end_of_the_worker_is_done_by_the_next(
    committed_db, running, kind_of, until
):
    begun = asyncio.Event()

    async def hang(_job):
        begun.set()
        await asyncio.sleep(60)

    await jobs.enqueue("greet", {})
    task = asyncio.create_task(run_jobs([JobKind(name="greet", run=hang)], asyncio.Event()))
    await asyncio.wait_for(begun.wait(), 5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    kind, done = kind_of()
    async with running(kind):
        await until(nothing_is_left)
    assert [job.tries for job in done] == [1]


async def test_a_job_of_a_worker_that_died_is_done_by_another(committed_db, running, kind_of, until):
    await jobs.enqueue("greet", {})
    async with connection() as raw:
        await raw.execute(
            """UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(),
            heartbeat = now() - interval '31 seconds'"""
        )
    kind, done = kind_of()
    async with running(kind):
        await until(nothing_is_left)
    assert len(done) == 1


async def test_without_work_it_stops_at_once(committed_db, running, kind_of):
    kind, _done = kind_of()
    async with running(kind):
        await asyncio.sleep(0.2)
        began = time.monotonic()
    assert time.monotonic() - began < 0.5


async def test_a_lost_connection_is_told_and_not_slept_over(committed_db, kind_of):
    kind, _done = kind_of()
    task = asyncio.create_task(run_jobs([kind], asyncio.Event()))
    await asyncio.sleep(0.3)
    async with connection() as raw:
        await raw.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )
    await jobs.enqueue("greet", {})
    done, _pending = await asyncio.wait([task], timeout=5)
    assert done
    assert task.exception() is not None


async def test_bare_names_in_the_environment_change_nothing(monkeypatch):
    monkeypatch.setenv("CHANNEL", "stable")
    monkeypatch.setenv("PGQUEUER_PREFIX", "other_")
    again = DBSettings(**SETTINGS.model_dump())
    assert again == SETTINGS


async def test_old_logs_go_and_those_of_jobs_in_the_queue_stay(db):
    await jobs.enqueue("greet", {"id": 1})
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint)
            VALUES (0, 'successful', 0, 'old')"""
        )
        await raw.execute("UPDATE pgqueuer_log SET created = now() - interval '31 days'")
        await jobs.drop_old_logs()
        left = await raw.fetch("SELECT entrypoint FROM pgqueuer_log")
    assert [row["entrypoint"] for row in left] == ["greet"]
