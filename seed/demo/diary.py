"""What made-up people did in the past, day after day, so that each step finds what came before it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from marketplace.kernel import clock

Step = Callable[[], Awaitable[object]]


class Diary:
    """Steps with their days; `live` takes them in order, each on its day."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._steps: list[tuple[float, Step]] = []

    def on(self, days_ago: float, step: Step) -> None:
        """Take a step so many days before now."""
        self._steps.append((days_ago, step))

    async def live(self) -> None:
        """Take all steps, the oldest first; those of one moment in the order in which they were written."""
        for days_ago, step in sorted(self._steps, key=lambda each: -each[0]):
            with clock.stopped_at(self._now - timedelta(days=days_ago)):
                await step()
