"""Drawings for demonstration listings, made for this project. The SVG files are their sources.

The WebP files were made from them at 480 by 320 with Chromium and Pillow:

    chromium --headless --screenshot=pool.png --window-size=480,320 pool.svg
    Image.open("pool.png").convert("RGB").save("pool.webp", quality=72, method=6)
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from marketplace.listings.schemas import Photo

_FOLDER = Path(__file__).parent
_TITLE = re.compile(r"<title>(.+?)</title>")


class Drawing(Struct, frozen=True):
    """A drawing as listings refer to it, and its content."""

    photo: Photo
    content: bytes


@cache
def photos() -> dict[str, Drawing]:
    """Drawings by subject. The title in the SVG is the alternative text."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.webp"))}


def _read(path: Path) -> Drawing:
    content = path.read_bytes()
    title = _TITLE.search(path.with_suffix(".svg").read_text(encoding="utf-8"))
    if title is None:
        raise ValueError(f"{path.stem}.svg has no title")
    alt = f"Drawing: {title[1][0].lower()}{title[1][1:]}."
    return Drawing(Photo(media_hash=hashlib.sha256(content).hexdigest(), alt=alt), content)
