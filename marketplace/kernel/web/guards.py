"""Who may call a route. Every route says so in its `opt`; a test compares routes and marks."""

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

PUBLIC = {"public": True}
"""The mark of a route that anyone may call: `@get("/", opt=PUBLIC)`."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


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
