"""Registers the tables of options packs with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.shortlists.packs.tables import OptionsPack

APP_CONFIG = AppConfig(
    app_name="shortlist_packs",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[OptionsPack],
)
