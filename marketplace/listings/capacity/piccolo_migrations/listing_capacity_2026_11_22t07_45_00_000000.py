from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T07:45:00:000000"
VERSION = "1.38.0"
APP = "listing_capacity"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = ("CREATE UNIQUE INDEX capacity_stop_once_v1 ON capacity_stop (service, account)",)


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
