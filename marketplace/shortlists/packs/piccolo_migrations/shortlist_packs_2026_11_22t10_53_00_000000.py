from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T10:53:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "kinds that there are, words that stay short, and the list of a team"

STATEMENTS = (
    "ALTER TABLE options_pack ADD CONSTRAINT options_pack_kind_v1 CHECK"
    " (kind IN ('standard', 'large_print', 'easy_read'))",
    "ALTER TABLE options_pack ADD CONSTRAINT options_pack_words_v1 CHECK"
    " (length(introduction) <= 1500 AND length(near) <= 100)",
    "ALTER TABLE options_pack ADD CONSTRAINT options_pack_items_v1 CHECK"
    " (jsonb_typeof(items) = 'array' AND jsonb_array_length(items) <= 12)",
    "ALTER TABLE options_pack ADD CONSTRAINT options_pack_version_v1 CHECK (version >= 1)",
    "CREATE INDEX options_pack_of_team_v1 ON options_pack (team, changed_at DESC, id) WHERE team IS NOT NULL",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="shortlist_packs", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
