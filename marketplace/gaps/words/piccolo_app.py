"""Registers the table of the words of councils with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.gaps.words.tables import MarketText

APP_CONFIG = AppConfig(
    app_name="gaps_words",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[MarketText],
)
