"""Progress bars on a terminal; elsewhere a line for each step when it is done."""

# ruff: noqa: PLC0415, T201 - a command imports what it needs when it runs, and prints

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

Advance = Callable[[int, int], None]
"""Told how many of how many are done."""


class Steps:
    """The steps of a longer task, which may run side by side."""

    def __init__(self, bars: "Progress | None") -> None:
        self._bars = bars

    @contextmanager
    def step(self, title: str) -> Iterator[Advance]:
        """One step: call what this yields while it goes on."""
        started = time.monotonic()
        if self._bars is None:
            yield _ignore
            print(f"{title}: done in {time.monotonic() - started:.1f} s", flush=True)
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
    if not sys.stdout.isatty():
        yield Steps(None)
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns) as bars:
        yield Steps(bars)


def _ignore(_done: int, _total: int) -> None:
    """A pipe or a log wants no bars."""
