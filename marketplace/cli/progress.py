"""Progress bars on a terminal; elsewhere a line for each step when it is done."""

# ruff: noqa: PLC0415 - imported when it is needed, so that other commands are quick

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

Advance = Callable[[int, int], None]
"""Told how many of how many are done."""


class Steps:
    """The steps of a longer task, which may run side by side."""

    def __init__(self, bars: "Progress | None", out: IO[str]) -> None:
        self._bars = bars
        self._out = out

    @contextmanager
    def step(self, title: str) -> Iterator[Advance]:
        """One step: call what this yields while it goes on."""
        started = time.monotonic()
        if self._bars is None:
            yield _ignore
            print(f"{title}: done in {time.monotonic() - started:.1f} s", file=self._out, flush=True)
            return
        bars, task = self._bars, self._bars.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total)

        yield advance
        total = next(each.total for each in bars.tasks if each.id == task) or 1
        bars.update(task, completed=total, total=total)


@contextmanager
def show_steps() -> Iterator[Steps]:
    """Show steps on standard output."""
    # Held on to here: while migrations run, Piccolo's words to sys.stdout are caught.
    out = sys.stdout
    if not out.isatty():
        yield Steps(None, out)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=out)) as bars:
        yield Steps(bars, out)


def _ignore(_done: int, _total: int) -> None:
    """A pipe or a log wants no bars."""
