"""Which accounts are made up, and what signs them in."""

import base64
import hashlib

DOMAIN = "demonstration.example"
"""Of all made-up addresses. `.example` is reserved: no letter to it arrives anywhere (RFC 2606)."""
PASSWORD = "try-everything-out"  # noqa: S105 - no secret: the demonstration prints it
"""Of all made-up accounts."""
_KEY_BYTES = 20


def is_made_up(address: str) -> bool:
    """Whether it is an address of the demonstration."""
    return address.strip().lower().endswith(f"@{DOMAIN}")


def key_of(address: str) -> str:
    """The key of a made-up person's code app: always the same, so that one may put it into an app."""
    digest = hashlib.sha256(f"hereabouts demonstration {address}".encode()).digest()
    return base64.b32encode(digest[:_KEY_BYTES]).decode()
