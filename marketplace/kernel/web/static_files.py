"""Static files from memory: named by their content, compressed once, never changing.

Litestar's own router compresses each file anew for every request and never answers 304.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import brotli
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from marketplace.kernel.web.guards import PUBLIC

COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/javascript",
    "image/svg+xml",
)
IMMUTABLE = "public, max-age=31536000, immutable"


def is_compressible(content_type: str) -> bool:
    """Whether text of this type gets smaller by compression (pictures and fonts are compressed already)."""
    return content_type.startswith(COMPRESSIBLE)


def accepted_encoding(accept_encoding: str) -> str:
    """The best of "br", "gzip" and "" (as it is) that the browser takes."""
    offers = {}
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.strip().partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if offers.get(name)), "")


class StaticFile:
    """One file, with its compressed twins made when they are first asked for."""

    def __init__(self, name: str, content: bytes) -> None:
        self.content = content
        self.digest = hashlib.blake2b(content, digest_size=6).hexdigest()
        stem, dot, suffix = name.rpartition(".")
        self.hashed_name = f"{stem}.{self.digest}{dot}{suffix}"
        guessed = {"js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}.get(suffix)
        self.content_type = guessed or mimetypes.guess_type(name)[0] or "application/octet-stream"

    @cached_property
    def br(self) -> bytes:
        """The content in brotli."""
        return bytes(brotli.compress(self.content, quality=11))

    @cached_property
    def gzip(self) -> bytes:
        """The content in gzip, for browsers without brotli."""
        return gzip.compress(self.content, compresslevel=9, mtime=0)

    def answer(self, accept_encoding: str) -> Response[bytes]:
        """The response for a browser that takes these encodings."""
        encoding = accepted_encoding(accept_encoding) if is_compressible(self.content_type) else ""
        body = {"br": lambda: self.br, "gzip": lambda: self.gzip}.get(encoding, lambda: self.content)()
        headers = {"cache-control": IMMUTABLE, "etag": f'"{self.digest}"', "vary": "Accept-Encoding"}
        if encoding:
            headers["content-encoding"] = encoding
        return Response(body, headers=headers, media_type=self.content_type)


class StaticFiles:
    """All files of some folders, by name ("app.css") and by hashed name ("app.1f2e3d.css")."""

    def __init__(self, folders: Iterable[Path], *, without: frozenset[str] = frozenset({"src"})) -> None:
        self._by_name: dict[str, StaticFile] = {}
        self._by_hashed_name: dict[str, StaticFile] = {}
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder)
                if path.is_file() and name.parts[0] not in without:
                    self.add(name.as_posix(), path.read_bytes())

    def add(self, name: str, content: bytes) -> None:
        """Serve this content under this name; a later file of the same name takes its place."""
        file = StaticFile(name, content)
        self._by_name[name] = file
        self._by_hashed_name[file.hashed_name] = file

    def url(self, name: str) -> str:
        """Address of a file for use in a page. KeyError for a file that is not there."""
        return f"/static/{self._by_name[name].hashed_name}"

    def find(self, hashed_name: str) -> StaticFile | None:
        """The file with this hashed name."""
        return self._by_hashed_name.get(hashed_name)

    def handler(self) -> HTTPRouteHandler:
        """The route `/static/…`."""

        @get("/static/{name:path}", opt=PUBLIC, name="static", include_in_schema=False, sync_to_thread=False)
        def send_static_file(request: Request[Any, Any, Any], name: FromPath[Path]) -> Response[bytes]:
            file = self.find(name.as_posix().lstrip("/"))
            if file is None:
                raise NotFoundException
            return file.answer(request.headers.get("accept-encoding", ""))

        return send_static_file
