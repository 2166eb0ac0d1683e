"""Registers the tables of the limits with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.accounts.limits.tables import RateLimit

APP_CONFIG = AppConfig(
    app_name="account_limits",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[RateLimit],
)
