"""What the server holds, and a request as its routes see it."""

from dataclasses import dataclass

from tests.meilisearch.errors import bad, index_not_found
from tests.meilisearch.index import Index
from tests.meilisearch.keys import Key, Keys
from tests.meilisearch.tasks import TaskQueue

VERSION = "1.53.0"


class State:
    """Indexes, tasks and keys."""

    def __init__(self, master_key=None):
        self.indexes = {}
        self.queue = TaskQueue()
        self.keys = Keys(master_key)

    def index(self, uid):
        if uid not in self.indexes:
            raise index_not_found(uid)
        return self.indexes[uid]

    def index_to_write(self, uid, *, may_create):
        """The index, made when it is not there and the key may make it."""
        if uid not in self.indexes and may_create:
            self.indexes[uid] = Index(uid)
        return self.index(uid)


@dataclass
class Request:
    """A request whose right to its action is proved already."""

    state: State
    holder: Key
    query: dict
    body: object = None
    uid: str | None = None
    """The index in the path."""
    last: str | None = None
    """The last variable part of the path: a document, a task, a key, a setting."""

    @property
    def index(self):
        return self.state.index(self.uid)

    def enqueue(self, kind, work, *, uid=None, **more):
        """The answer to a request that makes a task."""
        task = self.state.queue.add(kind, self.uid if uid is None else uid, work, **more)
        return 202, task.summary()

    def count(self, name, default, code):
        """A number among the parameters of the query."""
        value = self.query.get(name, str(default))
        if not value.isdecimal():
            raise bad(
                code,
                f"Invalid value in parameter `{name}`: could not parse `{value}` as a positive integer",
            )
        return int(value)
