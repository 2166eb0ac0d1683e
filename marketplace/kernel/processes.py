"""Other processes of this machine, and the tie of a worker process to the one that started it."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
PARENT_VARIABLE = "MARKETPLACE_PARENT_PROCESS"
"""Tells a child process which process it must not outlive: that of the command that started it."""
_WATCH_SECONDS = 0.5


def is_alive(pid: int) -> bool:
    """A process with this id exists (one that has ended and waits to be collected does not count)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def command_of(pid: int) -> str:
    """The command line of a process; empty when it cannot be told."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if sys.platform == "linux":
            return ""
    done = subprocess.run(  # noqa: S603 - a number is all that varies
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Wait for a process to end; False when it did not in that time."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def end_with_starter() -> None:
    """Have this process killed when the command that started it ends, if it says that one did."""
    if parent := os.environ.get(PARENT_VARIABLE):
        end_with_parent(int(parent))


def end_with_parent(parent: int | None = None) -> None:
    """Have this process killed when the one that started it ends, in whatever way.

    On Linux the kernel does it at once. Everywhere a thread looks twice a second as well, since the
    kernel's tie is to the *thread* that started this process, and is lost when this runs too late. Nothing
    that this process writes may be of a kind that a kill can damage.
    """
    expected = os.getppid() if parent is None else parent
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != expected:
        os.kill(os.getpid(), signal.SIGKILL)
    threading.Thread(target=_watch, args=(expected,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
