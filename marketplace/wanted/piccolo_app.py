"""Registers the tables of the wanted room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.wanted.tables import WantedAdvert

APP_CONFIG = AppConfig(
    app_name="wanted",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[WantedAdvert],
)
