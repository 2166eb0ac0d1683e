"""Waiting for what a request set going on the server."""

import asyncio
import time
from collections.abc import Iterable

from meilisearch_python_sdk.models.task import TaskInfo, TaskResult

from search.engine import SearchError
from search.engines.meilisearch.connection import Connection

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.002, 0.5, 1.6
"""Seconds between two looks at tasks: short at first, for most take some milliseconds."""
_UNFINISHED = {"enqueued", "processing"}
_DONE = "succeeded"


class Tasks:
    """Waits for tasks, but not without end."""

    def __init__(self, connection: Connection, limit_seconds: float) -> None:
        self._connection = connection
        self._limit_seconds = limit_seconds

    async def wait(self, tasks: Iterable[TaskInfo]) -> None:
        """Return when all tasks have succeeded.

        Raises SearchError, with the server's words, when one failed or was cancelled, and when one is not
        done in time; all are waited for first, so that none goes on unseen.
        """
        open_tasks = {task.task_uid for task in tasks}
        problems: list[str] = []
        deadline, pause = time.monotonic() + self._limit_seconds, _FIRST_PAUSE
        while open_tasks:
            for task in await self._look(open_tasks):
                if task.status not in _UNFINISHED:
                    open_tasks.discard(task.uid)
                    problems += _words(task)
            if open_tasks and time.monotonic() + pause > deadline:
                problems.append(self._late(open_tasks))
                break
            if open_tasks:
                await asyncio.sleep(pause)
                pause = min(pause * _GROWTH, _LONGEST_PAUSE)
        if problems:
            raise SearchError(" ".join(problems))

    async def wait_for_shown(self, task: TaskInfo) -> None:
        """Wait for a task unless the key is not shown it. Raises SearchError as `wait` does."""
        if await self._look({task.task_uid}):
            await self.wait([task])

    async def _look(self, uids: set[int]) -> list[TaskResult]:
        with self._connection.telling():
            return (await self._connection.client.get_tasks(uids=sorted(uids), limit=len(uids))).results

    def _late(self, uids: set[int]) -> str:
        return (
            f"The search server has not done task {min(uids)} in {self._limit_seconds:g} seconds; "
            "it may still do it."
        )


def _words(task: TaskResult) -> list[str]:
    if task.status == _DONE:
        return []
    said = (task.error or {}).get("message", "")
    went = "failed" if task.status == "failed" else f"was {task.status}"
    return [f"Task {task.uid} ({task.task_type}) of the search server {went}. {said}".strip()]
