"""The cookie of the session of who has signed in, and which cookies came with a request.

With https it is named `__Host-session`, which no other host or path can set.
"""

from collections.abc import Collection, Iterator

from litestar.datastructures import Cookie
from litestar.types import Scope

from marketplace.kernel.settings import Settings

LONGEST_COOKIE = 200


def cookie_name(*, https: bool) -> str:
    """Name of the cookie."""
    return "__Host-session" if https else "session"


def is_https(settings: Settings) -> bool:
    """Whether people reach the site by https."""
    return settings.address.startswith("https:")


def session_cookie(token: str, *, https: bool, max_age_seconds: int) -> Cookie:
    """The cookie that signs a browser in."""
    return Cookie(
        key=cookie_name(https=https),
        value=token,
        path="/",
        max_age=max_age_seconds,
        secure=https,
        httponly=True,
        samesite="lax",
    )


def ended_cookie(*, https: bool) -> Cookie:
    """The cookie that makes a browser forget its session."""
    return session_cookie("", https=https, max_age_seconds=0)


def read_session_token(scope: Scope, *, https: bool) -> str | None:
    """The token that came with a request; None for a visitor. It says nothing yet: it must be looked up."""
    wanted = cookie_name(https=https)
    return next((value[:LONGEST_COOKIE] for name, value in _pairs(scope) if name == wanted and value), None)


def carries_any(scope: Scope, names: Collection[str]) -> bool:
    """Whether one of these cookies came with a request, whatever is in it."""
    return bool(names) and any(name in names for name, _value in _pairs(scope))


def _pairs(scope: Scope) -> Iterator[tuple[str, str]]:
    for name, header in scope["headers"]:
        if name == b"cookie":
            for part in header.decode("latin-1").split(";"):
                key, _, value = part.strip().partition("=")
                yield key, value
