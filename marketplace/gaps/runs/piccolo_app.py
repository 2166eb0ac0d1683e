"""Registers the tables of access as it was worked out with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.gaps.runs.tables import GapAccess, GapCouncil, GapMiddle, GapRun

APP_CONFIG = AppConfig(
    app_name="gaps_runs",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[GapRun, GapCouncil, GapAccess, GapMiddle],
)
