from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T00:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rows of the audit trail are only ever added"

ADD_ONLY = """
CREATE FUNCTION audit_entry_is_add_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of audit_entry are only ever added.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER audit_entry_add_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_add_only();
"""


class RawTable(Table):
    """Sends SQL through Piccolo's engine."""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def make_add_only():
        # Raw steps run before a migration's own tables are made: hence a migration of its own.
        await RawTable.raw(ADD_ONLY)
        await RawTable.raw(TRIGGER)

    manager.add_raw(make_add_only)
    return manager
