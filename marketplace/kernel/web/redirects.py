"""Where people are led on to: paths of this site and nothing else."""

from urllib.parse import quote, urlsplit

LONGEST_PATH = 1_000
"""Room for all listings of a page of what somebody saved: who asks them is led back after signing in."""
_NEVER = ("/sign-in", "/sign-out", "/sign-up", "/reset-password", "/static/", "/api/")
"""Who has signed in is not led back to these."""


def own_path(text: str | None) -> str | None:
    """The text when it is a path of this site, with or without a query; else None.

    Whatever a browser could read as another address is refused: `//host`, a backslash, a scheme, characters
    that browsers leave out (tabs, line ends) or that are not plain ASCII.
    """
    if not text or len(text) > LONGEST_PATH or not text.startswith("/"):
        return None
    if not text.isascii() or not text.isprintable() or any(mark in text for mark in ("\\", " ", "//", "#")):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text


def next_path(text: str | None, default: str) -> str:
    """Where to go after signing in: the path that was asked for when it is our own, else the default."""
    path = own_path(text)
    return default if path is None or path.startswith(_NEVER) else path


def sign_in_path(wanted: str | None) -> str:
    """The address of the sign-in page that leads on to `wanted`."""
    path = next_path(wanted, "")
    return f"/sign-in?next={quote(path, safe='/')}" if path else "/sign-in"
