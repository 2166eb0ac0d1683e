from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T17:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes that Piccolo cannot say; no number below five"

STATEMENTS = (
    "ALTER TABLE unmet_month ADD CONSTRAINT unmet_month_council_v1"
    " CHECK (council_code ~ '^([EWSN][0-9]{{8}}|national)$')",
    "ALTER TABLE unmet_month ADD CONSTRAINT unmet_month_first_v1 CHECK (extract(day FROM month) = 1)",
    "ALTER TABLE unmet_month ADD CONSTRAINT unmet_month_over_v1 CHECK (counted_on >= month + interval '1 month')",
    "ALTER TABLE unmet_month ADD CONSTRAINT unmet_month_once_v1 UNIQUE (council_code, month)",
    "ALTER TABLE unmet_cell ADD CONSTRAINT unmet_cell_people_v1 CHECK (people >= 5)",
    "ALTER TABLE unmet_cell ADD CONSTRAINT unmet_cell_part_v1"
    " CHECK (part IN ('type', 'group', 'word', 'ending'))",
    "ALTER TABLE unmet_cell ADD CONSTRAINT unmet_cell_kind_v1"
    " CHECK (kind IN ('search', 'enquiry', 'referral', 'wanted', 'pool'))",
    "ALTER TABLE unmet_cell ADD CONSTRAINT unmet_cell_outcode_v1 CHECK (outcode ~ '^([A-Z0-9]{{2,4}})?$')",
    "ALTER TABLE unmet_cell ADD CONSTRAINT unmet_cell_rest_v1 CHECK (NOT is_rest OR outcode = '')",
    "CREATE INDEX unmet_cell_counted_v1 ON unmet_cell (counted, part)",
    "CREATE INDEX unmet_cell_outcode_v1 ON unmet_cell (outcode) WHERE part = 'type' AND NOT is_met",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="gaps_unmet", description=DESCRIPTION)

    async def add_checks():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks)
    return manager
