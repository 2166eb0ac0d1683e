"""All routes of the application, from the application itself, and addresses made up for them."""

import uuid
from typing import Any, NamedTuple

from litestar import Litestar

from marketplace.kernel.web.guards import SAFE_METHODS
from tests.permissions.cases import COUNCIL


class Call(NamedTuple):
    """One method of one route, with the marks that say who may call it."""

    method: str
    pattern: str
    opt: dict[str, Any]
    parameters: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"

    @property
    def is_public(self) -> bool:
        return bool(self.opt.get("public"))

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE_METHODS

    def path(self) -> str:
        """An address of the route, for a record that is not there."""
        path = self.pattern
        for parameter in self.parameters:
            path = path.replace(f"{{{parameter.full}}}", _value(parameter))
        return path


def _value(parameter: Any) -> str:
    if parameter.type is uuid.UUID:
        return str(uuid.uuid4())
    if parameter.type is int:
        return "1"
    return {"council_code": COUNCIL, "code": COUNCIL, "token": "A" * 43}.get(parameter.name, "unknown")


def calls(app: Litestar) -> list[Call]:
    """Every method of every route."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            parameters = tuple(route.path_parameters.values())
            found += [
                Call(method, route.path, dict(handler.opt), parameters)
                for method in sorted(handler.http_methods)
                if method != "OPTIONS"
            ]
    return found
