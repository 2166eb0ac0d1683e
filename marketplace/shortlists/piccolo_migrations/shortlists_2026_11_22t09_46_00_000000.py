from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T09:46:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "each listing once in a list, and notes that stay short"

STATEMENTS = (
    "CREATE UNIQUE INDEX saved_listing_once_v1 ON saved_listing (account, listing)",
    "CREATE INDEX saved_listing_latest_v1 ON saved_listing (account, saved_at DESC, id DESC)",
    "ALTER TABLE saved_listing ADD CONSTRAINT saved_listing_note_v1 CHECK (length(note) <= 4000)",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="shortlists", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
