from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T06:32:40:927481"
VERSION = "1.38.0"
DESCRIPTION = "details have a table of their own"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    manager.drop_column(
        table_class_name="AuditEntry",
        tablename="audit_entry",
        column_name="after",
        db_column_name="after",
        schema=None,
    )

    manager.drop_column(
        table_class_name="AuditEntry",
        tablename="audit_entry",
        column_name="before",
        db_column_name="before",
        schema=None,
    )

    return manager
