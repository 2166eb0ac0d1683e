"""Registers the tables of the feedback room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.feedback.tables import Feedback

APP_CONFIG = AppConfig(
    app_name="feedback",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Feedback],
)
