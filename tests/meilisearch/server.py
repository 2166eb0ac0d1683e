"""A server for tests that speaks Meilisearch's HTTP API, as an ASGI application.

It is written apart from the product's own search engine and must stay so: what both believed wrongly no test
would find. What it does not do is listed in docs/reference/search-engines-testing.md.
"""

import asyncio
import gzip
from traceback import format_exception
from urllib.parse import parse_qsl

import msgspec

from tests.meilisearch.errors import ApiError, bad
from tests.meilisearch.routes import answer
from tests.meilisearch.state import State

TASK_SECONDS = 0.001
"""How long a task waits before it is done, so that whoever does not wait for it is found out."""


class MeilisearchServer:
    """The application. All of it runs in one event loop; controls may be set from any thread."""

    def __init__(self, master_key=None):
        self.master_key = master_key
        self.delay_seconds = 0.0
        """Every answer is late by so much."""
        self.requests = []
        """(method, path) of every request, for tests that count them."""
        self._to_do = asyncio.Event()
        self.forget_everything()

    def forget_everything(self):
        """As if the server had just been set up: no index, no task, no key."""
        self.state = State(self.master_key)
        self.requests.clear()

    def hold_tasks(self):
        """Tasks stay enqueued until `release_tasks`; they can still be canceled."""
        self.state.queue.held = True

    def release_tasks(self):
        self.state.queue.held = False
        self._to_do.set()

    def fail_next_task(self, code, message):
        """The next task that is done fails with this."""
        self.state.queue.next_failure = ApiError(400, code, message)

    def cancel_next_task(self):
        """The next task that is done is canceled instead."""
        self.state.queue.cancel_next = True

    async def do_tasks(self):
        """Does the tasks as they come, for as long as the server runs."""
        while True:
            await self._to_do.wait()
            self._to_do.clear()
            await asyncio.sleep(TASK_SECONDS)
            if self.state.queue.run():
                self._to_do.set()

    async def __call__(self, scope, receive, send):
        status, body = await self._answer(scope, await _read(receive))
        if self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)
        content = b"" if body is None else msgspec.json.encode(body)
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope, content):
        headers = dict(scope["headers"])
        method, path = scope["method"], scope["path"]
        self.requests.append((method, path))
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        authorization = headers.get(b"authorization", b"").decode()
        try:
            body = _parse(method, path, content, headers)
            return answer(self.state, method, path, query, authorization, body)
        except ApiError as error:
            return error.status, error.body()
        except Exception as error:  # noqa: BLE001 - told to the test, and the connection goes on
            return 500, ApiError(500, "internal", "".join(format_exception(error))).body()
        finally:
            if method != "GET":
                self._to_do.set()


async def _read(receive):
    content = b""
    while True:
        message = await receive()
        content += message.get("body", b"")
        if not message.get("more_body"):
            return content


def _parse(method, path, content, headers):
    if not content:
        if method in ("POST", "PATCH", "PUT") and path != "/tasks/cancel":
            raise bad("missing_payload", "A json payload is missing.")
        return None
    kind = headers.get(b"content-type", b"").split(b";")[0].strip()
    if kind != b"application/json":
        raise ApiError(
            415,
            "invalid_content_type" if kind else "missing_content_type",
            f"The Content-Type `{kind.decode()}` does not support the expected content. Accepted values for "
            "the Content-Type header are: `application/json`",
        )
    if headers.get(b"content-encoding") == b"gzip":
        content = gzip.decompress(content)
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise bad("malformed_payload", f"The json payload provided is malformed. `{error}`.") from None
