from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T14:10:01:000000"
VERSION = "1.38.0"
APP = "pooling"
DESCRIPTION = "the search index hears of every change of what it sees"

SEEN = (
    "state", "places", "shown_title", "shown_words", "shown_place_words", "support_types", "care_groups",
    "languages", "times", "weekly_cost_pence", "outcode", "council_code", "latitude", "longitude", "changed_at",
)  # fmt: skip
BEFORE = ", ".join(f"OLD.{name}" for name in SEEN)
AFTER = ", ".join(f"NEW.{name}" for name in SEEN)
TAKES_PLACE = "state IN ('joining', 'member', 'leaving')"
STATEMENTS = (
    # The caller holds the pool. What no steward ever let be shown was in no index.
    """
CREATE FUNCTION pool_mark_changed(pool_id uuid, at_version integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dirty_listing AS dirty (service, engine, version, marked_at)
    SELECT pool_id, name, at_version, clock_timestamp() FROM search_index ORDER BY name
    ON CONFLICT (service, engine) DO UPDATE SET problem = NULL,
        marked_at = CASE WHEN dirty.problem IS NULL THEN dirty.marked_at ELSE excluded.marked_at END,
        version = greatest(dirty.version, excluded.version);
    PERFORM pg_notify('listings_changed', '');
END $$;
""",
    """
CREATE FUNCTION pool_raises_index_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.index_version := OLD.index_version + 1;
    RETURN NEW;
END $$;
""",
    f"""
CREATE TRIGGER pool_index_version BEFORE UPDATE ON pool FOR EACH ROW
    WHEN (({BEFORE}) IS DISTINCT FROM ({AFTER}))
    EXECUTE FUNCTION pool_raises_index_version();
""",
    """
CREATE FUNCTION pool_is_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM pool_mark_changed(OLD.id, OLD.index_version + 1);
    ELSE
        PERFORM pool_mark_changed(NEW.id, NEW.index_version);
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE TRIGGER pool_changed AFTER UPDATE ON pool FOR EACH ROW
    WHEN (OLD.index_version <> NEW.index_version
        AND (OLD.shown_title IS NOT NULL OR NEW.shown_title IS NOT NULL))
    EXECUTE FUNCTION pool_is_changed();
""",
    """
CREATE TRIGGER pool_gone AFTER DELETE ON pool FOR EACH ROW
    WHEN (OLD.shown_title IS NOT NULL) EXECUTE FUNCTION pool_is_changed();
""",
    f"""
CREATE FUNCTION pool_member_changes_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'UPDATE' AND (OLD.{TAKES_PLACE}) = (NEW.{TAKES_PLACE}))
        OR (TG_OP = 'INSERT' AND NOT (NEW.{TAKES_PLACE}))
        OR (TG_OP = 'DELETE' AND NOT (OLD.{TAKES_PLACE}))
    THEN
        RETURN NULL;
    END IF;
    UPDATE pool SET index_version = index_version + 1
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.pool ELSE NEW.pool END;
    RETURN NULL;
END $$;
""",
    """
CREATE TRIGGER pool_member_places AFTER INSERT OR DELETE OR UPDATE OF state ON pool_member
    FOR EACH ROW EXECUTE FUNCTION pool_member_changes_places();
""",
)


class RawTable(Table):
    """Sends SQL through the engine of Piccolo."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name=APP, description=DESCRIPTION)

    async def add_triggers():
        for statement in STATEMENTS:
            await RawTable.raw(statement.replace("{", "{{").replace("}", "}}"))
        # Pools that are shown already are published by the next worker.
        await RawTable.raw("UPDATE pool SET index_version = 2 WHERE shown_title IS NOT NULL")

    manager.add_raw(add_triggers)
    return manager
