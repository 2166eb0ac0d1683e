from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T09:50:00:000000"
VERSION = "1.38.0"
APP = "referrals"
DESCRIPTION = "checks, indexes and steps that Piccolo cannot say"

CHECKS = {
    "team": {"team_name_v1": "name <> ''"},
    "team_invite": {"team_invite_address_v1": "address <> ''"},
    "referral": {
        "referral_status_v1": "status IN ('draft', 'open', 'accepted', 'started', 'ended', 'withdrawn')",
        "referral_mode_v1": "mode IN ('in_order', 'at_once')",
        "referral_version_v1": "version >= 1",
        "referral_sent_v1": "(status = 'draft') = (sent_at IS NULL)",
        "referral_ended_v1": "(status IN ('ended', 'withdrawn')) = (ended_at IS NOT NULL)",
        "referral_outcome_v1": "(status = 'ended') = (outcome IS NOT NULL)",
        "referral_withdrawn_v1": "status <> 'withdrawn' OR consent_withdrawn_at IS NOT NULL",
        "referral_erased_v1": "consent_withdrawn_at IS NULL"
        " OR (reference = '' AND first_name = '' AND contact_way = '' AND words = '')",
        "referral_unsent_v1": "status <> 'draft' OR (first_name = '' AND contact_way = '')",
    },
    "referral_offer": {
        "referral_offer_status_v1": "status IN ('waiting', 'sent', 'seen', 'accepted', 'declined',"
        " 'withdrawn', 'taken')",
        "referral_offer_version_v1": "version >= 1",
        "referral_offer_reason_v1": "(status = 'declined') = (reason IS NOT NULL)",
    },
}
INDEXES = (
    "CREATE UNIQUE INDEX team_name_once_v1 ON team (council_code, lower(name))",
    "CREATE UNIQUE INDEX team_member_once_v1 ON team_member (team, account)",
    "CREATE UNIQUE INDEX team_invite_once_v1 ON team_invite (team, lower(address))",
    "CREATE UNIQUE INDEX referral_offer_once_v1 ON referral_offer (referral, listing)",
    # Whatever the code does, one provider at most has a referral.
    "CREATE UNIQUE INDEX referral_offer_accepted_v1 ON referral_offer (referral) WHERE status = 'accepted'",
    "CREATE INDEX referral_moved_v1 ON referral (moved_at) WHERE status <> 'ended' AND status <> 'withdrawn'",
    "CREATE INDEX referral_ended_v1 ON referral (council_code, ended_at) WHERE ended_at IS NOT NULL",
    "CREATE INDEX referral_offer_asked_v1 ON referral_offer (organization, sent_at)"
    " WHERE status IN ('sent', 'seen')",
)
STEPS = (
    """
CREATE FUNCTION referral_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.status <> 'draft' THEN
        RAISE EXCEPTION 'A referral begins as a draft.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
        ('draft', 'open'),
        ('open', 'accepted'), ('open', 'ended'), ('open', 'withdrawn'),
        ('accepted', 'open'), ('accepted', 'started'), ('accepted', 'ended'), ('accepted', 'withdrawn'),
        ('started', 'ended'), ('started', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'A referral takes no step from % to %.', OLD.status, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER referral_steps BEFORE INSERT OR UPDATE ON referral
    FOR EACH ROW EXECUTE FUNCTION referral_takes_steps();
""",
    """
CREATE FUNCTION referral_offer_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.status <> 'waiting' THEN
        RAISE EXCEPTION 'An offer begins by waiting.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
        ('waiting', 'sent'), ('waiting', 'withdrawn'),
        ('sent', 'seen'), ('sent', 'accepted'), ('sent', 'declined'), ('sent', 'taken'), ('sent', 'withdrawn'),
        ('seen', 'accepted'), ('seen', 'declined'), ('seen', 'taken'), ('seen', 'withdrawn'),
        ('accepted', 'declined'), ('accepted', 'withdrawn'),
        ('taken', 'waiting'), ('taken', 'sent'), ('withdrawn', 'waiting'), ('withdrawn', 'sent')
    ) THEN
        RAISE EXCEPTION 'An offer takes no step from % to %.', OLD.status, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER referral_offer_steps BEFORE INSERT OR UPDATE ON referral_offer
    FOR EACH ROW EXECUTE FUNCTION referral_offer_takes_steps();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_steps():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for table, checks in CHECKS.items():
            for name, condition in checks.items():
                await RawTable.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        for statement in (*INDEXES, *STEPS):
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_steps)
    return manager
