"""Migrations of every room, in order, all or none, one process at a time."""

import contextlib
import io
import sys

from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import Finder

from marketplace.kernel.database import DB, PostgresEngine
from marketplace.kernel.errors import OperatorError

_LOCK = "marketplace migrations"
"""Hashed by PostgreSQL into the key of an advisory lock, which ends with the transaction."""


async def migrate(engine: PostgresEngine = DB) -> list[str]:
    """Bring the database up to date; return what was applied, as "room id" lines.

    DDL is transactional in PostgreSQL, so all rooms go forward together or none does. Two processes that
    migrate at once wait for each other; the second finds nothing to do.
    """
    async with engine.transaction():
        await engine.run_ddl("SET LOCAL client_min_messages = warning")
        await engine.run_ddl(f"SELECT pg_advisory_xact_lock(hashtext('{_LOCK}'))")
        await BaseMigrationManager().create_migration_table()
        waiting = await _list_pending()
        for app_name in dict.fromkeys(line.split(" ", 1)[0] for line in waiting):
            await _forwards(app_name)
        return waiting


async def list_pending(engine: PostgresEngine = DB) -> list[str]:
    """Migrations that the code has and the database has not, as "room id" lines. Changes nothing."""
    async with engine.transaction():
        exists = await Migration.table_exists()
        return await _list_pending() if exists else _all()


def _all() -> list[str]:
    manager = BaseMigrationManager()
    lines: list[str] = []
    path = sys.path.copy()
    for app_name in Finder().get_sorted_app_names():
        folder = manager.get_app_config(app_name).resolved_migrations_folder_path
        lines += [f"{app_name} {name}" for name in sorted(manager.get_migration_modules(folder))]
    sys.path[:] = path  # Piccolo leaves each folder of migrations in it
    return lines


async def _list_pending() -> list[str]:
    rows = await Migration.select(Migration.app_name, Migration.name)
    done = {f"{row['app_name']} {row['name']}" for row in rows}
    return [line for line in _all() if line not in done]


async def _forwards(app_name: str) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = await ForwardsMigrationManager(app_name=app_name).run()
    if not result.success:
        raise OperatorError(f"The migrations of {app_name} did not go through: {result.message}")
