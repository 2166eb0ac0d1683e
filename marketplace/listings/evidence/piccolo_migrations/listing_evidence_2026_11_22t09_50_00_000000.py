from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T09:50:00:000000"
VERSION = "1.38.0"
APP = "listing_evidence"
DESCRIPTION = "what was not sent in was said in a listing"

STATEMENTS = (
    "ALTER TABLE check_claim ADD CONSTRAINT check_claim_said_v1 CHECK (is_sent OR said IS NOT NULL)",
    "CREATE INDEX check_claim_said_v1 ON check_claim (id) WHERE status = 'waiting' AND NOT is_sent",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before the columns of the same migration are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_indexes)
    return manager
