"""Registers the audit room's tables with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.audit.tables import AuditDetail, AuditEntry

APP_CONFIG = AppConfig(
    app_name="audit",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[AuditEntry, AuditDetail],
)
