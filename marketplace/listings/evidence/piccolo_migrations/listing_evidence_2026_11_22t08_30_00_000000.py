from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T08:30:00:000000"
VERSION = "1.38.0"
APP = "listing_evidence"
DESCRIPTION = "each is told once"

STATEMENTS = (
    "CREATE UNIQUE INDEX check_notice_once_v1 ON check_notice (organization, kind, expires_on, stage)",
    "ALTER TABLE check_notice ADD CONSTRAINT check_notice_stage_v1 CHECK (stage IN ('soon', 'over'))",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_indexes)
    return manager
