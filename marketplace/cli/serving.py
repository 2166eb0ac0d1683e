"""The web server and what runs beside it, as children of this one process that never outlive it."""

# ruff: noqa: PLC0415, T201 - a command imports what it needs when it runs, and prints

import asyncio
import errno
import multiprocessing
import os
import signal
import socket
from typing import Any

from marketplace.cli.beside import Beside
from marketplace.cli.databases import database_server
from marketplace.cli.signals import stopped_by_signals
from marketplace.kernel import processes
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings

STOP_SECONDS = 8
_LOG: dict[str, Any] = {
    "handlers": {
        "console": {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    },
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


def check_port(settings: Settings) -> None:
    """Say so when the address cannot be listened on. Web processes share a port, so the system would not."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        raise OperatorError(_port_sentence(error, settings)) from error


def _port_sentence(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is taken by another program: choose another with --port."
    if error.errno == errno.EACCES:
        return f"This account may not listen on port {settings.port}: choose one above 1023 with --port."
    return f"The address {settings.host}:{settings.port} cannot be listened on: {error.strerror}."


def check_geocoder(settings: Settings) -> None:
    """Say so when a geocoder is set that cannot be used. Web processes would only end one after another."""
    if settings.geocoder:
        from marketplace.places.service import configured_geocoder

        configured_geocoder(settings)


def run_server(settings: Settings, *, with_worker: bool) -> None:
    """Serve the site until stopped. Says so when the database is away or not up to date."""
    from marketplace.cli.tasks import check_up_to_date

    check_port(settings)
    check_geocoder(settings)
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(check_up_to_date(server.url))
        beside = Beside(
            settings,
            with_worker=with_worker,
            check=server.check,
            on_ready=lambda: print(f"Serving {settings.address}", flush=True),
            ready_path="/healthz",
        )
        run_site(settings, beside)


def run_site(settings: Settings, beside: Beside, *, stop_with_terminal: bool = False) -> None:
    """Run the web processes, and what belongs beside them, until stopped."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    from marketplace.cli.web_server import WebServer

    os.environ[processes.PARENT_VARIABLE] = str(os.getpid())
    # A web process is replaced while threads run here: a fork would copy whatever lock one of them holds.
    multiprocessing.set_start_method("spawn", force=True)
    server = WebServer(
        "marketplace.app:load",
        factory=True,
        address="127.0.0.1" if settings.host == "localhost" else settings.host,
        port=settings.port,
        workers=settings.workers,
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOG,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )

    def begin() -> None:
        if stop_with_terminal:
            signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        beside.start()

    server.on_startup(begin)
    try:
        server.serve()
    except SystemExit as ended:
        raise OperatorError(
            beside.failure or "The web server stopped, because its processes ended one after another."
        ) from ended
    finally:
        beside.stop()
    if beside.failure:
        raise OperatorError(beside.failure)
