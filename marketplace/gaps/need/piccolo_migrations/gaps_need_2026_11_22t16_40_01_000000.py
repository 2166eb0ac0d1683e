from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T16:40:01:000000"
VERSION = "1.38.0"
APP = "gaps_need"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE gap_need_count ADD CONSTRAINT gap_need_count_length_v1 "
    "CHECK (cardinality(area_codes) = cardinality(people) AND cardinality(people) > 0)",
    "ALTER TABLE gap_need_count ADD CONSTRAINT gap_need_count_people_v1 "
    "CHECK (0 <= ALL (people) AND 'Infinity' > ALL (people) AND array_position(people, NULL) IS NULL)",
    "CREATE UNIQUE INDEX gap_need_count_one_v1 ON gap_need_count (council_code, measure)",
    "CREATE INDEX gap_need_count_import_v1 ON gap_need_count (need_import)",
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
