"""Who makes a request: looked up once for each request that carries a session, before anything else.

The kernel knows no accounts: what a viewer is and how one is found is handed over by `marketplace.app`.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from msgspec import Struct

from marketplace.kernel.logging import log
from marketplace.kernel.web.cookies import carries_any, ended_cookie, read_session_token

VIEWER = "viewer"
PROBLEM = "viewer_problem"
"""Where the scope has the error that kept a session from being looked up."""
PRIVATE = "private, no-store"
_WITHOUT_SESSIONS = ("/static/", "/healthz", "/readyz")


class Viewer(Protocol):
    """What the kernel asks about who looks at a page."""

    @property
    def is_signed_in(self) -> bool:
        """All that was asked at sign-in was given."""
        ...

    @property
    def is_halfway(self) -> bool:
        """The password was right; the second factor is still asked for."""
        ...

    def was_granted(self, role: str) -> bool:
        """The role was granted, whether or not it counts yet."""
        ...

    def has(self, role: str) -> bool:
        """The role counts in this session."""
        ...


class Viewers(Struct, frozen=True):
    """How viewers are found."""

    anonymous: Any
    find: Callable[[str], Awaitable[Any]]
    """The viewer of a session's token; `anonymous` for a token that opens nothing."""
    own_cookies: frozenset[str] = frozenset()
    """Names of other cookies that change what pages show: pages asked for with one are nobody else's."""


class ViewerDoor:
    """Wraps the application: `scope["viewer"]` says who it is; what they get is kept by no cache.

    A visitor without cookie costs no query and gets what everyone gets.
    """

    def __init__(self, app: ASGIApp, viewers: Viewers, *, https: bool) -> None:
        self._app = app
        self._viewers = viewers
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(_WITHOUT_SESSIONS):
            await self._app(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        token = read_session_token(scope, https=self._https)
        viewer = self._viewers.anonymous if token is None else await self._find(token, scope)
        cast("dict[str, Any]", scope)[VIEWER] = viewer
        has_own = carries_any(scope, self._viewers.own_cookies)
        is_stale = token is not None and viewer is self._viewers.anonymous and PROBLEM not in scope

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                _settle(headers, scope, has_session=token is not None, has_own=has_own)
                if is_stale and "set-cookie" not in headers:
                    headers.add("set-cookie", ended_cookie(https=self._https).to_header(header=""))
            await send(message)

        await self._app(scope, receive, send_on)

    async def _find(self, token: str, scope: HTTPScope) -> Any:
        """The viewer. A database that does not answer must not take the public pages with it."""
        try:
            return await self._viewers.find(token)
        except Exception as error:  # noqa: BLE001 - the guard raises it again where it matters
            log.warning("session not looked up", exc_info=error)
            cast("dict[str, Any]", scope)[PROBLEM] = error
            return self._viewers.anonymous


def _settle(headers: MutableScopeHeaders, scope: HTTPScope, *, has_session: bool, has_own: bool) -> None:
    """Say who may keep the answer, and keep what a link opens out of indexes and other sites' logs."""
    opt = getattr(scope.get("route_handler"), "opt", {})
    is_page = headers.get("content-type", "").startswith("text/html")
    is_for_one = has_session or opt.get("signed_in") or opt.get("halfway") or opt.get("roles")
    if is_for_one or (has_own and is_page):
        headers["cache-control"] = PRIVATE
    if is_page:
        headers["vary"] = "Cookie"
    if opt.get("by_link"):
        # No `no-referrer` here: with it older browsers send forms as if from nowhere, and they are refused.
        headers["cache-control"] = PRIVATE
        headers["referrer-policy"] = "same-origin"
        headers["x-robots-tag"] = "noindex"
