from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T13:10:00:000000"
VERSION = "1.38.0"
APP = "referrals"
DESCRIPTION = "no provider is asked without a consent of the last six months that covers it"

STATEMENTS = (
    "CREATE UNIQUE INDEX referral_reach_once_v1 ON referral_reach (consent, offer)",
    # What was asked before this was kept: with the latest consent of that moment. What waits: with the first.
    """
INSERT INTO referral_reach (id, consent, offer, asked_at)
SELECT gen_random_uuid(), c.id, o.id, o.sent_at FROM referral_offer o CROSS JOIN LATERAL (
    SELECT id FROM referral_consent WHERE referral = o.referral
    ORDER BY (recorded_at <= o.sent_at) DESC NULLS LAST,
        CASE WHEN recorded_at <= o.sent_at THEN recorded_at END DESC NULLS LAST, recorded_at, id
    LIMIT 1) c;
""",
    """
CREATE FUNCTION referral_offer_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM referral_reach x JOIN referral_consent c ON c.id = x.consent
        WHERE x.offer = NEW.id AND c.referral = NEW.referral AND c.withdrawn_at IS NULL
        AND (NEW.sent_at AT TIME ZONE 'Europe/London')::date - c.given_on <= 183
    ) THEN
        RAISE EXCEPTION 'A provider is asked with a consent of the last six months that covers it.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    # By the alphabet after the trigger that knows the steps, which so is the first to refuse.
    """
CREATE TRIGGER referral_offer_to_be_sent BEFORE UPDATE ON referral_offer FOR EACH ROW
    WHEN (NEW.status = 'sent' AND OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION referral_offer_needs_consent();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_law():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_law)
    return manager
