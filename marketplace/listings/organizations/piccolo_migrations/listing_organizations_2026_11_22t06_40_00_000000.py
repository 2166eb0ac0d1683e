from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:40:00:000000"
VERSION = "1.38.0"
APP = "listing_organizations"
DESCRIPTION = "checks and indexes that Piccolo cannot say"

CHECKS = {
    "organization_member": {
        "organization_member_role_v1": "role IN ('owner', 'member')",
    },
    "organization_invite": {
        "organization_invite_role_v1": "role IN ('owner', 'member')",
        "organization_invite_address_v1": "address <> ''",
    },
    "organization_claim": {
        "organization_claim_status_v1": "status IN ('open', 'accepted', 'refused', 'ended')",
        "organization_claim_version_v1": "version >= 1",
        "organization_claim_decided_v1": "status = 'open' OR decided_at IS NOT NULL",
    },
}
INDEXES = (
    "CREATE UNIQUE INDEX organization_member_once_v1 ON organization_member (organization, account)",
    "CREATE UNIQUE INDEX organization_invite_once_v1 ON organization_invite (organization, lower(address))",
    "CREATE UNIQUE INDEX organization_claim_open_v1 ON organization_claim (organization, account)"
    " WHERE status = 'open'",
    "CREATE INDEX organization_claim_queue_v1 ON organization_claim (council_code, created_at)"
    " WHERE status = 'open'",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_indexes():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for table, checks in CHECKS.items():
            for name, condition in checks.items():
                await RawTable.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        for index in INDEXES:
            await RawTable.raw(index)

    manager.add_raw(add_checks_and_indexes)
    return manager
