"""What Piccolo asks for: the engine, and the rooms that have tables, each after those it refers to."""

from importlib.util import find_spec

from piccolo.conf.apps import AppRegistry

from marketplace.kernel.database import DB

__all__ = ["APP_REGISTRY", "DB"]

_ROOMS = ("places", "taxonomies", "audit", "listings")

APP_REGISTRY = AppRegistry(
    apps=[name for room in _ROOMS if find_spec(name := f"marketplace.{room}.piccolo_app") is not None]
)
