"""As much of HTTP/1.1 as keeps connections open and brings requests with a length to an ASGI application."""

import asyncio
from http import HTTPStatus
from urllib.parse import unquote

_END_OF_HEAD = b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """One connection; its requests are answered one after the other."""

    def __init__(self, app, connections):
        self._app = app
        self._connections = connections
        self._waiting = bytearray()
        self._request = None
        self._answering = None
        self._transport = None

    def connection_made(self, transport):
        self._transport = transport
        self._connections.add(self)

    def connection_lost(self, _error):
        self._connections.discard(self)

    def abort(self):
        """Drops the connection at once."""
        self._transport.abort()

    def data_received(self, data):
        self._waiting += data
        self._next()

    def _next(self):
        if self._answering is not None or not self._read_head():
            return
        scope, start, end = self._request
        if len(self._waiting) < end:
            return
        body = bytes(self._waiting[start:end])
        del self._waiting[:end]
        self._request = None
        self._answering = asyncio.get_running_loop().create_task(self._answer(scope, body))

    def _read_head(self):
        """Whether the head is there: what is asked for, and where the body begins and ends."""
        if self._request is None:
            end = self._waiting.find(_END_OF_HEAD)
            if end < 0:
                return False
            first, *lines = bytes(self._waiting[:end]).split(b"\r\n")
            headers = [_header(line) for line in lines]
            start = end + len(_END_OF_HEAD)
            length = int(dict(headers).get(b"content-length", 0))
            self._request = _scope(first, headers), start, start + length
        return True

    async def _answer(self, scope, body):
        head = b""

        async def receive():
            return {"type": "http.request", "body": body}

        async def send(message):
            nonlocal head
            if message["type"] == "http.response.start":
                head = _head(message)
            elif not self._transport.is_closing():
                self._transport.write(head + message["body"])

        try:
            await self._app(scope, receive, send)
        except Exception:
            self.abort()
            raise
        finally:
            self._answering = None
        self._next()


def _header(line):
    name, value = line.split(b":", 1)
    return name.strip().lower(), value.strip()


def _scope(first_line, headers):
    method, target, _ = first_line.decode("ascii").split(" ")
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "query_string": query.encode("ascii"),
        "headers": headers,
    }


def _head(message):
    status = HTTPStatus(message["status"])
    lines = [b"HTTP/1.1 %d %s" % (status, status.phrase.encode())]
    lines += [name + b": " + value for name, value in message["headers"]]
    return b"\r\n".join(lines) + _END_OF_HEAD
