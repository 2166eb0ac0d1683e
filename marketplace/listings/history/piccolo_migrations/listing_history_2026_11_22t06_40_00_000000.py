from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "each version of a listing once"

STATEMENTS = (
    "CREATE UNIQUE INDEX listing_version_key_v1 ON listing_version (service, version)",
    "ALTER TABLE listing_version ADD CONSTRAINT listing_version_v1 CHECK (version >= 1 AND ended_by <> '')",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listing_history", description=DESCRIPTION)

    async def add_key():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_key)
    return manager
