from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T07:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one person is one account, and one account one person"

UNIQUE = (
    "CREATE UNIQUE INDEX sign_on_identity_one_person ON sign_on_identity (issuer, subject, council_code)",
    "CREATE UNIQUE INDEX sign_on_identity_one_account ON sign_on_identity (account, issuer, council_code)",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="account_single_sign_on", description=DESCRIPTION)

    async def make_unique():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        for statement in UNIQUE:
            await RawTable.raw(statement)

    manager.add_raw(make_unique)
    return manager
