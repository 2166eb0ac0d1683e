"""All routes of the practitioners surface, for the composition root."""

from typing import Any

route_handlers: tuple[Any, ...] = ()
