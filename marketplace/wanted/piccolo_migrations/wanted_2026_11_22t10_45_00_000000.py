from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T10:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

CHECKS = {
    "wanted_advert_kind_v1": "kind IN ('personal_assistant', 'activity')",
    "wanted_advert_status_v1": "status IN ('writing', 'submitted', 'returned', 'rejected', 'published',"
    " 'filled', 'expired', 'withdrawn')",
    "wanted_advert_change_v1": "replaces IS NULL OR status IN ('writing', 'submitted', 'returned', 'rejected')",
    "wanted_advert_version_v1": "version >= 1",
    # A whole postcode is never kept, whatever the code does.
    "wanted_advert_outcode_v1": "outcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?$'",
    "wanted_advert_complete_v1": "cardinality(support_types) > 0 AND steward_council <> ''",
    "wanted_advert_submitted_v1": "status <> 'submitted' OR submitted_at IS NOT NULL",
    "wanted_advert_published_v1": "status NOT IN ('published', 'filled', 'expired')"
    " OR (published_at IS NOT NULL AND renewed_at IS NOT NULL AND expires_at IS NOT NULL)",
    "wanted_advert_ended_v1": "(status IN ('rejected', 'filled', 'expired', 'withdrawn')) = (ended_at IS NOT NULL)",
    "wanted_advert_rejected_v1": "status <> 'rejected' OR reason IS NOT NULL",
    # Nobody is asked for a woman or a man without a reason, and not for an activity.
    "wanted_advert_gender_v1": "(gender = '') = (gender_reason IS NULL)"
    " AND (gender = '' OR kind = 'personal_assistant')"
    " AND gender_reason IN ('intimate_care', 'other')"
    " AND (gender <> '' OR gender_words = '')",
    "wanted_advert_rate_v1": "rate_from_pence >= 0 AND rate_to_pence >= rate_from_pence",
    "wanted_advert_hours_v1": "hours_per_week > 0 AND hours_per_week <= 168",
}
STATEMENTS = (
    *(f"ALTER TABLE wanted_advert ADD CONSTRAINT {name} CHECK ({rule})" for name, rule in CHECKS.items()),
    "ALTER TABLE wanted_advert ADD CONSTRAINT wanted_advert_replaces_v1"
    " FOREIGN KEY (replaces) REFERENCES wanted_advert (id) ON DELETE CASCADE",
    "CREATE UNIQUE INDEX wanted_advert_one_change_v1 ON wanted_advert (replaces) WHERE replaces IS NOT NULL",
    "CREATE INDEX wanted_advert_shown_v1 ON wanted_advert (published_at DESC, id) WHERE status = 'published'",
    "CREATE INDEX wanted_advert_waiting_v1 ON wanted_advert (steward_council, submitted_at, id)"
    " WHERE status = 'submitted'",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="wanted", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement.replace("{", "{{").replace("}", "}}"))

    manager.add_raw(add_checks)
    return manager
