from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T16:30:00:000000"
VERSION = "1.38.0"
APP = "pooling"
DESCRIPTION = "who was recorded by mistake as somebody who died comes back"

STEPS = """
CREATE OR REPLACE FUNCTION pool_member_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state NOT IN ('invited', 'asked', 'welcome', 'joining') THEN
        RAISE EXCEPTION 'Nobody comes into a pool as %.', NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('invited', 'welcome'), ('invited', 'refused'), ('invited', 'withdrawn'),
        ('asked', 'welcome'), ('asked', 'refused'), ('asked', 'withdrawn'),
        ('welcome', 'joining'), ('welcome', 'refused'), ('welcome', 'withdrawn'),
        ('joining', 'member'), ('joining', 'left'),
        ('member', 'leaving'), ('member', 'left'),
        ('leaving', 'member'), ('leaving', 'left')
    ) AND NOT (OLD.state = 'left' AND coalesce(OLD.reason, '') IN ('died', 'lost_capacity') AND OLD.account IS NOT NULL
        AND NEW.state IN ('joining', 'member', 'leaving')
        AND EXISTS (SELECT FROM pool WHERE id = NEW.pool AND state <> 'ended')
    ) THEN
        RAISE EXCEPTION 'A member takes no step from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.pool <> NEW.pool THEN
        RAISE EXCEPTION 'A member stays in their pool.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- An account that is deleted takes with it what it was called.
    IF TG_OP = 'UPDATE' AND OLD.account IS NOT NULL AND NEW.account IS NULL THEN
        NEW.name := '';
        NEW.acting_for := NULL;
        NEW.relation := '';
        NEW.words := '';
    END IF;
    -- Places are counted at the end of the transaction: until then nobody else takes one.
    IF (NEW.state = 'joining' AND (TG_OP = 'INSERT' OR OLD.state <> 'joining'))
        OR (TG_OP = 'UPDATE' AND OLD.state = 'left' AND NEW.state <> 'left') THEN
        PERFORM FROM pool WHERE id = NEW.pool FOR UPDATE;
    END IF;
    RETURN NEW;
END $$;
"""


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def change_steps():
        await RawTable.raw(STEPS.replace("{", "{{").replace("}", "}}"))

    manager.add_raw(change_steps)
    return manager
