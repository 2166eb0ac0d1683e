from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T10:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "nothing that nobody reads"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="listing_evidence", description=DESCRIPTION)

    manager.drop_column(
        table_class_name="EvidenceFile",
        tablename="evidence_file",
        column_name="uploaded_by",
        db_column_name="uploaded_by",
        schema=None,
    )

    return manager
