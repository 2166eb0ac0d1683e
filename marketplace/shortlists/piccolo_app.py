"""Registers the tables of the shortlists room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.shortlists.tables import SavedListing

APP_CONFIG = AppConfig(
    app_name="shortlists",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[SavedListing],
)
