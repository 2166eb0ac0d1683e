"""Registers the tables of meeting with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.pooling.meeting.tables import PoolMatch, PoolMessage, PoolNews, PoolReader, PoolWish

APP_CONFIG = AppConfig(
    app_name="pooling_meeting",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[PoolWish, PoolMatch, PoolMessage, PoolReader, PoolNews],
)
