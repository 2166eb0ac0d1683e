"""Registers the tables of the jobs room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.jobs.tables import TimedPeriod, TimedTrouble

APP_CONFIG = AppConfig(
    app_name="jobs",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[TimedPeriod, TimedTrouble],
)
