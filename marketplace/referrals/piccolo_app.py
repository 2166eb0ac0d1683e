"""Registers the tables of the referrals room with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from marketplace.referrals.tables import Referral, ReferralConsent, ReferralOffer, ReferralReach
from marketplace.referrals.teams.tables import Team, TeamInvite, TeamMember

APP_CONFIG = AppConfig(
    app_name="referrals",
    migrations_folder_path=str(Path(__file__).with_name("piccolo_migrations")),
    table_classes=[Team, TeamMember, TeamInvite, Referral, ReferralConsent, ReferralOffer, ReferralReach],
)
