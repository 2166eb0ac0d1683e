from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T11:05:00:000000"
VERSION = "1.38.0"
APP = "referrals"
DESCRIPTION = "nothing is sent without a consent that holds"

NEEDS_CONSENT = (
    """
CREATE FUNCTION referral_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'open' AND NOT EXISTS (
        SELECT FROM referral_consent WHERE referral = NEW.id AND withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'A referral is sent with consent only.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER referral_consent_needed BEFORE UPDATE OF status ON referral
    FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION referral_needs_consent();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_trigger():
        for statement in NEEDS_CONSENT:
            await RawTable.raw(statement)

    manager.add_raw(add_trigger)
    return manager
