from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T14:00:00:000000"
VERSION = "1.38.0"
APP = "pooling_meeting"
DESCRIPTION = "checks, indexes and steps that Piccolo cannot say"

CHECKS = {
    "pool_wish": {
        "pool_wish_version_v1": "version >= 1",
        "pool_wish_complete_v1": "name <> '' AND support_type <> ''",
        "pool_wish_acting_v1": "(acting_for IS NULL) = (relation = '')",
        # A whole postcode is never kept, whatever the code does.
        "pool_wish_outcode_v1": "outcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?$'",
    },
    "pool_match": {
        "pool_match_order_v1": "wish_a < wish_b",
        "pool_match_miles_v1": "miles >= 1",
        "pool_match_said_v1": "a_said IN ('', 'yes', 'no') AND b_said IN ('', 'yes', 'no')",
        "pool_match_both_v1": "both_at IS NULL OR (a_said <> '' AND b_said <> '')",
        "pool_match_pool_v1": "pool IS NULL OR both_at IS NOT NULL",
    },
    "pool_message": {"pool_message_body_v1": "body <> ''"},
}
STATEMENTS = (
    # One place for an account and kind: nobody measures from several at once.
    "CREATE UNIQUE INDEX pool_wish_own_v1 ON pool_wish (account, support_type)",
    "CREATE UNIQUE INDEX pool_match_pair_v1 ON pool_match (wish_a, wish_b)",
    "CREATE INDEX pool_wish_near_v1 ON pool_wish (support_type, latitude) WHERE ended_at IS NULL",
    "CREATE INDEX pool_wish_ends_v1 ON pool_wish (expires_at) WHERE ended_at IS NULL",
    "CREATE INDEX pool_message_thread_v1 ON pool_message (pool, about_member, sent_at)",
    "CREATE INDEX pool_message_old_v1 ON pool_message (sent_at)",
    """
CREATE FUNCTION pool_match_is_fair() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whatever the code does, a distance that somebody was told is not reckoned again from another place.
    IF OLD.miles <> NEW.miles THEN
        RAISE EXCEPTION 'The distance of a match stays.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- A no stays a no.
    IF (OLD.a_said = 'no' AND NEW.a_said <> 'no') OR (OLD.b_said = 'no' AND NEW.b_said <> 'no') THEN
        RAISE EXCEPTION 'Who said no is not asked again.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE TRIGGER pool_match_fair BEFORE UPDATE ON pool_match
    FOR EACH ROW EXECUTE FUNCTION pool_match_is_fair();
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
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(add_checks_and_steps)
    return manager
