from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T01:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a listing is hidden if and only if there is a reason"

STATEMENTS = (
    "UPDATE service SET hidden_for = '{{suspended}}' WHERE is_hidden",
    "ALTER TABLE service ADD CONSTRAINT service_hidden_v1 CHECK (is_hidden = (cardinality(hidden_for) > 0)"
    " AND hidden_for <@ ARRAY['not_confirmed', 'not_signed_in', 'paused', 'suspended'])",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listings", description=DESCRIPTION)

    async def give_reasons():
        # Raw steps run before a migration's own columns are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(give_reasons)
    return manager
