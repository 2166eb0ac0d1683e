"""Waiting for what a request set going on the server."""

import asyncio
import time
from collections.abc import Iterable

from meilisearch_python_sdk.models.task import TaskInfo, TaskResult

from search.engine import SearchError
from search.engines.meilisearch.connection import Connection

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.004, 0.5, 1.6
"""Seconds between two looks at a task: short at first, for most tasks take some milliseconds."""
_UNFINISHED = {"enqueued", "processing"}
_DONE = "succeeded"


class Tasks:
    """Waits for tasks, at most so many seconds for each."""

    def __init__(self, connection: Connection, limit_seconds: float) -> None:
        self._connection = connection
        self._limit_seconds = limit_seconds

    async def wait(self, tasks: Iterable[TaskInfo]) -> None:
        """Return when all tasks have succeeded.

        Raises SearchError, with the server's words, when one failed or was cancelled, and when one is not
        done in time; the others are waited for first, so that none goes on unseen.
        """
        problems = [problem for task in tasks if (problem := await self._problem(task.task_uid))]
        if problems:
            raise SearchError(" ".join(problems))

    async def _problem(self, uid: int) -> str | None:
        deadline, pause = time.monotonic() + self._limit_seconds, _FIRST_PAUSE
        while True:
            with self._connection.telling():
                task = await self._connection.client.get_task(uid)
            if task.status not in _UNFINISHED:
                return _words(task)
            if time.monotonic() + pause > deadline:
                return (
                    f"The search server has not done task {uid} ({task.task_type}) in "
                    f"{self._limit_seconds:g} seconds; it may still do it."
                )
            await asyncio.sleep(pause)
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)


def _words(task: TaskResult) -> str | None:
    if task.status == _DONE:
        return None
    said = (task.error or {}).get("message", "")
    return f"Task {task.uid} ({task.task_type}) of the search server was {task.status}. {said}".strip()
