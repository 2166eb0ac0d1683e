from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE conversation ADD CONSTRAINT conversation_status_v1 CHECK"
    " (status IN ('sent', 'read', 'answered', 'agreed', 'not_taken_up'))",
    "ALTER TABLE conversation ADD CONSTRAINT conversation_reason_v1 CHECK (reason IN ('no_capacity', 'too_far',"
    " 'not_what_we_do', 'price', 'hours', 'found_other', 'not_right', 'changed_mind', 'other', 'no_answer',"
    " 'went_quiet', 'listing_gone', 'account_gone', 'blocked'))",
    "ALTER TABLE conversation ADD CONSTRAINT conversation_ended_v1 CHECK ("
    "(status <> 'not_taken_up' OR ended_at IS NOT NULL)"
    " AND (status <> 'not_taken_up' OR reason IS NOT NULL)"
    " AND ((ended_at IS NULL) = (ended_by IS NULL))"
    " AND (ended_at IS NULL OR status IN ('agreed', 'not_taken_up'))"
    " AND ((status = 'agreed') = (agreed_at IS NOT NULL)))",
    "ALTER TABLE conversation ADD CONSTRAINT conversation_sides_v1 CHECK (started_by IN ('person', 'provider')"
    " AND last_side IN ('person', 'provider') AND ended_by IN ('person', 'provider', 'time'))",
    "ALTER TABLE conversation ADD CONSTRAINT conversation_version_v1 CHECK (version >= 1)",
    "ALTER TABLE message ADD CONSTRAINT message_side_v1 CHECK (side IN ('person', 'provider'))",
    "ALTER TABLE conversation_block ADD CONSTRAINT conversation_block_side_v1"
    " CHECK (side IN ('person', 'provider'))",
    "CREATE UNIQUE INDEX conversation_in_touch_v1 ON conversation (account, listing) WHERE ended_at IS NULL",
    "CREATE INDEX conversation_of_person_v1 ON conversation (account, last_message_at DESC, id)",
    "CREATE INDEX conversation_of_organization_v1 ON conversation (organization, last_message_at DESC, id)",
    "CREATE INDEX conversation_unanswered_v1 ON conversation (sent_at) WHERE status IN ('sent', 'read')",
    "CREATE INDEX conversation_quiet_v1 ON conversation (last_message_at) WHERE status = 'answered'",
    "CREATE INDEX conversation_old_v1 ON conversation (council_code, last_message_at)",
    "CREATE INDEX message_of_conversation_v1 ON message (conversation, sent_at DESC, id)",
    "CREATE UNIQUE INDEX conversation_block_pair_v1 ON conversation_block (account, organization, side)",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="enquiries", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
