"""The door of kept settings: pages ask the database for them once after a change, and not each time."""

from collections.abc import Iterable
from time import monotonic

from marketplace.councils import repository
from marketplace.councils.schemas import CouncilSettings
from marketplace.councils.service import list_council_settings

OLDEST_SECONDS = 10.0
"""What nobody compared with the database for so long is not shown any more."""


class KeptSettings:
    """Settings that were asked for since any council last changed its own."""

    def __init__(self) -> None:
        self._versions: dict[str, int] | None = None
        self._kept: dict[str | None, CouncilSettings] = {}
        self._compared_at = float("-inf")

    async def refresh(self) -> None:
        """Forget all when a council changed something. One statement; to be called every few seconds."""
        at = monotonic()
        versions = await repository.list_versions()
        if versions != self._versions:
            # Another dictionary: who reads from the database just now keeps what may be old in this one.
            self._versions, self._kept = versions, {}
        self._compared_at = at

    async def list_settings(self, codes: Iterable[str | None]) -> dict[str | None, CouncilSettings]:
        """As `councils.service.list_council_settings`, a few seconds old at most. No statement, mostly."""
        wanted, kept = set(codes), self._kept
        if monotonic() - self._compared_at > OLDEST_SECONDS:
            return await list_council_settings(wanted)
        if missing := wanted - kept.keys():
            kept.update(await list_council_settings(missing))
        return {code: kept[code] for code in wanted}
