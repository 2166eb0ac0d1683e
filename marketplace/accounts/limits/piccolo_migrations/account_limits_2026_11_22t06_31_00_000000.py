from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what is counted is forgotten when the server crashes"


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="account_limits", description=DESCRIPTION)

    async def make_unlogged():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        await RawTable.raw("ALTER TABLE rate_limit SET UNLOGGED")

    manager.add_raw(make_unlogged)
    return manager
