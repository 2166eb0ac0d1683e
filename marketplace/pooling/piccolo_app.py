"""Registers the tables of the pooling room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.pooling.tables import Pool, PoolMember

APP_CONFIG = AppConfig(
    app_name="pooling",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Pool, PoolMember],
)
