"""The door of looks: keeps what every page shows in step with the settings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from marketplace.councils.kept.service import KeptSettings
from marketplace.councils.looks.rules import brand_of
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.logging import log
from marketplace.kernel.web.theme import Brand

LOOK_SECONDS = 2.0
"""How long a process may show the old ones after a change."""


class LooksKeeper:
    """Shows the looks of one council's site, and keeps the settings of all in step with the database."""

    def __init__(self, council_code: str | None, base: Brand, show: Callable[[Brand], None]) -> None:
        self.kept = KeptSettings()
        self._council_code = council_code or NATIONAL
        self._base = base
        self._show = show
        self.shown: Brand = base

    async def refresh(self) -> bool:
        """Show what the settings say now; True when that is something else than before.

        One statement, and another after a change.
        """
        await self.kept.refresh()
        settings = await self.kept.list_settings([self._council_code])
        brand = brand_of(self._base, settings[self._council_code])
        if brand == self.shown:
            return False
        self._show(brand)
        self.shown = brand
        return True

    @asynccontextmanager
    async def running(self, seconds: float = LOOK_SECONDS) -> AsyncIterator[None]:
        """Look again and again as long as this context lasts. A database that is away changes nothing."""
        task = asyncio.create_task(self._run(seconds))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self, seconds: float) -> None:
        is_failing = False
        while True:
            try:
                await self.refresh()
                is_failing = False
            except Exception as error:  # noqa: BLE001 - whatever it is, the pages go on as they are
                if not is_failing:
                    log.warning("looks not read", exc_info=error)
                is_failing = True
            await asyncio.sleep(seconds)
