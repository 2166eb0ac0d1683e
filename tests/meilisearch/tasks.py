"""The queue of tasks: enqueued, done in the order of their arrival, succeeded, failed or canceled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from traceback import format_exception

from tests.meilisearch.errors import ApiError, bad
from tests.meilisearch.index import now

_FINISHED = ("succeeded", "failed", "canceled")
_DEFAULT_LIMIT = 20


@dataclass
class Task:
    """One task. `work` does it and returns further details. Tasks of the same `batch_key` are done together,
    as long as no other task of their index stands between them (those of other indexes do not count), and
    `check` of all of them must pass before any of them is done."""

    uid: int
    kind: str
    index_uid: str | None
    work: Callable
    details: dict = field(default_factory=dict)
    check: Callable = lambda: None
    batch_key: object = None
    status: str = "enqueued"
    error: dict | None = None
    canceled_by: int | None = None
    batch_uid: int | None = None
    enqueued_at: str = field(default_factory=now)
    started_at: str | None = None
    finished_at: str | None = None

    @property
    def indexes(self):
        """Names of the indexes that it touches."""
        if self.kind == "indexSwap":
            return {uid for swap in self.details["swaps"] for uid in swap["indexes"]}
        return {self.index_uid}

    def summary(self):
        """What the request that made the task is answered."""
        return {
            "taskUid": self.uid,
            "indexUid": self.index_uid,
            "status": "enqueued",
            "type": self.kind,
            "enqueuedAt": self.enqueued_at,
        }

    def view(self):
        done = self.status in ("succeeded", "failed")
        return {
            "uid": self.uid,
            "batchUid": self.batch_uid,
            "indexUid": self.index_uid,
            "status": self.status,
            "type": self.kind,
            "canceledBy": self.canceled_by,
            "details": self.details,
            "error": self.error,
            "duration": "PT0.001S" if done else None,
            "enqueuedAt": self.enqueued_at,
            "startedAt": self.started_at,
            "finishedAt": self.finished_at,
        }

    def finish(self, status, error=None):
        self.status = status
        self.error = error
        self.finished_at = now()
        if status != "succeeded" and self.details.get("indexedDocuments", 0) is None:
            self.details["indexedDocuments"] = 0


class TaskQueue:
    """All tasks since the server began. `held`: they stay enqueued (cancelling goes on)."""

    def __init__(self):
        self.tasks = {}
        self.held = False
        self.next_failure = None
        self.cancel_next = False
        self._batches = 0
        self._made = 0
        self._open = []

    def add(self, kind, index_uid, work, **more):
        """Enqueues a task."""
        task = Task(self._made, kind, index_uid, work, **more)
        self._made += 1
        self.tasks[task.uid] = task
        self._open.append(task)
        return task

    def waiting(self):
        """Those enqueued, in their order."""
        self._open = [task for task in self._open if task.status == "enqueued"]
        return self._open

    def run(self):
        """Does one batch of tasks; False when there is none to do."""
        batch = self._next_batch()
        if not batch:
            return False
        self._batches += 1
        for task in batch:
            task.batch_uid = self._batches - 1
            task.status = "processing"
            task.started_at = now()
        if not self._interfere(batch):
            self._do(batch)
        return True

    def _next_batch(self):
        waiting = self.waiting()
        for task in waiting:
            if task.kind in ("taskCancelation", "taskDeletion"):
                return [task]
        if self.held or not waiting:
            return []
        first = waiting[0]
        batch = [first]
        for task in waiting[1:]:
            if first.indexes.isdisjoint(task.indexes):
                continue
            if first.batch_key is None or task.batch_key != first.batch_key:
                break
            batch.append(task)
        return batch if self.next_failure is None and not self.cancel_next else [first]

    def _interfere(self, batch):
        """Fails or cancels the next task where a test asked for it."""
        task = batch[0]
        if task.kind in ("taskCancelation", "taskDeletion"):
            return False
        if self.next_failure is not None:
            task.finish("failed", self.next_failure.body())
            self.next_failure = None
        elif self.cancel_next:
            self.cancel_next = False
            task.finish("canceled")
        else:
            return False
        return True

    def _do(self, batch):
        try:
            for task in batch:
                task.check()
        except ApiError as error:
            for task in batch:
                task.finish("failed", error.body())
            return
        for task in batch:
            try:
                task.details.update(task.work() or {})
            except ApiError as error:
                task.finish("failed", error.body())
            except Exception as error:  # noqa: BLE001 - told to the test, and the queue goes on
                task.finish("failed", ApiError(500, "internal", "".join(format_exception(error))).body())
            else:
                task.finish("succeeded")

    def get(self, uid):
        """One task."""
        if not uid.isdecimal():
            raise bad(
                "invalid_task_uids",
                f"Invalid value in parameter `taskUid`: could not parse `{uid}` as a positive integer",
            )
        task = self.tasks.get(int(uid))
        if task is None:
            raise ApiError(404, "task_not_found", f"Task `{uid}` not found.")
        return task

    def cancel(self, chosen, by):
        """Cancels those of the tasks that are not done; how many."""
        open_tasks = [task for task in chosen if task.status == "enqueued"]
        for task in open_tasks:
            task.canceled_by = by.uid
            task.finish("canceled")
        return len(open_tasks)

    def forget(self, chosen):
        """Deletes those of the tasks that are done; how many."""
        done = [task for task in chosen if task.status in _FINISHED]
        for task in done:
            del self.tasks[task.uid]
        return len(done)


_FILTERS = {
    "uids": lambda task: str(task.uid),
    "batchUids": lambda task: str(task.batch_uid),
    "statuses": lambda task: task.status,
    "types": lambda task: task.kind,
    "indexUids": lambda task: task.index_uid,
    "canceledBy": lambda task: str(task.canceled_by),
}
_DATES = {
    "beforeEnqueuedAt": (lambda task: task.enqueued_at, False),
    "afterEnqueuedAt": (lambda task: task.enqueued_at, True),
    "beforeStartedAt": (lambda task: task.started_at, False),
    "afterStartedAt": (lambda task: task.started_at, True),
    "beforeFinishedAt": (lambda task: task.finished_at, False),
    "afterFinishedAt": (lambda task: task.finished_at, True),
}
_PAGING = ("limit", "from", "reverse")


def choose(tasks, query):
    """The tasks that the parameters of a request name."""
    for name in query:
        if name not in _FILTERS and name not in _DATES and name not in _PAGING:
            raise bad("bad_request", f"Unknown parameter `{name}`")
    tests = [_named(name, value) for name, value in query.items() if name in _FILTERS and value != "*"]
    tests += [_dated(name, value) for name, value in query.items() if name in _DATES]
    return [task for task in tasks if all(test(task) for test in tests)]


def _named(name, value):
    wanted = frozenset(value.split(","))
    of = _FILTERS[name]
    return lambda task: of(task) in wanted


def _dated(name, value):
    of, after = _DATES[name]
    return lambda task: of(task) is not None and ((of(task) > value) if after else (of(task) < value))


def page(tasks, query):
    """The answer to a request for tasks: youngest first."""
    limit = int(query.get("limit", _DEFAULT_LIMIT))
    reverse = query.get("reverse") == "true"
    found = sorted(choose(tasks, query), key=lambda task: task.uid, reverse=not reverse)
    if "from" in query:
        start = int(query["from"])
        found = [task for task in found if (task.uid >= start if reverse else task.uid <= start)]
    shown = found[:limit]
    return {
        "results": [task.view() for task in shown],
        "total": len(choose(tasks, query)),
        "limit": limit,
        "from": shown[0].uid if shown else None,
        "next": found[limit].uid if len(found) > limit else None,
    }
