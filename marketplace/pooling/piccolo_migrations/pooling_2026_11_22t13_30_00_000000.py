from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T13:30:00:000000"
VERSION = "1.38.0"
APP = "pooling"
DESCRIPTION = "checks, indexes and steps that Piccolo cannot say"

PLACED = "('joining', 'member', 'leaving')"
OPEN = "('invited', 'asked', 'welcome', 'joining', 'member', 'leaving')"
CHECKS = {
    "pool": {
        "pool_state_v1": "state IN ('looking', 'agreeing', 'active', 'ending', 'ended')",
        "pool_version_v1": "version >= 1",
        "pool_places_v1": "places BETWEEN 2 AND 20",
        "pool_cost_v1": "weekly_cost_pence >= 0",
        "pool_complete_v1": "title <> '' AND steward_council <> '' AND cardinality(support_types) > 0",
        # A whole postcode is never kept, whatever the code does.
        "pool_outcode_v1": "outcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?$'",
        "pool_check_v1": "check_state IN ('waiting', 'fine', 'returned')",
        "pool_shown_v1": "(shown_title IS NULL) = (shown_words IS NULL)"
        " AND (shown_title IS NULL) = (shown_place_words IS NULL)",
        "pool_active_v1": "state NOT IN ('active', 'ending') OR active_since IS NOT NULL",
        "pool_last_day_v1": "state <> 'ending' OR last_day IS NOT NULL",
        "pool_ended_v1": "(state = 'ended') = (ended_at IS NOT NULL)",
    },
    "pool_member": {
        "pool_member_state_v1": f"state IN {OPEN} OR state IN ('left', 'refused', 'withdrawn')",
        "pool_member_version_v1": "version >= 1",
        # Nothing of a person is kept without the account whose it is.
        "pool_member_erased_v1": "account IS NOT NULL"
        " OR (name = '' AND acting_for IS NULL AND relation = '' AND words = '')",
        "pool_member_acting_v1": "(acting_for IS NULL) = (relation = '')",
        "pool_member_placed_v1": f"state NOT IN {PLACED} AND state <> 'left' OR placed_at IS NOT NULL",
        "pool_member_since_v1": "state NOT IN ('member', 'leaving') OR member_since IS NOT NULL",
        "pool_member_leaving_v1": "(state = 'leaving') = (leaves_on IS NOT NULL AND left_on IS NULL)"
        " AND (state <> 'leaving' OR notice_on IS NOT NULL)",
        "pool_member_reason_v1": "(state IN ('leaving', 'left')) = (reason IS NOT NULL)"
        " AND reason IN ('own_arrangement', 'moved', 'money', 'not_for_me', 'died', 'lost_capacity',"
        " 'council', 'other', 'pool_ended')",
        "pool_member_left_v1": "(state = 'left') = (left_on IS NOT NULL)",
        "pool_member_closed_v1": "(state IN ('left', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)",
        "pool_member_affairs_v1": "affairs IN ('', 'family', 'executor', 'council', 'unknown')"
        " AND (affairs = '' OR reason IN ('died', 'lost_capacity'))",
        "pool_member_lead_v1": f"NOT is_lead OR state IN {PLACED}",
    },
}
INDEXES = (
    # Whatever the code does, an account comes in once.
    "CREATE UNIQUE INDEX pool_member_open_v1 ON pool_member (pool, account)"
    f" WHERE account IS NOT NULL AND state IN {OPEN}",
    "CREATE INDEX pool_member_leaves_v1 ON pool_member (leaves_on) WHERE state = 'leaving'",
    "CREATE INDEX pool_member_over_v1 ON pool_member (closed_at) WHERE state IN ('refused', 'withdrawn')",
    "CREATE INDEX pool_ends_v1 ON pool (last_day) WHERE state = 'ending'",
    "CREATE INDEX pool_waiting_v1 ON pool (steward_council, check_since, id)"
    " WHERE check_state = 'waiting' AND state <> 'ended'",
)
STEPS = (
    """
CREATE FUNCTION pool_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'looking' THEN
        RAISE EXCEPTION 'A pool begins by looking.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('looking', 'agreeing'), ('looking', 'active'), ('looking', 'ended'),
        ('agreeing', 'looking'), ('agreeing', 'active'), ('agreeing', 'ended'),
        ('active', 'ending'), ('active', 'ended'),
        ('ending', 'active'), ('ending', 'ended')
    ) THEN
        RAISE EXCEPTION 'A pool takes no step from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER pool_steps BEFORE INSERT OR UPDATE ON pool
    FOR EACH ROW EXECUTE FUNCTION pool_takes_steps();
""",
    """
CREATE FUNCTION pool_member_takes_steps() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF NEW.state = 'joining' AND (TG_OP = 'INSERT' OR OLD.state <> 'joining') THEN
        PERFORM FROM pool WHERE id = NEW.pool FOR UPDATE;
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER pool_member_steps BEFORE INSERT OR UPDATE ON pool_member
    FOR EACH ROW EXECUTE FUNCTION pool_member_takes_steps();
""",
    """
CREATE FUNCTION pool_holds_together(pool_id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept record;
    taken integer;
    leads integer;
    still_open integer;
BEGIN
    SELECT state, places INTO kept FROM pool WHERE id = pool_id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*) FILTER (WHERE state IN ('joining', 'member', 'leaving')),
        count(*) FILTER (WHERE is_lead),
        count(*) FILTER (WHERE state NOT IN ('left', 'refused', 'withdrawn'))
        INTO taken, leads, still_open FROM pool_member WHERE pool = pool_id;
    IF taken > kept.places THEN
        RAISE EXCEPTION 'A pool has % places, and % are taken.', kept.places, taken
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF kept.state <> 'ended' AND leads = 0 THEN
        RAISE EXCEPTION 'A pool has a lead until it has ended.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF kept.state = 'ended' AND still_open > 0 THEN
        RAISE EXCEPTION 'Nobody is in a pool that has ended.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;
""",
    """
CREATE FUNCTION pool_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pool_holds_together(NEW.id);
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION pool_member_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pool_holds_together(coalesce(NEW.pool, OLD.pool));
    RETURN NULL;
END $$;
""",
    """
CREATE CONSTRAINT TRIGGER pool_whole AFTER INSERT OR UPDATE ON pool
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pool_is_whole();
""",
    """
CREATE CONSTRAINT TRIGGER pool_member_whole AFTER INSERT OR UPDATE OR DELETE ON pool_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pool_member_is_whole();
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
                rule = condition.replace("{", "{{").replace("}", "}}")
                await RawTable.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})")
        for statement in (*INDEXES, *STEPS):
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_steps)
    return manager
