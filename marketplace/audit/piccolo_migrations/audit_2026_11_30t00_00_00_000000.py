from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "entries of all councils in the order of time, for the national team"


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def add_index():
        await RawTable.raw("CREATE INDEX audit_entry_at_v1 ON audit_entry (at, id) WHERE council IS NOT NULL")

    manager.add_raw(add_index)
    return manager
