from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:45:00:000000"
VERSION = "1.38.0"
APP = "listing_evidence"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE check_claim ADD CONSTRAINT check_claim_status_v1"
    " CHECK (status IN ('waiting', 'accepted', 'refused', 'replaced', 'ended'))",
    "ALTER TABLE check_claim ADD CONSTRAINT check_claim_decided_v1"
    " CHECK (status NOT IN ('accepted', 'refused') OR (decided_at IS NOT NULL AND decided_by IS NOT NULL))",
    "ALTER TABLE check_claim ADD CONSTRAINT check_claim_seen_v1"
    " CHECK (status <> 'accepted' OR (seen_on IS NOT NULL AND checked_on IS NOT NULL))",
    "ALTER TABLE check_claim ADD CONSTRAINT check_claim_dates_v1 CHECK (expires_on >= checked_on)",
    "ALTER TABLE evidence_file ADD CONSTRAINT evidence_file_type_v1"
    " CHECK (content_type IN ('application/pdf', 'image/webp'))",
    "CREATE UNIQUE INDEX check_claim_waiting_v1 ON check_claim (organization, kind, level)"
    " WHERE status = 'waiting'",
    "CREATE UNIQUE INDEX check_claim_accepted_v1 ON check_claim (organization, kind, level)"
    " WHERE status = 'accepted'",
    "CREATE INDEX check_claim_queue_v1 ON check_claim (council_code, created_at) WHERE status = 'waiting'",
    "CREATE INDEX evidence_file_due_v1 ON evidence_file (delete_on) WHERE delete_on IS NOT NULL",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_indexes)
    return manager
