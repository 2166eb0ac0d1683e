"""Registers the tables of single sign-on with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="account_single_sign_on",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=table_finder(modules=["marketplace.accounts.single_sign_on.tables"], exclude_imported=True),
)
