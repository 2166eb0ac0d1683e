from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say; hashes are in no log of changes"

STATEMENTS = (
    "ALTER TABLE search_signal ADD CONSTRAINT search_signal_council_v1"
    " CHECK (council_code ~ '^([EWSN][0-9]{{8}}|national)$')",
    "ALTER TABLE search_signal ADD CONSTRAINT search_signal_outcode_v1 CHECK (outcode ~ '^([A-Z0-9]{{2,4}})?$')",
    "ALTER TABLE search_signal ADD CONSTRAINT search_signal_filters_v1 CHECK (jsonb_typeof(filters) = 'object')",
    "ALTER TABLE search_signal ADD CONSTRAINT search_signal_results_v1 CHECK (results >= 0)",
    "CREATE INDEX search_signal_month_v1 ON search_signal (council_code, on_day)",
    "CREATE INDEX search_signal_words_v1 ON search_signal USING gin (words)",
    "ALTER TABLE outcome_signal ADD CONSTRAINT outcome_signal_council_v1"
    " CHECK (council_code ~ '^([EWSN][0-9]{{8}}|national)$')",
    "ALTER TABLE outcome_signal ADD CONSTRAINT outcome_signal_outcode_v1 CHECK (outcode ~ '^([A-Z0-9]{{2,4}})?$')",
    "ALTER TABLE outcome_signal ADD CONSTRAINT outcome_signal_kind_v1"
    " CHECK (kind IN ('enquiry', 'referral', 'wanted', 'pool'))",
    # Codes: no room for words that somebody wrote.
    "ALTER TABLE outcome_signal ADD CONSTRAINT outcome_signal_outcome_v1 CHECK (outcome ~ '^[a-z][a-z_]*$')",
    "ALTER TABLE outcome_signal ADD CONSTRAINT outcome_signal_reason_v1 CHECK (reason ~ '^([a-z][a-z_]*)?$')",
    "ALTER TABLE outcome_signal ADD CONSTRAINT outcome_signal_waited_v1 CHECK (waited_days >= 0)",
    "CREATE INDEX outcome_signal_month_v1 ON outcome_signal (council_code, on_day)",
    "ALTER TABLE signal_key SET UNLOGGED",
    "ALTER TABLE signal_seen SET UNLOGGED",
    "ALTER TABLE signal_word_heard SET UNLOGGED",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="signals", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
