"""What Piccolo asks for: the engine, and the rooms that have tables, each after those it refers to."""

from piccolo.conf.apps import AppRegistry

from marketplace.kernel.database import DB

__all__ = ["APP_REGISTRY", "DB"]

APP_REGISTRY = AppRegistry(
    apps=[
        "marketplace.places.piccolo_app",
        "marketplace.audit.piccolo_app",
        "marketplace.listings.piccolo_app",
    ]
)
