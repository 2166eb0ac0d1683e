"""Registers the tables of wanted/searches with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="wanted_searches",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=table_finder(modules=["marketplace.wanted.searches.tables"], exclude_imported=True),
)
