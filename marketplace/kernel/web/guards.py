"""Who may call a route. Every route says so in its `opt`; a test compares routes and marks.

Marks say what a kind of account may do at all. Which record it may touch is decided by the services.
"""

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from marketplace.kernel.web.redirects import sign_in_path
from marketplace.kernel.web.viewers import PROBLEM, VIEWER, Viewer

PUBLIC = {"public": True}
"""The mark of a route that anyone may call: `@get("/", opt=PUBLIC)`."""

BY_LINK = {"public": True, "by_link": True}
"""Whoever holds the token in the address: the answer is not indexed, kept, or told to other sites."""

SIGNED_IN = {"signed_in": True}
"""Any account, with its second factor if it has one."""

HALFWAY = {"halfway": True}
"""Any account that gave its password: for the page that asks for the second factor, and for signing out."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CODE_PATH = "/sign-in/code"
SET_UP_PATH = "/account/second-factor"


def for_roles(*roles: str) -> dict[str, Any]:
    """The mark of a route for accounts with one of these roles: `opt=for_roles("steward")`."""
    if not roles:
        raise ValueError("Say at least one role.")
    return {"roles": tuple(str(role) for role in roles)}


def is_marked(opt: dict[str, Any]) -> bool:
    """Whether a route says who may call it."""
    return any(opt.get(mark) for mark in ("public", "signed_in", "halfway", "roles"))


class LeadOnException(HTTPException):
    """Not here and now: first go to `location`. A page becomes a redirect, the API a plain 401."""

    status_code = 401

    def __init__(self, location: str) -> None:
        super().__init__(detail="Sign in first.", extra={"location": location})
        self.location = location


class RoleNeededException(PermissionDeniedException):
    """The account has none of `roles`."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        super().__init__(detail="Your account may not do this.")
        self.roles = roles


def comes_from_this_site(headers: dict[str, str]) -> bool:
    """Whether a request was made by a page of this site, by the headers that no page can forge.

    `Sec-Fetch-Site` decides where the browser sends it; else `Origin` must name our own host. A request with
    neither is not from a browser's page (a script, an old browser's plain form) and is refused too: what it
    wants to change stands behind a session cookie, and that belongs to browsers.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


async def require_same_site(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse to change anything at the word of another site's page; routes marked `cross_site` may.

    This stands in for a token in each form, whose cookie would keep public pages from being cached.
    It waits for nothing, but Litestar would run a plain function in a thread, at each request.
    """
    if connection.scope.get("method") in SAFE_METHODS or handler.opt.get("cross_site"):
        return
    if not comes_from_this_site(dict(connection.headers)):
        raise PermissionDeniedException("The request did not come from a page of this site.")


async def require_viewer(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let nobody in whom the route's mark does not name. A route without a mark lets nobody in."""
    if handler.opt.get("public"):
        return
    problem = connection.scope.get(PROBLEM)
    if isinstance(problem, Exception):
        raise problem
    viewer: Viewer | None = connection.scope.get(VIEWER)  # type: ignore[assignment]  # put there by ViewerDoor
    if viewer is None or not (viewer.is_signed_in or viewer.is_halfway):
        raise LeadOnException(sign_in_path(_wanted(connection)))
    if handler.opt.get("halfway"):
        return
    if viewer.is_halfway:
        raise LeadOnException(CODE_PATH)
    _require_role(viewer, handler)


def _require_role(viewer: Viewer, handler: BaseRouteHandler) -> None:
    if handler.opt.get("signed_in"):
        return
    roles: tuple[str, ...] = handler.opt.get("roles", ())
    if any(viewer.has(role) for role in roles):
        return
    if any(viewer.was_granted(role) for role in roles):
        raise LeadOnException(SET_UP_PATH)
    raise RoleNeededException(roles)


def _wanted(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The address to come back to after signing in; none for what would have changed something."""
    if connection.scope.get("method") not in SAFE_METHODS:
        return None
    query = connection.scope.get("query_string", b"").decode("latin-1")
    return f"{connection.scope['path']}?{query}" if query else connection.scope["path"]
