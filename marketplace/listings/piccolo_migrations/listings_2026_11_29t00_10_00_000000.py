from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T00:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what waits, waits for the embedded index; a key of listing and engine"

STATEMENTS = (
    "INSERT INTO search_index (name, added_at, needs_rebuild) VALUES ('embedded', now(), false)",
    "UPDATE dirty_listing SET engine = 'embedded'",
    "ALTER TABLE dirty_listing DROP CONSTRAINT dirty_listing_pkey",
    "ALTER TABLE dirty_listing ADD CONSTRAINT dirty_listing_key_v2 PRIMARY KEY (service, engine)",
    "DROP INDEX dirty_listing_waiting_v1",
    "CREATE INDEX dirty_listing_waiting_v2 ON dirty_listing (engine, marked_at, service) WHERE problem IS NULL",
    "ALTER TABLE dirty_listing ADD CONSTRAINT dirty_listing_engine_v1 CHECK (engine <> '')",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listings", description=DESCRIPTION)

    async def move_dirty_set():
        # Raw steps run before a migration's own columns are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(move_dirty_set)
    return manager
