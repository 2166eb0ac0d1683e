from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "listings that are not simply public"

STATEMENTS = (
    "CREATE INDEX service_unusual_v1 ON service (council_code) WHERE status <> 'published' OR is_hidden",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listings", description=DESCRIPTION)

    async def add_indexes():
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_indexes)
    return manager
