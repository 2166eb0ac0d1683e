"""What runs beside the web processes: the watch on the database server, and the worker."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from marketplace.cli.sentences import sentence_for
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings

READY_SECONDS = 60.0
_LOOK_SECONDS = 0.5
_FIRST_LOOKS_SECONDS = 0.03
_RESTART_SECONDS = 3.0
_STOP_SECONDS = 8.0
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to ask ourselves, not to listen


class Beside:
    """A thread that waits for the site to answer, then watches. When something fails it stops this process.

    The worker is this thread's child: Linux ends it with the thread, which lives as long as the process.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        with_worker: bool,
        check: Callable[[], None],
        on_ready: Callable[[], None] = lambda: None,
        ready_path: str = "/readyz",
    ) -> None:
        """`check` raises OperatorError when what the site needs has ended.

        `on_ready` runs when the site first answers 200 at `ready_path`.
        """
        self._ready_path = ready_path
        self._settings = settings
        self._with_worker = with_worker
        self._check = check
        self._on_ready = on_ready
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="beside", daemon=True)
        self._worker: subprocess.Popen[bytes] | None = None
        self.failure: str | None = None
        """Why it stopped the process, if it did."""

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the worker and the watch."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._wait_until_ready()
            self._on_ready()
            self._watch()
        except Exception as error:  # noqa: BLE001 - whatever it is, the process must not go on unwatched
            self.failure = sentence_for(error)
        finally:
            self._stop_worker()
        if self.failure:
            os.kill(os.getpid(), signal.SIGTERM)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._stopping.wait(_FIRST_LOOKS_SECONDS):
            self._check()
            if answers(self._settings, self._ready_path):
                return
            if time.monotonic() > deadline:
                raise OperatorError(f"The site did not get ready within {READY_SECONDS:.0f} seconds.")

    def _watch(self) -> None:
        started = -_RESTART_SECONDS
        while not self._stopping.wait(_LOOK_SECONDS if self._worker else 0):
            self._check()
            if not self._with_worker:
                self._stopping.wait(_LOOK_SECONDS)
            elif self._worker is None or self._worker.poll() is not None:
                if self._stopping.wait(max(0.0, started + _RESTART_SECONDS - time.monotonic())):
                    return
                started = time.monotonic()
                self._worker = subprocess.Popen(
                    [sys.executable, "-m", "marketplace", "worker"],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for this process, which then stops the worker
                )

    def _stop_worker(self) -> None:
        if self._worker is None or self._worker.poll() is not None:
            return
        self._worker.terminate()
        try:
            self._worker.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()


def answers(settings: Settings, path: str) -> bool:
    """The site on this machine answers 200 at this path."""
    host = _EVERY_ADDRESS.get(settings.host, settings.host)
    connection = http.client.HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
