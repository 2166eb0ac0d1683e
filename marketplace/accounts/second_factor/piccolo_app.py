"""Registers the tables of the second factor with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="account_second_factor",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=table_finder(modules=["marketplace.accounts.second_factor.tables"], exclude_imported=True),
)
