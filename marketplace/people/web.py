"""All routes of the people surface, for the composition root."""

from typing import Any

from marketplace.people.saved import web as saved

route_handlers: tuple[Any, ...] = (*saved.route_handlers,)
