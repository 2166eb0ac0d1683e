"""Registers the tables of unmet need with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.gaps.unmet.tables import UnmetCell, UnmetMonth

APP_CONFIG = AppConfig(
    app_name="gaps_unmet",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[UnmetMonth, UnmetCell],
)
