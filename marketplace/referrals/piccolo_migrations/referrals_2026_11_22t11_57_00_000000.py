from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T11:57:00:000000"
VERSION = "1.38.0"
APP = "referrals"
DESCRIPTION = "who has a referral, or had it taken back, took it on"


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def fill():
        # Raw steps run before the columns of the same migration are made: hence a migration of its own.
        await RawTable.raw(
            "UPDATE referral_offer SET taken_on_at = answered_at"
            " WHERE status = 'accepted' OR (status = 'withdrawn' AND answered_at IS NOT NULL)"
        )

    manager.add_raw(fill)
    return manager
