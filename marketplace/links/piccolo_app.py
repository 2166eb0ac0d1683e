"""Registers the tables of the links room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.links.tables import StoredLink

APP_CONFIG = AppConfig(
    app_name="links",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[StoredLink],
)
