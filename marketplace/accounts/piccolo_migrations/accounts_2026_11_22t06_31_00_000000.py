from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one account for an address; roles and their councils"

STATEMENTS = (
    "CREATE UNIQUE INDEX account_address_v1 ON account (lower(address))",
    "ALTER TABLE account ADD CONSTRAINT account_address_v1 CHECK (address LIKE '%_@_%' AND address !~ '[[:space:][:cntrl:]]')",
    "CREATE UNIQUE INDEX role_grant_once_v1 ON role_grant (account, role, coalesce(council_code, ''))",
    "CREATE INDEX role_grant_council_v1 ON role_grant (council_code, role) WHERE council_code IS NOT NULL",
    "ALTER TABLE role_grant ADD CONSTRAINT role_grant_role_v1 CHECK (role IN"
    " ('person', 'provider', 'practitioner', 'commissioner', 'steward', 'administrator'))",
    "ALTER TABLE role_grant ADD CONSTRAINT role_grant_council_v1 CHECK"
    " ((council_code IS NULL) = (role IN ('person', 'provider')) AND council_code <> '')",
    "ALTER TABLE session ADD CONSTRAINT session_hash_v1 CHECK (octet_length(token_hash) = 32)",
    "ALTER TABLE acting_for ADD CONSTRAINT acting_for_words_v1 CHECK"
    " (person_name <> '' AND relation <> '' AND consent <> '')",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_indexes)
    return manager
