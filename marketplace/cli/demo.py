"""`marketplace demo`: everything on this machine, under this one process.

This process imports little and does little: it owns the database server, has everything prepared by a child
process when that is needed, and then owns the web server and the worker.
"""

# ruff: noqa: PLC0415, T201 - a command imports what it needs when it runs, and prints

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from marketplace.cli.beside import Beside
from marketplace.cli.databases import Server, database_server
from marketplace.cli.serving import check_geocoder, check_port, run_site
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.state import Prepared, forget_prepared, read_prepared
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings, load_settings

_STOP_SECONDS = 1.0
_POLL_SECONDS = 0.02
_CHECK_SECONDS = 0.5


def run_demo(settings: Settings, listings: int | None, council: str | None) -> None:
    """Start everything, print the address when it answers, and go on until stopped."""
    began = time.monotonic()
    if council is not None:
        from marketplace.cli.preparing import council_code

        council = council_code(council)
    _set_default("MARKETPLACE_WORKERS", "1")
    _set_default("MARKETPLACE_DEMONSTRATION", "yes")
    _set_default("MARKETPLACE_LOG_LEVEL", "warning")
    with ExitStack() as stack:
        stack.enter_context(stopped_by_signals())
        stack.enter_context(_only_one(settings))
        check_port(settings)
        check_geocoder(settings)
        server = stack.enter_context(database_server(settings))
        prepared = _ready_already(settings, listings, council)
        if prepared is None:
            _run_preparation(settings, server, listings, council)
            prepared = read_prepared(settings.data_dir)
        if prepared is not None and prepared.council:
            _set_default("MARKETPLACE_COUNCIL", prepared.council)
        settings = load_settings(os.environ)

        def tell() -> None:
            seconds = time.monotonic() - began
            _print(f"Hereabouts is ready after {seconds:.1f} s: {settings.address}")
            _print_people(settings)
            _print("Ctrl-C stops it.")

        beside = Beside(settings, with_worker=True, check=server.check, on_ready=tell)
        run_site(settings, beside, stop_with_terminal=True)


def _print_people(settings: Settings) -> None:
    """Say whom one can sign in as."""
    if not settings.demonstration:
        return
    from marketplace.accounts.demonstration.rules import PASSWORD
    from marketplace.places.councils.service import find_council
    from seed.demo.sign_ins import made_up_people

    _print(f"Sign in at {settings.address}/sign-in with the password {PASSWORD} as:")
    for person in made_up_people(settings.council):
        role = "supporter" if person.acts_for else str(person.role)
        council = find_council(person.council_code or "")
        where = f", {council.name}" if council else ""
        _print(f"  {person.address:<38} {role}{where}")
    _print("Person, supporter, provider and practitioner find a pool at work at /home.")
    _print(f"Staff also need a code, which {settings.address}/demonstration shows.")


def _set_default(name: str, value: str) -> None:
    """Set a variable that is not set, for this process and its children."""
    if not os.environ.get(name, "").strip():
        os.environ[name] = value


def _ready_already(settings: Settings, listings: int | None, council: str | None) -> Prepared | None:
    """What an earlier start prepared, if it is what is asked for and its database is the embedded one."""
    prepared = None if settings.database_url else read_prepared(settings.data_dir)
    if prepared is None or (listings or prepared.listings) != prepared.listings:
        return None
    return prepared if (council or prepared.council) == prepared.council else None


def _run_preparation(settings: Settings, server: Server, listings: int | None, council: str | None) -> None:
    """Have everything prepared by a process of its own, whose memory is free again afterwards."""
    forget_prepared(settings.data_dir)
    _print("Getting ready. The first time this takes up to a minute, or longer with very many listings.")
    command = [sys.executable, "-m", "marketplace", "prepare-demo"]
    command += ["--listings", str(listings)] if listings is not None else []
    command += ["--council", council] if council is not None else []
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        child = subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=subprocess.DEVNULL, stderr=complaints, start_new_session=True
        )
        try:
            _wait_for(child, server)
        finally:
            _stop(child)
        complaints.seek(0)
        said = complaints.read().strip().splitlines()
    if child.returncode != 0:
        raise OperatorError(said[-1] if said else "Getting ready ended without a word.")


def _wait_for(child: subprocess.Popen[bytes], server: Server) -> None:
    """Wait for the preparation. When it fails because the database server ended, say why that did."""
    looked = time.monotonic()
    while child.poll() is None:
        time.sleep(_POLL_SECONDS)
        if time.monotonic() - looked > _CHECK_SECONDS:
            server.check()
            looked = time.monotonic()
    if child.returncode != 0:
        time.sleep(_CHECK_SECONDS)
        server.check()


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Stop the preparation and whatever it started: they are a process group of their own."""
    if child.poll() is None:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the data directory for this demonstration; say where the other one is when there is one."""
    path = settings.data_dir / "demo.lock"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise OperatorError(
            f"The data directory {settings.data_dir} cannot be written to: {error.strerror}."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OperatorError(
                f"The demonstration in {settings.data_dir} runs already{_where(path)}: "
                f"open that, or choose another --data-dir."
            ) from error
        lock.truncate(0)
        lock.write(settings.address)
        lock.flush()
        yield


def _where(path: Path) -> str:
    address = path.read_text(encoding="utf-8").strip()
    return f" at {address}" if address else ""


def _print(line: str) -> None:
    print(line, flush=True)
