"""Tokens: what only their holder knows, as links and sessions carry it. Only the hash is kept."""

import hashlib
import re
import secrets

_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes in the URL-safe alphabet, without the padding."""


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Whether a text has the form of a token; what has not is never looked for."""
    return _TOKEN.fullmatch(text) is not None


def hash_of(token: str) -> bytes:
    """What is kept of a token. 256 random bits need no salt and no slow hash: they cannot be guessed."""
    return hashlib.sha256(token.encode()).digest()
