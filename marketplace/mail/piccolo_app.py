"""Registers the tables of the mail room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.mail.tables import StoredLetter

APP_CONFIG = AppConfig(
    app_name="mail",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[StoredLetter],
)
