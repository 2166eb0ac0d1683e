from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T07:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "steps in their order, each stop once"

STATEMENTS = (
    "CREATE UNIQUE INDEX freshness_stop_key_v1 ON freshness_stop (service, account)",
    "ALTER TABLE listing_freshness ADD CONSTRAINT listing_freshness_stage_v1 CHECK (stage BETWEEN 1 AND 5)",
    "ALTER TABLE listing_absence ADD CONSTRAINT listing_absence_stage_v1 CHECK (stage BETWEEN 1 AND 2)",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listing_freshness", description=DESCRIPTION)

    async def add_rules():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_rules)
    return manager
