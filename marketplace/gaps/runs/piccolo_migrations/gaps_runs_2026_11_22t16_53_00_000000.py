from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T16:53:00:000000"
VERSION = "1.38.0"
APP = "gaps_runs"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "CREATE UNIQUE INDEX gap_run_once_v1 ON gap_run (month) NULLS NOT DISTINCT",
    "ALTER TABLE gap_run ADD CONSTRAINT gap_run_month_v1 CHECK (extract(day FROM month) = 1)",
    "CREATE UNIQUE INDEX gap_council_once_v1 ON gap_council (run, council_code)",
    "CREATE UNIQUE INDEX gap_access_once_v1 ON gap_access (run, council_code, support_type, unit, care_group)",
    "ALTER TABLE gap_access ADD CONSTRAINT gap_access_unit_v1 CHECK (unit IN ('hours', 'places'))",
    """ALTER TABLE gap_access ADD CONSTRAINT gap_access_columns_v1 CHECK (
    cardinality(amounts) > 0 AND cardinality(low) = cardinality(amounts)
    AND cardinality(high) = cardinality(amounts) AND cardinality(reaching) = cardinality(amounts))""",
    "CREATE UNIQUE INDEX gap_middle_once_v1 ON gap_middle (run, place)",
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
