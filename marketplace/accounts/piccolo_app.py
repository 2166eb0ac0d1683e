"""Registers the tables of the accounts room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.accounts.tables import Account, AccountSession, ActingFor, RoleGrant

APP_CONFIG = AppConfig(
    app_name="accounts",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Account, RoleGrant, AccountSession, ActingFor],
)
