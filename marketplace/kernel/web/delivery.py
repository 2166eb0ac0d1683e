"""The one door that every answer leaves by: language, security headers, compression, ETag and 304, HEAD.

It stands round the whole application, so that pages for unknown addresses and errors pass through it too.
"""

import gzip
import hashlib
from collections.abc import Mapping
from urllib.parse import parse_qs

import brotli
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from marketplace.kernel.i18n import choose_language, languages, use_language
from marketplace.kernel.web.static_files import accepted_encoding, is_compressible

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=(self), camera=(), microphone=(), interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
SMALLEST_COMPRESSED_BYTES = 500
BROTLI_QUALITY, BROTLI_WINDOW_BITS = 6, 16
"""Pages fit into a small window, and with it half a millisecond is enough."""
GZIP_LEVEL = 6


class Delivery:
    """Wraps the application; see the module."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = dict(SECURITY_HEADERS)
        if https:
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        asked = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        use_language(_language_of(scope.get("query_string", b""), asked))
        is_head = scope["method"] == HttpMethod.HEAD
        if is_head:
            scope["method"] = HttpMethod.GET
        answer = _Answer(send, asked, self._headers, is_head=is_head)
        await self._app(scope, receive, answer.send)


class _Answer:
    """One answer on its way out. One that comes in a single piece is compressed and gets an ETag."""

    def __init__(
        self, send: Send, asked: Mapping[str, str], security: Mapping[str, str], *, is_head: bool
    ) -> None:
        self._send = send
        self._asked = asked
        self._security = security
        self._is_head = is_head
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        """Take a message of the application; what goes out may be another."""
        if message["type"] == "http.response.start":
            self._start = message
            headers = MutableScopeHeaders.from_message(message)
            for name, value in self._security.items():
                if name not in headers:
                    headers[name] = value
            return
        if message["type"] == "http.response.body":
            start, self._start = self._start, None
            body = message.get("body", b"")
            if start is not None:
                if not message.get("more_body"):
                    body = self._finish(start, body)
                await self._send(start)
            message["body"] = b"" if self._is_head else body
        await self._send(message)

    def _finish(self, start: HTTPResponseStartEvent, body: bytes) -> bytes:
        """Compress a whole body and settle the headers that depend on it; return what is to be sent."""
        headers = MutableScopeHeaders.from_message(start)
        if "etag" not in headers and start["status"] == 200 and body:  # noqa: PLR2004 - OK
            headers["etag"] = f'W/"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        if is_compressible(headers.get("content-type", "")):
            vary = [
                headers.get("vary", ""),
                "Accept-Encoding",
                "Accept-Language" if len(languages()) > 1 else "",
            ]
            headers["vary"] = ", ".join(dict.fromkeys(part for part in vary if part))
            body = self._compressed(headers, body)
        if start["status"] == 200 and self._is_known(headers.get("etag", "")):  # noqa: PLR2004 - OK
            start["status"] = 304
            body = b""
            for name in ("content-type", "content-encoding", "content-length"):
                if name in headers:
                    del headers[name]
        elif body:
            headers["content-length"] = str(len(body))
        return body

    def _compressed(self, headers: MutableScopeHeaders, body: bytes) -> bytes:
        if len(body) < SMALLEST_COMPRESSED_BYTES or "content-encoding" in headers:
            return body
        encoding = accepted_encoding(self._asked.get("accept-encoding", ""))
        if encoding:
            headers["content-encoding"] = encoding
        if encoding == "br":
            return bytes(brotli.compress(body, quality=BROTLI_QUALITY, lgwin=BROTLI_WINDOW_BITS))
        return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0) if encoding == "gzip" else body

    def _is_known(self, etag: str) -> bool:
        """Whether the browser has this very answer already."""
        known = {tag.strip().removeprefix("W/") for tag in self._asked.get("if-none-match", "").split(",")}
        return bool(etag) and (etag.removeprefix("W/") in known or "*" in known)


def _language_of(query_string: bytes, headers: Mapping[str, str]) -> str:
    if len(languages()) == 1:
        return languages()[0]
    asked = parse_qs(query_string.decode("latin-1")[:2000], max_num_fields=None).get("lang", [None])
    return choose_language(asked[0], headers.get("accept-language", ""))
