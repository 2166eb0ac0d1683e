"""Errors as people and programs can use them: a page that helps, or problem+json (RFC 9457).

The address decides first (`/api/…` is for programs), then the `Accept` header. Never the words of an
exception that was not made for people.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template
from litestar.types import ExceptionHandlersMap

from marketplace.kernel.errors import (
    ConflictError,
    DomainError,
    InvalidError,
    NotFoundError,
    TooManyError,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.web.guards import LeadOnException, RoleNeededException

PROBLEM_JSON = "application/problem+json"
JSON_PATHS = ("/api/", "/healthz", "/readyz", "/schema")

AnyRequest = Request[Any, Any, Any]

_STATUSES = {NotFoundError: 404, InvalidError: 400, ConflictError: 409, TooManyError: 429, DomainError: 400}
"""The first that fits; the last fits every error of the domain."""


def wants_html(path: str, accept: str) -> bool:
    """Whether to answer with a page. A bare `*/*` (curl, an old phone) on a page's address gets the page."""
    if path.startswith(JSON_PATHS):
        return False
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    return not accept or bool(kinds & {"text/html", "application/xhtml+xml", "*/*", "text/*"})


def status_of(exc: Exception) -> int:
    """The HTTP status that says best what happened."""
    for kind, status in _STATUSES.items():
        if isinstance(exc, kind):
            return status
    return exc.status_code if isinstance(exc, HTTPException) else 500


def problem_of(exc: Exception, status: int) -> dict[str, object]:
    """The fields of RFC 9457, with `problems` field by field where the request can be mended."""
    problem: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if isinstance(exc, InvalidError):
        problem["problems"] = [{"field": one.field, "message": one.message} for one in exc.problems]
    elif isinstance(exc, DomainError):
        problem["detail"] = str(exc)
    elif isinstance(exc, HTTPException) and status < HTTPStatus.INTERNAL_SERVER_ERROR and exc.extra:
        problem["detail"] = exc.detail
    return problem


def answer_error(request: AnyRequest, exc: Exception) -> Response[Any]:
    """Turn any exception into an answer."""
    status = status_of(exc)
    headers = {"cache-control": "no-store", **_kept_headers(exc)}
    if wants_html(request.url.path, request.headers.get("accept", "")):
        if isinstance(exc, LeadOnException):
            return Redirect(exc.location, status_code=303, headers=headers)
        is_old_link = status == HTTPStatus.NOT_FOUND and _is_by_link(request)
        return Template(
            "error.html",
            context={
                "status": status,
                "words": _old_link_words() if is_old_link else _words_of(exc, status),
                "problems": getattr(exc, "problems", ()),
                "roles": [role_name(role) for role in getattr(exc, "roles", ())],
                "is_for_providers": "provider" in getattr(exc, "roles", ()),
                "is_role_missing": isinstance(exc, RoleNeededException),
                "is_old_link": is_old_link,
            },
            status_code=status,
            headers=headers,
            media_type="text/html",
        )
    body = msgspec.json.encode(problem_of(exc, status))
    return Response(body, status_code=status, headers=headers, media_type=PROBLEM_JSON)


def exception_handlers() -> ExceptionHandlersMap:
    """The one handler for everything."""
    return {Exception: answer_error, HTTPException: answer_error}


def _kept_headers(exc: Exception) -> Mapping[str, str]:
    if isinstance(exc, TooManyError):
        return {"retry-after": str(exc.retry_after_seconds)}
    headers = getattr(exc, "headers", None)
    return {name.lower(): value for name, value in headers.items()} if isinstance(headers, dict) else {}


def role_name(role: str) -> str:
    """What people call a role, as in "for a steward of a council"."""
    names = {
        "person": _("a person who looks for support"),
        "provider": _("a person or organisation that offers support"),
        "practitioner": _("a social worker or other professional"),
        "commissioner": _("a commissioner of a council"),
        "steward": _("a steward of a council, who checks listings"),
        "administrator": _("an administrator of a council"),
    }
    return names[role]


def _words_of(exc: Exception, status: int) -> tuple[str, str]:
    """Heading and first sentence of the page; where the domain says why, in its own sentence."""
    if isinstance(exc, TooManyError):
        return _wait_words(exc)
    heading, sentence = _words(status)
    is_told = isinstance(exc, DomainError) and not isinstance(exc, InvalidError)
    return heading, (str(exc) if is_told else "") or sentence


def _is_by_link(request: AnyRequest) -> bool:
    """Whether the page is one that people open by a link of an email."""
    handler: Any = request.scope.get("route_handler")
    return bool(handler is not None and handler.opt.get("by_link"))


def _old_link_words() -> tuple[str, str]:
    """Heading and first sentence of the page for a link that was used, or is too old, or was cut short."""
    sentence = _("It may have been used or taken back already, or it is too old. Nothing else has changed.")
    return _("This link does not work any more"), sentence


def _wait_words(exc: TooManyError) -> tuple[str, str]:
    """Heading and first sentence of the page for who tried too often."""
    minutes = -(-exc.retry_after_seconds // 60)
    wait = ngettext("You can try again in a minute.", "You can try again in %(num)s minutes.", minutes)
    return _("Please wait a moment"), f"{_('This was tried too often in a short time.')} {wait}"


def _words(status: int) -> tuple[str, str]:
    """Heading and first sentence of the page for a status."""
    missing = (
        _("We cannot find that page"),
        _("The address may be mistyped, or the page may have been taken down."),
    )
    told = {
        HTTPStatus.NOT_FOUND: missing,
        HTTPStatus.METHOD_NOT_ALLOWED: missing,
        HTTPStatus.GONE: missing,
        HTTPStatus.FORBIDDEN: (
            _("You cannot do that here"),
            _("Go back to the page you came from and try again from there."),
        ),
        HTTPStatus.CONFLICT: (
            _("That cannot be done now"),
            _("Somebody else may have changed it. Go back and look again."),
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
            _("That is too much at once"),
            _("What you sent is larger than we take. Go back and send less."),
        ),
        HTTPStatus.TOO_MANY_REQUESTS: (
            _("Please wait a moment"),
            _("There have been many requests from your connection in a short time."),
        ),
    }
    if status in told:
        return told[HTTPStatus(status)]
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("We did not understand that"), _(
            "Something in the address or the form is not as we expect it."
        )
    return _("Sorry, something went wrong"), _(
        "It is our fault, not yours. Please try again in a few minutes."
    )
