"""One log line and one id for each request.

What is written is the method, the *pattern* of the route ("/listings/{listing_id}"), status, time and the
id: never the address that was asked for, its query, what was sent, or who sent it.
"""

import logging
import re
import time
import uuid

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from marketplace.kernel.logging import log

REQUEST_ID_HEADER = "x-request-id"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_FIRST_SERVER_ERROR = 500
_PROBES = frozenset({"/healthz", "/readyz"})


class RequestLog:
    """Gives each request an id, answers with it, and writes one line when it is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        request_id = _request_id(scope)
        started = time.perf_counter()
        status = _FIRST_SERVER_ERROR

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message["headers"] = [*message["headers"], (REQUEST_ID_HEADER.encode(), request_id.encode())]
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            log.exception("request failed", method=scope["method"], route=route_pattern(scope))
            raise
        finally:
            log.log(
                logging.DEBUG if route_pattern(scope) in _PROBES else logging.INFO,
                "request",
                method=scope["method"],
                route=route_pattern(scope),
                status=status,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )


def _request_id(scope: Scope) -> str:
    """The proxy's id when it looks like one, else a new one."""
    for name, value in scope["headers"]:
        if name == REQUEST_ID_HEADER.encode() and _REQUEST_ID.fullmatch(text := value.decode("latin-1")):
            return text
    return uuid.uuid4().hex


def route_pattern(scope: Scope) -> str:
    """The route as the code writes it ("/listings/{listing_id}"); "-" when none answers to the address."""
    return str(scope.get("path_template") or "-")
