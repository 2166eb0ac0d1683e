import asyncio

import asyncpg
import pytest

from marketplace.kernel.database import DB, PostgresEngine, connection, open_pool, transaction
from marketplace.kernel.errors import OperatorError

DEFERRED = "CREATE TABLE twin (name text CONSTRAINT one_of_each UNIQUE DEFERRABLE INITIALLY DEFERRED)"
INSERT = "INSERT INTO twin VALUES ('same')"


async def insert_twice():
    async with transaction():
        await DB.run_ddl(INSERT)
        await DB.run_ddl(INSERT)


async def test_a_failed_commit_gives_the_connection_back_every_time(committed_db):
    await DB.run_ddl(DEFERRED)
    for _ in range(12):  # three times as many as the pool has connections
        with pytest.raises(asyncpg.UniqueViolationError):
            await asyncio.wait_for(insert_twice(), 5)
    assert DB.pool.get_idle_size() == DB.pool.get_size()


async def test_after_a_failed_commit_there_is_no_current_transaction(committed_db):
    await DB.run_ddl(DEFERRED)
    with pytest.raises(asyncpg.UniqueViolationError):
        await insert_twice()
    assert DB.current_transaction.get() is None
    async with transaction():
        await DB.run_ddl(INSERT)
    assert await DB.run_ddl("SELECT count(*) FROM twin") == [(1,)]


async def test_an_error_rolls_everything_back(committed_db):
    await DB.run_ddl("CREATE TABLE kept (name text)")

    async def insert_and_fail():
        async with transaction():
            await DB.run_ddl("INSERT INTO kept VALUES ('gone')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await insert_and_fail()
    assert await DB.run_ddl("SELECT count(*) FROM kept") == [(0,)]
    assert DB.pool.get_idle_size() == DB.pool.get_size()


async def test_a_lost_server_connection_is_given_back_too(committed_db):
    async def lose_it():
        async with transaction():
            await DB.run_ddl("SELECT pg_terminate_backend(pg_backend_pid())")

    for _ in range(6):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
            await asyncio.wait_for(lose_it(), 5)
    assert await DB.run_ddl("SELECT 1") == [(1,)]


async def test_an_inner_transaction_is_part_of_the_outer_one(committed_db):
    await DB.run_ddl("CREATE TABLE kept (name text)")

    async def nest_and_fail():
        async with transaction():
            async with transaction():
                await DB.run_ddl("INSERT INTO kept VALUES ('gone')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await nest_and_fail()
    assert await DB.run_ddl("SELECT count(*) FROM kept") == [(0,)]


async def test_jsonb_comes_and_goes_as_python_values(db):
    value = {"title": "Swimming", "miles": [1, 2.5, None], "ok": True}
    async with connection() as raw:
        await raw.execute("CREATE TEMP TABLE paper (body jsonb) ON COMMIT DROP")
        await raw.execute("INSERT INTO paper VALUES ($1)", value)
        await raw.copy_records_to_table("paper", records=[(value,)])
        assert [row["body"] for row in await raw.fetch("SELECT body FROM paper")] == [value, value]


async def test_the_connection_is_that_of_the_current_transaction(db):
    async with connection() as first, connection() as second:
        assert first is second


async def test_work_of_a_test_is_rolled_back(db):
    await DB.run_ddl("CREATE TABLE only_here (name text)")


async def test_and_is_gone_in_the_next_test(db):
    assert await DB.run_ddl("SELECT to_regclass('only_here')::text") == [(None,)]


async def test_an_engine_without_a_database_says_so():
    engine = PostgresEngine(config={})
    with pytest.raises(OperatorError, match="DATABASE_URL"):
        await engine.get_new_connection()
    with pytest.raises(OperatorError, match="DATABASE_URL"):
        async with open_pool(engine):
            pass


async def test_an_open_pool_is_not_pointed_elsewhere(db):
    with pytest.raises(RuntimeError):
        DB.point_at("postgresql://elsewhere/db")
