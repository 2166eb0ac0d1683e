"""Registers the tables of the councils room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.councils.tables import Council, CouncilLogo

APP_CONFIG = AppConfig(
    app_name="councils",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Council, CouncilLogo],
)
