from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T06:32:39:000000"
VERSION = "1.38.0"
DESCRIPTION = "details move; they are only ever added, and erased with their subject"

MOVE = """
INSERT INTO audit_detail (entry, subject, before, after)
    SELECT id, CASE WHEN record_type IN ('listing', 'organization') THEN record_id END, before, after
    FROM audit_entry WHERE before IS NOT NULL OR after IS NOT NULL;
"""
"""What was kept of a listing or an organisation is erased with it."""
MARK = """
ALTER TABLE audit_entry ALTER COLUMN is_detailed TYPE boolean USING (before IS NOT NULL OR after IS NOT NULL);
"""
"""Writes the table anew, which no trigger forbids."""

STATEMENTS = (
    "CREATE INDEX audit_detail_subject_v1 ON audit_detail (subject) WHERE subject IS NOT NULL",
    "CREATE INDEX audit_entry_council_v1 ON audit_entry (council, at, id) WHERE council IS NOT NULL",
    "CREATE INDEX audit_entry_actor_v1 ON audit_entry (council, actor, at, id) WHERE council IS NOT NULL",
    """
CREATE FUNCTION audit_detail_is_add_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.subject IS NOT NULL AND EXISTS (
        SELECT FROM audit_entry
        WHERE id = nullif(current_setting('hereabouts.erasing', true), '')::bigint
            AND action = 'erase' AND record_type = 'subject' AND record_id = OLD.subject
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Rows of audit_detail are only ever added, or erased with their subject.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""",
    """
CREATE TRIGGER audit_detail_add_only BEFORE UPDATE OR DELETE ON audit_detail
    FOR EACH ROW EXECUTE FUNCTION audit_detail_is_add_only();
""",
    """
CREATE TRIGGER audit_detail_no_truncate BEFORE TRUNCATE ON audit_detail
    FOR EACH STATEMENT EXECUTE FUNCTION audit_detail_is_add_only();
""",
    """
CREATE FUNCTION audit_erase_subject(erased uuid, who text, moment timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    fact bigint;
    deleted bigint;
BEGIN
    INSERT INTO audit_entry (at, actor, action, record_type, record_id, is_detailed)
        VALUES (moment, who, 'erase', 'subject', erased, false) RETURNING id INTO fact;
    PERFORM set_config('hereabouts.erasing', fact::text, true);
    DELETE FROM audit_detail WHERE subject = erased;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    PERFORM set_config('hereabouts.erasing', '', true);
    RETURN deleted;
END $$;
""",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_detail FROM PUBLIC",
    "REVOKE EXECUTE ON FUNCTION audit_erase_subject(uuid, text, timestamptz) FROM PUBLIC",
)


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def move_details():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        await RawTable.raw(MOVE)
        await RawTable.raw(MARK)
        for statement in STATEMENTS:
            await RawTable.raw(statement)

    manager.add_raw(move_details)
    return manager
