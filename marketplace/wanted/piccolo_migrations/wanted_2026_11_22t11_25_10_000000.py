from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T11:25:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks of reports that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE wanted_advert ADD CONSTRAINT wanted_advert_reported_v1 CHECK ("
    "(reported_at IS NULL) = (reported_for IS NULL)"
    " AND reported_for IN ('not_safe', 'not_lawful', 'tells_who', 'not_real', 'other'))",
    "CREATE INDEX wanted_advert_reported_v1 ON wanted_advert (steward_council, reported_at)"
    " WHERE reported_at IS NOT NULL",
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
