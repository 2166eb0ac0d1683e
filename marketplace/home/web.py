"""All routes of the home surface, for the composition root."""

from typing import Any

route_handlers: tuple[Any, ...] = ()
