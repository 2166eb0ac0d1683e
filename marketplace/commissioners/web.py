"""All routes of the commissioners surface, for the composition root."""

from typing import Any

route_handlers: tuple[Any, ...] = ()
