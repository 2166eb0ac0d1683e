"""All routes of the people surface, for the composition root."""

from typing import Any

route_handlers: tuple[Any, ...] = ()
