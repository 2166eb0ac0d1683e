from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T13:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks of whom an advert is for that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE wanted_advert ADD CONSTRAINT wanted_advert_acting_for_v1 CHECK ("
    "(acting_for IS NULL) = (relation = '')"
    " AND relation IN ('', 'family', 'friend', 'advocate', 'paid', 'other'))",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="wanted", description=DESCRIPTION)

    async def add_checks():
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
