"""Registers the tables of the signals room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.signals.tables import KeptWord, OutcomeRow, SearchRow, SignalKey, SignalSeen, WordHeard

APP_CONFIG = AppConfig(
    app_name="signals",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[SearchRow, OutcomeRow, SignalKey, SignalSeen, WordHeard, KeptWord],
)
