"""Lets a browser in and out: the cookies, and where it goes on. The pages of signing in share it."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from marketplace.accounts.limits.service import DEVICE_COOKIE, DEVICE_SECONDS
from marketplace.accounts.schemas import OpenedSession, Viewer
from marketplace.accounts.sessions.rules import HOME
from marketplace.kernel import clock
from marketplace.kernel.logging import log
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import ended_cookie, is_https, session_cookie
from marketplace.kernel.web.guards import CODE_PATH, SET_UP_PATH
from marketplace.kernel.web.pages import AnyRequest, see_other
from marketplace.kernel.web.redirects import next_path

ON_SIGN_IN = "on_sign_in"
"""Key in the state of the application: a tuple of what is done for whoever has just signed in."""

SignInHook = Callable[[AnyRequest, Viewer, Response[Any]], Awaitable[None]]
"""Called with the request that signed in, who it is, and the answer, to which it may add cookies."""


async def let_in(
    request: AnyRequest,
    opened: OpenedSession,
    settings: Settings,
    *,
    wanted: str | None = None,
    devices: str | None = None,
) -> Redirect:
    """Give a browser its session and lead it on: to what it wanted, its home, or the second factor first.

    `wanted` is what the browser says it wants; only a path of ours is followed. `devices` is the device
    cookie from `limits.end_sign_in`, after a password; before the second factor no device is known, or each
    sign-in would begin the count of wrong codes anew. Whoever is in for good meets what other rooms do at
    sign-in (`ON_SIGN_IN`).
    """
    https = is_https(settings)
    seconds = max(1, int((opened.expires_at - clock.now()).total_seconds()))
    cookies = [session_cookie(opened.token, https=https, max_age_seconds=seconds)]
    if devices is not None and not opened.viewer.is_halfway:
        cookies.append(device_cookie(devices, https=https))
    answer = see_other(way_on(opened.viewer, wanted), cookies)
    if opened.viewer.is_signed_in:
        await _call_hooks(request, opened.viewer, answer)
    return answer


async def _call_hooks(request: AnyRequest, viewer: Viewer, answer: Redirect) -> None:
    """What fails here is told, and keeps nobody out: the session is open already."""
    hooks: tuple[SignInHook, ...] = request.app.state.get(ON_SIGN_IN, ())
    for hook in hooks:
        try:
            await hook(request, viewer, answer)
        except Exception as error:  # noqa: BLE001 - one that fails keeps nobody out
            log.error("not done at sign-in", exc_info=error)


def let_out(settings: Settings, path: str) -> Redirect:
    """Make a browser forget its session and lead it on."""
    return see_other(path, [ended_cookie(https=is_https(settings))])


def way_on(viewer: Viewer, wanted: str | None) -> str:
    """Where somebody goes who has just signed in."""
    path = next_path(wanted, "")
    query = f"?next={quote(path, safe='/')}" if path else ""
    if viewer.is_halfway:
        return CODE_PATH + query
    if viewer.is_staff and not viewer.has_second_factor:
        return SET_UP_PATH + query
    return path or HOME


def device_cookie(devices: str, *, https: bool) -> Cookie:
    """The cookie by which a browser is known: after a whole sign-in, or a link to its owner's mailbox."""
    return Cookie(
        key=DEVICE_COOKIE,
        value=devices,
        path="/",
        max_age=DEVICE_SECONDS,
        secure=https,
        httponly=True,
        samesite="lax",
    )
