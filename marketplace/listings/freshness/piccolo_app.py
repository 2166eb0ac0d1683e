"""Registers the tables of listings/freshness with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.listings.freshness.tables import Absence, Freshness, FreshnessStop

APP_CONFIG = AppConfig(
    app_name="listing_freshness",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Absence, Freshness, FreshnessStop],
)
