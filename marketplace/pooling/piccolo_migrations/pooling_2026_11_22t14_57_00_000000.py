from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T14:57:00:000000"
VERSION = "1.38.0"
APP = "pooling"
DESCRIPTION = "an account comes in once for each person for whom it speaks"

OPEN = "('invited', 'asked', 'welcome', 'joining', 'member', 'leaving')"


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def change_index():
        await RawTable.raw(
            "CREATE UNIQUE INDEX pool_member_open_v2 ON pool_member (pool, account, acting_for)"
            f" NULLS NOT DISTINCT WHERE account IS NOT NULL AND state IN {OPEN}"
        )
        await RawTable.raw("DROP INDEX pool_member_open_v1")

    manager.add_raw(change_index)
    return manager
