from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:40:00:000000"
VERSION = "1.38.0"
APP = "listing_editing"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

CHECKS = {
    "change_request": {
        "change_request_status_v1": "status IN ('writing', 'submitted', 'approved', 'rejected', 'discarded')",
        "change_request_version_v1": "version >= 1",
        "change_request_base_v1": "is_new = (base_version IS NULL)",
        "change_request_submitted_v1": "status <> 'submitted'"
        " OR (submitted_at IS NOT NULL AND council_code IS NOT NULL)",
        "change_request_decided_v1": "status NOT IN ('approved', 'rejected') OR decided_at IS NOT NULL",
    },
}
INDEXES = (
    "CREATE UNIQUE INDEX change_request_open_v1 ON change_request (listing)"
    " WHERE status IN ('writing', 'submitted')",
    "CREATE INDEX change_request_queue_v1 ON change_request (council_code, submitted_at)"
    " WHERE status = 'submitted'",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for table, checks in CHECKS.items():
            for name, condition in checks.items():
                await RawTable.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        for index in INDEXES:
            await RawTable.raw(index)

    manager.add_raw(add_checks_and_indexes)
    return manager
