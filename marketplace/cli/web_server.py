"""Granian's server, whose processes leave Ctrl-C to this one."""

import signal
import threading
from typing import Any

from granian.server.mp import MPServer

_LOOK_SECONDS = 0.5


class WakefulEvent(threading.Event):
    """An event whose waiting is broken off now and then, so that Python looks for signals.

    A signal that comes while another thread starts a program may be taken by that thread. Python's handlers
    run in the main thread only, and nothing would wake it.
    """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set."""
        if timeout is not None:
            return super().wait(timeout)
        while not super().wait(_LOOK_SECONDS):
            pass
        return True


class WebServer(MPServer):
    """Starts its processes with SIGINT blocked.

    A terminal sends Ctrl-C to all of them, and one that is still importing would print a traceback. All of
    them are stopped by this process anyway.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.main_loop_interrupt = WakefulEvent()

    def _spawn_workers(self, *arguments: Any) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super()._spawn_workers(*arguments)  # type: ignore[no-untyped-call]  # Granian has no types here
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
