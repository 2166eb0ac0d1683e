"""A PostgreSQL server as its files tell of it: alive or left over, and its last words."""

import os
import signal
import subprocess
from pathlib import Path

from msgspec import Struct

from marketplace.kernel import processes
from marketplace.kernel.errors import OperatorError

_SOCKET_LINE = 4
_STATUS_LINE = 7
_TELLING = ("FATAL:", "PANIC:", "error:")
_LAST_LINES = 40
_OWNER_DIED_SECONDS = 3.0
_STOP_SECONDS = 20.0


class Postmaster(Struct, frozen=True):
    """What a server says of itself in postmaster.pid."""

    pid: int
    socket_folder: Path
    is_ready: bool


def read(cluster: Path) -> Postmaster | None:
    """What postmaster.pid says, or None when there is none or it is being written."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return Postmaster(
            pid=int(lines[0]),
            socket_folder=Path(lines[_SOCKET_LINE].strip()) if len(lines) > _SOCKET_LINE else cluster,
            is_ready=len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready",
        )
    except (OSError, ValueError, IndexError):
        return None


def clear_old(cluster: Path) -> None:
    """Wait for, or stop, the server of an owner that died; forget one whose process id is someone else's now.

    Call it with the owner's lock held: no living owner has that server. PostgreSQL itself refuses to start
    while the process id in postmaster.pid is taken, which happens in containers: they count from 1 at each
    start.
    """
    server = read(cluster)
    if server is None or not processes.is_alive(server.pid):
        return
    if str(cluster) not in processes.command_of(server.pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        return
    steps = ((None, _OWNER_DIED_SECONDS), (signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, _STOP_SECONDS))
    for stop_signal, seconds in steps:
        if stop_signal is not None:
            os.kill(server.pid, stop_signal)
        if processes.wait_until_gone(server.pid, seconds):
            return
    raise OperatorError(
        f"An earlier PostgreSQL (process {server.pid}) still runs on {cluster}: stop it first."
    )


def stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Stop a server cleanly; without a checkpoint if it takes longer than `seconds`. Nothing is lost."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(seconds)
    if process.stdin is not None:
        process.stdin.close()


def last_words(text: str) -> str:
    """The line that says why: PostgreSQL ends with several, of which FATAL, PANIC and errors tell most."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][-_LAST_LINES:]
    telling = [line for line in lines if any(mark in line for mark in _TELLING)]
    said = (telling or lines or ["it left no word"])[-1]
    for mark in _TELLING:
        said = said.partition(mark)[2] or said
    return f"{said.strip().rstrip('.')}."
