"""Registers the tables of agreements with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.pooling.agreements.tables import AgreementConsent, CouncilSaid, MemberOutcome, PoolAgreement

APP_CONFIG = AppConfig(
    app_name="pooling_agreements",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[PoolAgreement, AgreementConsent, MemberOutcome, CouncilSaid],
)
