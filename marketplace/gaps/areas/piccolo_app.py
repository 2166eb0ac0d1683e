"""Registers the tables of small areas with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="gaps_areas",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=table_finder(modules=["marketplace.gaps.areas.tables"], exclude_imported=True),
)
