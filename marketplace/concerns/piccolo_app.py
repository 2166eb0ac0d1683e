"""Registers the tables of the concerns room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.concerns.tables import Concern, ConcernNote

APP_CONFIG = AppConfig(
    app_name="concerns",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Concern, ConcernNote],
)
