"""Granian's server, whose processes leave Ctrl-C to this one."""

import signal
from typing import Any

from granian.server.mp import MPServer


class WebServer(MPServer):
    """Starts its processes with SIGINT blocked.

    A terminal sends Ctrl-C to all of them, and one that is still importing would print a traceback. All of
    them are stopped by this process anyway.
    """

    def _spawn_workers(self, *arguments: Any) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super()._spawn_workers(*arguments)  # type: ignore[no-untyped-call]
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
