from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from marketplace.kernel.database import connection

ID = "2026-11-22T10:56:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What Piccolo cannot say: each thing is told once"

_FORWARDS = (
    "CREATE UNIQUE INDEX alert_told_once_v1 ON alert_told (account, subject, item)",
    "CREATE INDEX alert_told_at_v1 ON alert_told (told_at)",
    "ALTER TABLE alert_told ADD CONSTRAINT ck_alert_kind_v1"
    " CHECK (kind IN ('search', 'own_advert', 'advert'))",
)
_BACKWARDS = (
    "ALTER TABLE alert_told DROP CONSTRAINT ck_alert_kind_v1",
    "DROP INDEX alert_told_at_v1",
    "DROP INDEX alert_told_once_v1",
)


async def _run(statements):
    async with connection() as raw:
        for statement in statements:
            await raw.execute(statement)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="wanted_alerts", description=DESCRIPTION)

    async def run():
        await _run(_FORWARDS)

    async def run_backwards():
        await _run(_BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
