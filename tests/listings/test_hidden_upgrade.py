"""Listings that were hidden before reasons were kept."""

from uuid import uuid4

from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from marketplace.kernel.database import DB
from marketplace.kernel.migrations import migrate

BEFORE = "2026-11-29T00:10:00:000000"
"""The last migration of the time without reasons."""


async def test_what_was_hidden_before_the_upgrade_is_suspended_after_it(committed_db, capsys):
    await DB.run_ddl("DROP SCHEMA public CASCADE")
    await DB.run_ddl("CREATE SCHEMA public")
    await BaseMigrationManager().create_migration_table()
    for room, last in (("places", "all"), ("audit", "all"), ("listings", BEFORE)):
        assert (await ForwardsMigrationManager(app_name=room, migration_id=last).run()).success
    capsys.readouterr()
    organization, hidden, shown = uuid4(), uuid4(), uuid4()
    await DB.run_ddl(f"INSERT INTO organization (id, name) VALUES ('{organization}', 'Old Club')")
    await DB.run_ddl(
        "INSERT INTO service (id, organization, kind, title, is_hidden) VALUES"
        f" ('{hidden}', '{organization}', 'community_activity', 'Hidden', true),"
        f" ('{shown}', '{organization}', 'community_activity', 'Shown', false)"
    )
    await migrate()
    rows = await DB.run_ddl("SELECT title, is_hidden, hidden_for FROM service ORDER BY title")
    assert [tuple(row) for row in rows] == [("Hidden", True, ["suspended"]), ("Shown", False, [])]
