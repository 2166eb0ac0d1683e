from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T14:32:00:000000"
VERSION = "1.38.0"
APP = "pooling_desk"
DESCRIPTION = "checks, indexes and steps that Piccolo cannot say"

STATEMENTS = (
    "ALTER TABLE pool_helper ADD CONSTRAINT pool_helper_state_v1 "
    "CHECK (state IN ('asked', 'helping', 'refused', 'ended'))",
    "ALTER TABLE pool_helper ADD CONSTRAINT pool_helper_answered_v1 "
    "CHECK (state NOT IN ('helping', 'refused') OR answered_at IS NOT NULL)",
    "ALTER TABLE pool_helper ADD CONSTRAINT pool_helper_ended_v1 "
    "CHECK ((state IN ('refused', 'ended')) = (ended_at IS NOT NULL))",
    "CREATE UNIQUE INDEX pool_helper_one_v1 ON pool_helper (pool) WHERE state IN ('asked', 'helping')",
    "CREATE UNIQUE INDEX helper_consent_one_v1 ON helper_consent (helper, member)",
    "CREATE UNIQUE INDEX pool_tick_one_v1 ON pool_tick (pool, item)",
    "CREATE UNIQUE INDEX pool_reminder_one_v1 ON pool_reminder (member, thing)",
    """
CREATE FUNCTION pool_helper_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.pool, NEW.organization, NEW.asked_at)
        IS DISTINCT FROM (OLD.id, OLD.pool, OLD.organization, OLD.asked_at) THEN
        RAISE EXCEPTION 'Who was asked to help does not change.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state IN ('refused', 'ended') OR NEW.state = 'asked'
        OR (OLD.state = 'helping' AND NEW.state = 'refused')) THEN
        RAISE EXCEPTION 'There is no such step for who helps a pool.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER pool_helper_steps BEFORE UPDATE ON pool_helper
    FOR EACH ROW EXECUTE FUNCTION pool_helper_takes_steps();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_checks_and_steps():
        # Raw steps run before the tables of the same migration are made: hence a migration of its own.
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_steps)
    return manager
