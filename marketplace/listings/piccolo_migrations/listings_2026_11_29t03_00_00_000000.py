from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "listings of a council, and of the country, by title"

STATEMENTS = (
    "CREATE INDEX service_council_v1 ON service (council_code, lower(title), id)"
    " INCLUDE (organization, status, is_hidden) WHERE status <> 'withdrawn'",
    "CREATE INDEX service_titles_v1 ON service (lower(title), id) WHERE status <> 'withdrawn'",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listings", description=DESCRIPTION)

    async def add_indexes():
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_indexes)
    return manager
