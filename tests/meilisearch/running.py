"""Running the test server in a thread of this process, or standing in front of a real one.

`MEILISEARCH_TEST_URL` (and `MEILISEARCH_TEST_KEY`, its master key) name a real server to test against; it has
no controls, and tests that need them are skipped.
"""

import asyncio
import os
import threading
from contextlib import contextmanager

from tests.meilisearch.http_loop import Connection
from tests.meilisearch.server import MeilisearchServer

_HOST = "127.0.0.1"


class RealServer:
    """A Meilisearch that somebody runs; `app` is None."""

    app = None
    has_controls = False

    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.key = key


class TestServer:
    """The test server on a port of this machine, with the controls that tests turn."""

    __test__ = False
    has_controls = True

    def __init__(self, master_key=None):
        self.key = master_key
        self.app = MeilisearchServer(master_key)
        self._loop = asyncio.new_event_loop()
        self._connections = set()
        self._listener = None
        self._port = 0
        self._thread = threading.Thread(target=self._run, name="meilisearch test server", daemon=True)

    @property
    def url(self):
        return f"http://{_HOST}:{self._port}"

    def start(self):
        self._thread.start()
        self.come_back()

    def stop(self):
        self.go_down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        tasks = self._loop.create_task(self.app.do_tasks())
        self._loop.run_forever()
        for task in [tasks, *asyncio.all_tasks(self._loop)]:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(self._loop), return_exceptions=True))

    def _in_loop(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def go_down(self):
        """Refuses connections and drops those that are open; what it holds stays."""
        self._in_loop(self._close())

    def come_back(self):
        """Answers again, at the same address."""
        self._in_loop(self._open())

    async def _open(self):
        if self._listener is None:
            self._listener = await self._loop.create_server(
                lambda: Connection(self.app, self._connections), _HOST, self._port
            )
            self._port = self._listener.sockets[0].getsockname()[1]

    async def _close(self):
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for connection in list(self._connections):
            connection.abort()
        await asyncio.sleep(0)

    @property
    def delay_seconds(self):
        """How late every answer is."""
        return self.app.delay_seconds

    @delay_seconds.setter
    def delay_seconds(self, seconds):
        self.app.delay_seconds = seconds

    def _control(self, function, *arguments):
        async def call():
            function(*arguments)

        self._in_loop(call())

    def hold_tasks(self):
        """Tasks stay enqueued until they are released."""
        self._control(self.app.hold_tasks)

    def release_tasks(self):
        self._control(self.app.release_tasks)

    def fail_next_task(self, code="internal", message="Told to fail by a test."):
        """The next task that is done fails."""
        self._control(self.app.fail_next_task, code, message)

    def cancel_next_task(self):
        """The next task that is done is canceled instead."""
        self._control(self.app.cancel_next_task)

    def forget_everything(self):
        """No index, task or key is left."""
        self._control(self.app.forget_everything)


@contextmanager
def run_server(master_key=None):
    """The test server, started; or the real server that the environment names, whatever key is asked for."""
    if url := os.environ.get("MEILISEARCH_TEST_URL"):
        yield RealServer(url, os.environ.get("MEILISEARCH_TEST_KEY"))
        return
    server = TestServer(master_key)
    server.start()
    try:
        yield server
    finally:
        server.stop()
