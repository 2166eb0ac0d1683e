from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE concern ADD CONSTRAINT concern_kind_v1 CHECK (kind IN ('wrong', 'closed', 'safeguarding', 'other'))",
    "ALTER TABLE concern ADD CONSTRAINT concern_status_v1 CHECK (status IN ('open', 'taken', 'closed')"
    " AND (status = 'closed') = (closed_at IS NOT NULL) AND (status = 'closed') = (outcome IS NOT NULL))",
    "ALTER TABLE concern ADD CONSTRAINT concern_outcome_v1"
    " CHECK (outcome IN ('mended', 'suspended', 'no_action', 'passed_on'))",
    "ALTER TABLE concern ADD CONSTRAINT concern_version_v1 CHECK (version >= 1)",
    "ALTER TABLE concern ADD CONSTRAINT concern_told_v1"
    " CHECK (provider_told_at IS NULL OR kind <> 'safeguarding')",
    "CREATE INDEX concern_waiting_v1 ON concern (council_code, (kind <> 'safeguarding'), created_at, id)"
    " WHERE status <> 'closed'",
    "CREATE INDEX concern_closed_v1 ON concern (council_code, closed_at DESC, id) WHERE status = 'closed'",
    "CREATE INDEX concern_unopened_v1 ON concern (created_at)"
    " WHERE kind = 'safeguarding' AND status = 'open' AND opened_at IS NULL",
    "CREATE INDEX concern_contact_v1 ON concern (lower(reporter_contact)) WHERE reporter_contact <> ''",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="concerns", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
