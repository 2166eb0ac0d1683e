"""What made-up people did in the past, day after day, so that each step finds what came before it.

Of the letters that this writes those are kept that a visitor can open: the latest, to people to sign in as.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from marketplace.accounts.demonstration.rules import DOMAIN
from marketplace.kernel import clock
from marketplace.mail.service import only_to

_LETTERS_OF_DAYS = 3
"""Older ones would be too old to be sent."""

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
            is_wanted = _is_known if days_ago <= _LETTERS_OF_DAYS else _nobody
            with clock.stopped_at(self._now - timedelta(days=days_ago)), only_to(is_wanted):
                await step()


def _is_known(address: str) -> bool:
    return address.endswith(f"@{DOMAIN}")


def _nobody(_address: str) -> bool:
    return False
