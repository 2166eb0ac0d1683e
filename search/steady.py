"""Two engines to read from as one: a server that may be slow or away, and one here that never is."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextvars import Context
from typing import Any, TypeVar
from uuid import UUID

from msgspec.structs import replace

from search.documents import Change, IndexSchema
from search.engine import Rebuild, SearchEngine, SearchError
from search.query import Near, SearchPage, SearchQuery, Suggestion, Watermark

BUDGET_SECONDS = 0.4
"""So long a visitor waits for the first engine, before the spare answers."""
LEAST_REST_SECONDS = 1.0
LONGEST_REST_SECONDS = 30.0
"""After a failure the first is left alone, each time for twice as long up to this."""
PATIENT_SECONDS = 20.0
"""In a trial the first may take so long once: it may have to load what it keeps in memory."""
LOOK_SECONDS = 5.0
"""This often it is looked at whether the first is still fit to be asked."""

_READING = "This process opened the search engines for reading only."
_NEVER_FILLED = "The search server's index was never filled."

T = TypeVar("T")
Question = Callable[[SearchEngine], Awaitable[T]]


def _tell_nobody(_is_back: bool, _error: Exception | None) -> None:  # noqa: FBT001 - as it is called
    """Nobody wants to know."""


class SteadyEngine:
    """Asks the first engine while it answers well, else the spare; what the spare answers is `degraded`.

    The first is not asked before a trial in the background went well: at the start, and after each failure or
    time-out. A trial puts the question of a visitor, whom the spare has answered meanwhile. So nobody waits
    longer than the budget, and only those who ask at the very moment when the first fails wait at all.
    """

    name = "steady"

    def __init__(
        self,
        first: SearchEngine,
        spare: SearchEngine,
        *,
        is_fit: Callable[[], Awaitable[bool]] | None = None,
        tell: Callable[[bool, Exception | None], None] = _tell_nobody,
        budget_seconds: float = BUDGET_SECONDS,
        least_rest_seconds: float = LEAST_REST_SECONDS,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        """`is_fit` says whether the first knows what it should; asked in a trial and now and then.

        `tell` is called with True when the first is taken into use, and with False and the reason when it is
        left alone; never twice with the same.
        """
        self._first, self._spare = first, spare
        self._is_fit, self._tell = is_fit, tell
        self._budget, self._least_rest, self._look_every = budget_seconds, least_rest_seconds, look_seconds
        self._is_in_use = False
        self._was_told: bool | None = None
        self._used_since = self._look_at = self._try_at = self._rest = 0.0
        self._beside: asyncio.Task[None] | None = None
        self._loose: set[asyncio.Future[Any]] = set()

    async def search(self, query: SearchQuery) -> SearchPage:
        """Answer one query."""

        async def ask(engine: SearchEngine) -> SearchPage:
            page = await engine.search(query)
            if engine is self._first and page.watermark == 0:
                raise SearchError(_NEVER_FILLED)
            return page

        page, is_spare = await self._ask(ask)
        return replace(page, degraded=True) if is_spare else page

    async def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Total of each query, exactly."""
        return (await self._ask(lambda engine: engine.count(queries)))[0]

    async def suggest(self, text: str, near: Near | None, limit: int) -> list[Suggestion]:
        """Documents whose title goes on from the text."""
        return (await self._ask(lambda engine: engine.suggest(text, near, limit)))[0]

    async def watermark(self) -> Watermark:
        """State of the index that answers at this moment."""
        return (await self._ask(lambda engine: engine.watermark()))[0]

    def versions(self) -> AsyncIterator[tuple[UUID, int]]:
        """Id and version of every document of the spare."""
        return self._spare.versions()

    async def ensure(self, schema: IndexSchema) -> None:  # noqa: ARG002 - it is for reading
        """Refuse."""
        raise SearchError(_READING)

    async def apply(self, changes: Sequence[Change]) -> None:  # noqa: ARG002 - as above
        """Refuse."""
        raise SearchError(_READING)

    async def rebuild(self) -> Rebuild:
        """Refuse."""
        raise SearchError(_READING)

    async def purge(self) -> None:
        """Refuse."""
        raise SearchError(_READING)

    async def aclose(self) -> None:
        """Let go of both engines."""
        running = [*self._loose, *([self._beside] if self._beside else [])]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._first.aclose()
        await self._spare.aclose()

    async def _ask(self, question: Question[T]) -> tuple[T, bool]:
        """The answer, and whether the spare gave it."""
        is_tried = self._is_in_use
        if is_tried:
            self._look_if_due()
            try:
                return await self._in_time(question), False
            except Exception as error:  # noqa: BLE001 - whatever it is, the visitor gets an answer
                self._stop_using(error)
        else:
            self._try_if_due(question)
        try:
            return await question(self._spare), True
        except SearchError:
            if is_tried:
                raise
        return await self._in_time(question), False

    async def _in_time(self, question: Question[T]) -> T:
        """Ask the first; TimeoutError when the budget is used up, however slowly it lets go."""
        task = asyncio.ensure_future(question(self._first))
        try:
            await asyncio.wait((task,), timeout=self._budget)
        finally:
            if not task.done():
                task.cancel()
                self._loose.add(task)
                task.add_done_callback(self._forget)
        if task in self._loose:
            raise TimeoutError("The search server did not answer in time.")
        return task.result()

    def _forget(self, task: asyncio.Future[Any]) -> None:
        self._loose.discard(task)
        if not task.cancelled():
            task.exception()

    def _stop_using(self, error: Exception) -> None:
        """Leave the first alone, if none of those who ask at the same time has done so already."""
        if self._is_in_use:
            if time.monotonic() - self._used_since > LONGEST_REST_SECONDS:
                self._rest = 0.0
            self._leave_alone(error)

    def _leave_alone(self, error: Exception) -> None:
        """Let it rest for twice as long as the last time."""
        self._rest = min(max(self._least_rest, self._rest * 2), LONGEST_REST_SECONDS)
        self._try_at = time.monotonic() + self._rest
        self._change(is_in_use=False, error=error)

    def _change(self, *, is_in_use: bool, error: Exception | None = None) -> None:
        self._is_in_use = is_in_use
        if self._was_told != is_in_use:
            self._was_told = is_in_use
            self._tell(is_in_use, error)

    def _try_if_due(self, question: Question[Any]) -> None:
        if time.monotonic() >= self._try_at:
            self._do_beside(self._try(question))

    def _look_if_due(self) -> None:
        if self._is_fit is not None and time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._look_every
            self._do_beside(self._look())

    def _do_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do one thing at a time in the background; what comes meanwhile is left out."""
        if self._beside is not None and not self._beside.done():
            work.close()
        else:
            # Not in the context of the visitor's request, whose transaction and log lines are its own.
            self._beside = asyncio.create_task(work, context=Context())

    async def _try(self, question: Question[Any]) -> None:
        try:
            async with asyncio.timeout(PATIENT_SECONDS):
                await self._check_fitness()
                await self._check_filled()
                await question(self._first)
            await self._in_time(question)
        except Exception as error:  # noqa: BLE001 - it is tried again later
            self._leave_alone(error)
        else:
            self._used_since = time.monotonic()
            self._look_at = self._used_since + self._look_every
            self._change(is_in_use=True)

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(self._look_every):
                await self._check_fitness()
        except SearchError as error:
            self._stop_using(error)
        except Exception:  # noqa: BLE001, S110 - who cannot look says nothing against the first
            pass

    async def _check_fitness(self) -> None:
        """Raise SearchError when the first does not know what it should."""
        if self._is_fit is not None and not await self._is_fit():
            raise SearchError("The search server's index is behind the database.")

    async def _check_filled(self) -> None:
        if (await self._first.watermark()).sequence == 0:
            raise SearchError(_NEVER_FILLED)
