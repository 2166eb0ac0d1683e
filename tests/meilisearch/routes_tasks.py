"""Routes about tasks and keys."""

from tests.meilisearch.errors import ApiError, bad
from tests.meilisearch.state import VERSION
from tests.meilisearch.tasks import choose, page


def health(request):
    return 200, {"status": "available"}


def version(request):
    return 200, {"commitSha": "test-server", "commitDate": "2026-01-01", "pkgVersion": VERSION}


def list_tasks(request):
    for name in ("limit", "from"):
        request.count(name, 0, f"invalid_task_{name}")
    return 200, page(_visible(request), request.query)


def get_task(request):
    task = request.state.queue.get(request.last)
    if task not in _visible(request, [task]):
        raise ApiError(404, "task_not_found", f"Task `{task.uid}` not found.")
    return 200, task.view()


def _visible(request, tasks=None):
    """Tasks of the indexes that the key reaches; those of no index only for a key of every index."""
    tasks = request.state.queue.tasks.values() if tasks is None else tasks
    holder = request.holder
    return [
        task
        for task in tasks
        if (holder.reaches(task.index_uid) if task.index_uid is not None else "*" in holder.indexes)
    ]


def cancel_tasks(request):
    queue = request.state.queue
    chosen = _chosen(request, "cancel")

    def work():
        return {"canceledTasks": queue.cancel(chosen, task)}

    details = {"matchedTasks": len(chosen), "canceledTasks": None, "originalFilter": _as_text(request.query)}
    task = queue.add("taskCancelation", None, work, details=details)
    return 200, task.summary()


def delete_tasks(request):
    queue = request.state.queue
    chosen = _chosen(request, "delete")
    details = {"matchedTasks": len(chosen), "deletedTasks": None, "originalFilter": _as_text(request.query)}
    task = queue.add("taskDeletion", None, lambda: {"deletedTasks": queue.forget(chosen)}, details=details)
    return 200, task.summary()


def _chosen(request, verb):
    if not request.query:
        raise bad(
            "missing_task_filters",
            f"Query parameters to filter the tasks to {verb} are missing. Available query parameters are: "
            "`uids`, `indexUids`, `statuses`, `types`, `canceledBy`, `beforeEnqueuedAt`, `afterEnqueuedAt`, "
            "`beforeStartedAt`, `afterStartedAt`, `beforeFinishedAt`, `afterFinishedAt`.",
        )
    return choose(_visible(request), request.query)


def _as_text(query):
    return "?" + "&".join(f"{name}={value}" for name, value in query.items())


def list_keys(request):
    offset = request.count("offset", 0, "invalid_api_key_offset")
    limit = request.count("limit", 20, "invalid_api_key_limit")
    found = [key.view() for key in request.state.keys.all()]
    return 200, {
        "results": found[offset : offset + limit],
        "offset": offset,
        "limit": limit,
        "total": len(found),
    }


def create_key(request):
    return 201, request.state.keys.create(request.body).view()


def get_key(request):
    return 200, request.state.keys.get(request.last).view()


def update_key(request):
    return 200, request.state.keys.update(request.last, request.body).view()


def delete_key(request):
    request.state.keys.delete(request.last)
    return 204, None
