import asyncio
import sys
from pathlib import Path

import asyncpg
import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.conf.apps import Finder

import marketplace
from marketplace.kernel.database import DB, PostgresEngine
from marketplace.kernel.migrations import list_pending, migrate
from marketplace.piccolo_conf import APP_REGISTRY


@pytest.fixture
async def empty_database(postgres, committed_db):
    """`committed_db` with nothing in it."""
    await DB.run_ddl("DROP SCHEMA public CASCADE")
    await DB.run_ddl("CREATE SCHEMA public")
    return committed_db


@pytest.mark.parametrize("app_name", sorted(APP_REGISTRY.app_configs))
async def test_tables_and_migrations_say_the_same(db, app_name):
    path = sys.path.copy()
    config = Finder().get_app_config(app_name)
    found = await AutoMigrationManager().get_alter_statements(config)
    sys.path[:] = path
    assert [statement for each in found for statement in each.statements] == []


async def test_after_migrating_nothing_waits(db):
    assert await list_pending() == []


async def test_a_fresh_database_gets_every_migration_once(empty_database):
    waiting = await list_pending()
    assert {line.split()[0] for line in waiting} == set(APP_REGISTRY.app_configs)
    assert await migrate() == waiting
    assert await migrate() == []


async def test_two_that_migrate_at_once_do_no_harm(empty_database):
    applied = await asyncio.gather(migrate(), migrate())
    assert sorted(map(bool, applied)) == [False, True]


async def test_a_migration_that_fails_leaves_nothing_behind(empty_database):
    await DB.run_ddl("CREATE TABLE audit_entry (in_the_way text)")
    with pytest.raises(asyncpg.DuplicateTableError):
        await migrate()
    assert await DB.run_ddl("SELECT to_regclass('migration')::text") == [(None,)]


async def test_asking_what_waits_leaves_the_path_of_modules_alone(db):
    before = sys.path.copy()
    await list_pending()
    assert sys.path == before


def test_every_room_with_tables_is_registered():
    folder = Path(marketplace.__file__).parent
    found = {
        ".".join(("marketplace", *path.relative_to(folder).with_suffix("").parts))
        for path in folder.rglob("piccolo_app.py")
    }
    assert set(APP_REGISTRY.apps) == found


def test_the_engine_of_piccolo_is_ours():
    assert isinstance(Finder().get_engine(), PostgresEngine)
