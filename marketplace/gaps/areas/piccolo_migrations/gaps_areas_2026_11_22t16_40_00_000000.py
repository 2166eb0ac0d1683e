from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T16:40:00:000000"
VERSION = "1.38.0"
APP = "gaps_areas"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE gap_area_set ADD CONSTRAINT gap_area_set_kind_v1 CHECK (kind IN ('built_in', 'imported'))",
    "CREATE UNIQUE INDEX gap_area_set_one_v1 ON gap_area_set (council_code, kind)",
    'CREATE UNIQUE INDEX gap_area_one_v1 ON gap_area (area_set, code COLLATE "C")',
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
