"""The one secret of an installation, and the keys that are derived from it, each for one purpose.

It is MARKETPLACE_SECRET_KEY, or else a file in the data directory that the first process writes. A process
takes it once, before it serves; what it derives is the same in every process with the same secret.
"""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings

SHORTEST_SECRET = 32
"""Characters of MARKETPLACE_SECRET_KEY."""
_NONCE_BYTES = 12
_FILE = "secret.key"


class _Secret:
    """What this process has taken."""

    value: bytes | None = None


def take_secret(settings: Settings) -> None:
    """Take the installation's secret for this process; does nothing when there is one already.

    Raises:
        OperatorError: the file cannot be read or written.
    """
    if _Secret.value is None:
        use_secret(settings.secret_key.encode() if settings.secret_key else _from_file(settings.data_dir))


def has_secret(settings: Settings) -> bool:
    """Whether there is one already, without making one."""
    return settings.secret_key is not None or (settings.data_dir / _FILE).exists()


def use_secret(secret: bytes) -> None:
    """Use this secret from now on, whatever was used before. For the composition root and for tests."""
    _Secret.value = secret
    key_for.cache_clear()


@lru_cache(maxsize=32)
def key_for(purpose: str) -> bytes:
    """32 bytes that stand for one purpose ("second factor"): knowing them tells nothing of another's."""
    if _Secret.value is None:
        raise OperatorError("No secret key was taken: this process was not started as it should be.")
    return hmac.new(_Secret.value, f"hereabouts {purpose}".encode(), hashlib.sha256).digest()


def sign(purpose: str, text: str) -> str:
    """Stand for `text` by 64 hex digits that nobody can make or turn back without the secret."""
    return hmac.new(key_for(purpose), text.encode(), hashlib.sha256).hexdigest()


def is_signed(purpose: str, text: str, signature: str) -> bool:
    """Whether `signature` is that of `text`; takes as long when it is not."""
    return hmac.compare_digest(sign(purpose, text).encode(), signature.encode())


def seal(purpose: str, text: str, *, of: str) -> bytes:
    """Encrypt `text` (AES-256-GCM). `of` names whose it is: moved to another record it cannot be read."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key_for(purpose)).encrypt(nonce, text.encode(), of.encode())


def unseal(purpose: str, sealed: bytes, *, of: str) -> str:
    """Read what was sealed for the same purpose and record.

    Raises:
        OperatorError: it was sealed with another secret, or for another record, or is damaged.
    """
    try:
        plain = AESGCM(key_for(purpose)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], of.encode())
    except (InvalidTag, ValueError) as error:
        raise OperatorError(
            "What is kept encrypted cannot be read: MARKETPLACE_SECRET_KEY (or secret.key in the data "
            "directory) is not the one that it was written with."
        ) from error
    return plain.decode()


def _from_file(data_dir: Path) -> bytes:
    """The secret of the data directory. The first to come writes it, whole and for its owner only."""
    path = data_dir / _FILE
    try:
        if not path.exists():
            _write(path)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise OperatorError(
            f"The secret key {path} cannot be used ({error.strerror}): set MARKETPLACE_SECRET_KEY."
        ) from error
    if len(secret) < SHORTEST_SECRET:
        raise OperatorError(f"The secret key {path} is damaged: it is too short.")
    return secret


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secrets.token_urlsafe(SHORTEST_SECRET)}\n")
    try:
        # A link, unlike a rename, never takes the place of one that another process wrote meanwhile.
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
