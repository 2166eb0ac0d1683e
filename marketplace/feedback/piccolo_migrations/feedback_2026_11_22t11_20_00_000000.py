from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T11:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "CREATE UNIQUE INDEX feedback_pair_v1 ON feedback (account, listing)",
    "CREATE INDEX feedback_shared_v1 ON feedback (council_code, sent_at) WHERE with_steward",
    "ALTER TABLE feedback ADD CONSTRAINT feedback_said_v1 CHECK"
    " (good <> '' OR better <> '' OR statements <> '{}')",
    "ALTER TABLE feedback ADD CONSTRAINT feedback_answer_v1 CHECK ((answer = '') = (answered_at IS NULL))",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="feedback", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement.replace("{}", "{{}}"))

    manager.add_raw(add_checks)
    return manager
