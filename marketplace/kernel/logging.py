"""Logs of events, never of people: no query string, postcode, body or address is written, at any level.

What is written of a request is its method, the *pattern* of its route, status, time and an id. What is
written of an error is its type and where in the code it happened; its message is left out, for messages
quote values. Other libraries' loggers are held to the unfilled words of warnings and worse, for their
arguments are addresses and SQL.
"""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import MutableMapping
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from marketplace.kernel.settings import Settings

REQUEST_ID_HEADER = "x-request-id"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_FIRST_SERVER_ERROR = 500

log = structlog.get_logger("marketplace")


def configure_logging(settings: Settings) -> None:
    """Set up structlog and the standard library's logging: plain lines on a terminal, JSON elsewhere."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    is_terminal = sys.stderr.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            error_without_its_message,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Foreign()]
    root.setLevel(max(level, logging.WARNING))


def error_without_its_message(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace `exc_info` by the error's type and the places in the code it came through."""
    info = event.pop("exc_info", None)
    if info is None or info is False:
        return event
    error = (
        info
        if isinstance(info, BaseException)
        else (info[1] if isinstance(info, tuple) else sys.exc_info()[1])
    )
    if error is not None:
        event.update(describe_error(error))
    return event


def describe_error(error: BaseException) -> dict[str, Any]:
    """Type of an error and of its causes, and where in the code it came through: no message, no values."""
    types: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(types) < 10:  # noqa: PLR2004 - a chain that long tells no more
        types.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": types[0],
        "caused_by": types[1:],
        "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
    }


class _Foreign(logging.Handler):
    """Takes what other libraries log and writes its unfilled words only."""

    def emit(self, record: logging.LogRecord) -> None:
        words = record.msg if isinstance(record.msg, str) and record.args else "said something"
        values: dict[str, Any] = {"logger": record.name, "words": words}
        if record.exc_info and record.exc_info[1] is not None:
            values |= describe_error(record.exc_info[1])
        log.log(record.levelno, "library", **values)


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
                status = message["status"]
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
            log.info(
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
