"""Starts a program that ends when its owner does. Run as a script, with the standard library only.

    python -I -S launcher.py OWNER_PID UID GID MECHANISM PROGRAM ARGUMENT…

UID and GID are "-" to stay who one is. After this the process *is* the program, under the same process id.

MECHANISM `kernel` (Linux): the kernel sends SIGINT to the program at the moment its owner ends, kill -9
included. MECHANISM `pipe` (everywhere else): standard input is a pipe that only the owner holds open; a
small watcher process reads it and sends SIGINT when it closes, which the system does for any way the owner
ends. What it cannot outlive is a kill -9 of the watcher itself; then the program stays until the next start
finds and stops it. MECHANISM `none`: for programs that end by themselves.
"""

import contextlib
import ctypes
import os
import select
import signal
import sys

PR_SET_PDEATHSIG = 1


def ask_kernel(owner: int) -> None:
    """Have the kernel signal this process, and whatever it executes, when the owner ends."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != owner:
        sys.exit("The owner ended while this was starting.")


def leave_watcher() -> None:
    """Leave a grandchild that waits for the end of standard input, and then stops this process."""
    program = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    os.setsid()
    while not select.select([0], [], [], 1.0)[0]:
        _end_with(program)
    with contextlib.suppress(ProcessLookupError):
        os.kill(program, signal.SIGINT)
    os._exit(0)


def _end_with(program: int) -> None:
    try:
        os.kill(program, 0)
    except OSError:
        os._exit(0)


def main(arguments: list[str]) -> None:
    """Drop privileges, tie this process to its owner and become the program."""
    owner, uid, gid, mechanism, *command = arguments
    # All is imported by now: after this the account may not be able to read Python's own files.
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if mechanism == "kernel":
        ask_kernel(int(owner))
    elif mechanism == "pipe":
        leave_watcher()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
