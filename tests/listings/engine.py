"""An index in memory that keeps the promises of `search.engine` and no more, and can be made to fail."""

from search.engine import SearchError
from search.query import Watermark


class MemoryEngine:
    def __init__(self, name="embedded"):
        self.name = name
        self.known = {}
        """Id -> the newest change."""
        self.sequence = 0
        self.poison = set()
        """Ids that are refused."""
        self.is_down = False
        self.applied = []
        self.during = None
        """Called once in the middle of the next apply or rebuild."""

    async def apply(self, changes):
        if self.during:
            during, self.during = self.during, None
            await during()
        if self.is_down:
            raise SearchError("The disk is full.")
        for change in changes:
            if change.id in self.poison:
                raise SearchError(f"cannot index {change.id}")
        self.applied.append([change.id for change in changes])
        for change in changes:
            self.put(change)
        self.sequence += 1

    def put(self, change):
        known = self.known.get(change.id)
        if known is None or known.version <= change.version:
            self.known[change.id] = change

    @property
    def documents(self):
        return {id_: change.document for id_, change in self.known.items() if change.document}

    async def rebuild(self):
        return MemoryRebuild(self)

    async def watermark(self):
        if self.is_down:
            raise SearchError("The disk is full.")
        return Watermark(sequence=self.sequence, documents=len(self.documents))

    async def purge(self):
        """There are no files."""

    async def versions(self):
        for id_, document in list(self.documents.items()):
            yield id_, document.version


class MemoryRebuild:
    def __init__(self, engine):
        self.engine = engine
        self.fresh = {}
        self.is_aborted = False

    async def add(self, documents):
        if self.engine.during:
            during, self.engine.during = self.engine.during, None
            await during()
        if self.engine.is_down:
            raise SearchError("The disk is full.")
        for document in documents:
            if document.id in self.engine.poison:
                raise SearchError(f"cannot index {document.id}")
            self.fresh[document.id] = document

    async def publish(self):
        from search.documents import Change

        self.engine.known = {
            id_: Change(id_, document.version, document) for id_, document in self.fresh.items()
        }
        self.engine.sequence += 1

    async def abort(self):
        self.is_aborted = True
        if self.engine.is_down:
            raise SearchError("It cannot even be given up.")
