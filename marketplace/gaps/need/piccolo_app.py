"""Registers the tables of need with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="gaps_need",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=table_finder(modules=["marketplace.gaps.need.tables"], exclude_imported=True),
)
