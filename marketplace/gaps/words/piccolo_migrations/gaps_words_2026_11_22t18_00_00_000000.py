from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T18:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE market_text ADD CONSTRAINT market_text_council_v1 CHECK (council_code ~ '^[EWSN][0-9]{{8}}$')",
    "ALTER TABLE market_text ADD CONSTRAINT market_text_version_v1 CHECK (version >= 0)",
    "ALTER TABLE market_text ADD CONSTRAINT market_text_published_v1"
    " CHECK ((published IS NULL) = (published_at IS NULL))",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="gaps_words", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
