from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T08:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "each row of an import once, and what states there are"

STATEMENTS = (
    "CREATE UNIQUE INDEX listing_import_row_key_v1 ON listing_import_row (listing_import, number)",
    "CREATE INDEX listing_import_newest_v1 ON listing_import (council_code, created_at DESC, id)",
    """ALTER TABLE listing_import ADD CONSTRAINT listing_import_v1 CHECK (
        version >= 1 AND status IN ('open', 'importing', 'imported', 'undoing', 'undone', 'discarded')
        AND (status NOT IN ('imported', 'undoing', 'undone') OR imported_at IS NOT NULL)
        AND (status = 'undone') = (undone_at IS NOT NULL))""",
    """ALTER TABLE listing_import_row ADD CONSTRAINT listing_import_row_v1 CHECK (
        state IN ('ready', 'problem', 'elsewhere') AND choice IN ('new', 'merge', 'leave')
        AND (choice = 'merge') = (target IS NOT NULL)
        AND (outcome IN ('added', 'merged')) = (listing IS NOT NULL AND version_after IS NOT NULL)
        AND undone IN ('', 'undone', 'left'))""",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listing_imports", description=DESCRIPTION)

    async def add_keys():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_keys)
    return manager
