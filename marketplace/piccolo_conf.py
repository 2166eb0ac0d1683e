"""What Piccolo asks for: the engine, and the rooms that have tables, each after those it refers to."""

from piccolo.conf.apps import AppRegistry

from marketplace.kernel.database import DB

__all__ = ["APP_REGISTRY", "DB"]

APP_REGISTRY = AppRegistry(
    apps=[
        "marketplace.places.piccolo_app",
        "marketplace.audit.piccolo_app",
        "marketplace.links.piccolo_app",
        "marketplace.jobs.piccolo_app",
        "marketplace.mail.piccolo_app",
        "marketplace.councils.piccolo_app",
        "marketplace.accounts.piccolo_app",
        "marketplace.accounts.limits.piccolo_app",
        "marketplace.accounts.second_factor.piccolo_app",
        "marketplace.accounts.single_sign_on.piccolo_app",
        "marketplace.accounts.staff.piccolo_app",
        "marketplace.accounts.unused.piccolo_app",
        "marketplace.listings.piccolo_app",
        "marketplace.listings.organizations.piccolo_app",
        "marketplace.listings.editing.piccolo_app",
        "marketplace.listings.reviewing.piccolo_app",
        "marketplace.listings.history.piccolo_app",
        "marketplace.listings.media.piccolo_app",
        "marketplace.listings.evidence.piccolo_app",
        "marketplace.listings.capacity.piccolo_app",
        "marketplace.listings.freshness.piccolo_app",
        "marketplace.listings.imports.piccolo_app",
        "marketplace.concerns.piccolo_app",
        "marketplace.signals.piccolo_app",
        "marketplace.shortlists.piccolo_app",
        "marketplace.shortlists.packs.piccolo_app",
        "marketplace.enquiries.piccolo_app",
        "marketplace.wanted.piccolo_app",
        "marketplace.wanted.searches.piccolo_app",
        "marketplace.wanted.alerts.piccolo_app",
        "marketplace.pooling.piccolo_app",
        "marketplace.pooling.meeting.piccolo_app",
        "marketplace.pooling.agreements.piccolo_app",
        "marketplace.pooling.money.piccolo_app",
        "marketplace.pooling.statements.piccolo_app",
        "marketplace.pooling.desk.piccolo_app",
        "marketplace.referrals.piccolo_app",
        "marketplace.feedback.piccolo_app",
        "marketplace.gaps.areas.piccolo_app",
        "marketplace.gaps.need.piccolo_app",
        "marketplace.gaps.runs.piccolo_app",
        "marketplace.gaps.unmet.piccolo_app",
        "marketplace.gaps.words.piccolo_app",
    ]
)
