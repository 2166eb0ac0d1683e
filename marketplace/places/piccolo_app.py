"""Registers the places room's tables with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.places.tables import DirectPaymentSupport

APP_CONFIG = AppConfig(
    app_name="places",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[DirectPaymentSupport],
)
