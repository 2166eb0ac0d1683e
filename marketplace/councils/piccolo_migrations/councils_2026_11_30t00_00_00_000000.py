from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE council ADD CONSTRAINT council_code_v1 CHECK (code ~ '^([EWSN][0-9]{{8}}|national)$')",
    "ALTER TABLE council ADD CONSTRAINT council_version_v1 CHECK (version >= 1)",
    "ALTER TABLE council ADD CONSTRAINT council_settings_v1 CHECK (jsonb_typeof(settings) = 'object')",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="councils", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
