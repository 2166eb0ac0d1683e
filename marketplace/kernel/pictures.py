"""Pictures from outside: told by their content, drawn anew by a confined process, or refused in plain words.

Nothing of the file that was sent is kept but what the eye sees: no camera, place, name, script or archive.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from marketplace.kernel import redrawing
from marketplace.kernel.errors import DomainError
from marketplace.kernel.i18n import gettext as _

CONTENT_TYPE = "image/webp"
"""Of every picture that was drawn anew."""
MOST_BYTES = 12_000_000
"""A file larger than this is not looked at. Phones make pictures of 2 to 8 megabytes."""
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
"""Width times height: the photograph of a phone of fifty megapixels just passes. A JPEG is made smaller while
it is read; the others need all their pixels in memory."""
LONGEST_SIDE = 1_600
QUALITY = 80
WALL_SECONDS = 30.0
AT_ONCE = 1
"""Pictures that one process of the site has drawn at the same time."""
MOST_WAITING = 8
"""Files in memory; who comes then is asked to come back, before memory runs short."""

_ISO_BRANDS = {
    b"heic": "HEIC", b"heix": "HEIC", b"hevc": "HEIC", b"heim": "HEIC", b"heis": "HEIC", b"mif1": "HEIC",
    b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF",
}  # fmt: skip
_PROGRAM = Path(redrawing.__file__)


class PictureError(DomainError):
    """A file that cannot be used as a picture; the message says how to mend it."""


class Picture(Struct, frozen=True, kw_only=True):
    """A picture that is safe to keep and to send."""

    content: bytes
    content_type: str = CONTENT_TYPE


def find_format(content: bytes) -> str | None:
    """What a file is by its first bytes: "JPEG", "PNG", "WEBP", "HEIC", "AVIF", or None for all else.

    Never by its name or by what the browser says of it.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        return _ISO_BRANDS.get(content[8:12])
    return None


_slots = asyncio.Semaphore(AT_ONCE)
_waiting = 0


async def redraw_picture(content: bytes, *, longest_side: int = LONGEST_SIDE) -> Picture:
    """Draw a picture anew, off the event loop: upright, in sRGB, on white, `longest_side` pixels at most.

    JPEG, PNG and WebP are taken. The same file gives the same picture. A moving picture stands still.

    Raises:
        PictureError: it cannot be used; the message says why and what to do.
    """
    global _waiting  # noqa: PLW0603 - one count for the process, like the semaphore
    format_ = _check(content)
    if _waiting >= MOST_WAITING:
        raise PictureError(_("Many pictures are being added just now. Try again in a minute."))
    _waiting += 1
    try:
        async with _slots:
            return await asyncio.to_thread(_run, content, format_, longest_side)
    finally:
        _waiting -= 1


def _check(content: bytes) -> str:
    """The format of a file that is worth a try."""
    if not content:
        raise PictureError(_("The file is empty. Choose the picture again."))
    if len(content) > MOST_BYTES:
        raise PictureError(
            _(
                "The file is larger than %(num)s megabytes. Make the picture smaller, or take a new one.",
                num=MOST_BYTES // 1_000_000,
            )
        )
    format_ = find_format(content)
    if format_ in {"HEIC", "AVIF"}:
        raise PictureError(
            _(
                "We cannot read pictures of the kind %(kind)s. On an iPhone, open Settings, Camera, Formats "
                "and choose “Most Compatible”; or open the picture, make a screenshot of it and add that.",
                kind=format_,
            )
        )
    if format_ is None:
        raise PictureError(_("This is not a picture that we can use. Choose a JPEG, PNG or WebP file."))
    return format_


def _run(content: bytes, format_: str, longest_side: int) -> Picture:
    """Have the program draw it, without our environment (`-I`, and no variables)."""
    limits = (str(longest_side), str(QUALITY), str(MOST_PIXELS[format_]))
    command = [sys.executable, "-I", "-B", str(_PROGRAM), format_, *limits]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; nothing of the file is in the command
            command, input=content, capture_output=True, timeout=WALL_SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PictureError(_too_large()) from error
    if done.returncode == redrawing.TOO_LARGE:
        raise PictureError(_too_large())
    if done.returncode == redrawing.TOO_SMALL:
        raise PictureError(_("The picture is too small to be seen. Choose a larger one."))
    if done.returncode or find_format(done.stdout) != "WEBP":
        # Also when a signal ended it: a limit was reached, or the decoder fell over.
        raise PictureError(_("The picture is damaged. Open it, save it again and choose the new file."))
    return Picture(content=done.stdout)


def _too_large() -> str:
    return _("The picture has too many pixels. Make it smaller, or take a screenshot of it and add that.")
