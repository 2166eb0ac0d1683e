"""Whoever changes the index. One at a time is the caller's duty; readers are never disturbed."""

import asyncio
from collections.abc import Sequence

from search.documents import Change, IndexSchema
from search.engine import SearchError
from search.engines.meilisearch.accepting import Batch
from search.engines.meilisearch.connection import Connection, MissingIndexError, RefusedSearchError
from search.engines.meilisearch.documents import stored_documents
from search.engines.meilisearch.knowledge import Knowledge, OtherLayoutError, Reader
from search.engines.meilisearch.layout import notes_of
from search.engines.meilisearch.notes import State, mark_note, new_generation, schema_note, state_note
from search.engines.meilisearch.settings import make_pair, mend_settings
from search.engines.meilisearch.tasks import Tasks
from search.engines.meilisearch.writing import Target, standings_of
from search.versions import newest_of

_ATTEMPTS = 5
_MOST_INDEXES = 10_000


class Writer:
    """Makes the index, and applies changes to it."""

    def __init__(self, connection: Connection, reader: Reader, tasks: Tasks) -> None:
        self.connection = connection
        self.reader = reader
        self.tasks = tasks
        self.uid = reader.uid
        self.lock = asyncio.Lock()
        """Held while something is written through this engine."""
        self.schema: IndexSchema | None = None
        """The schema that was last ensured here."""

    def target(self, uid: str) -> Target:
        """An index to write."""
        return Target(self.connection, self.tasks, uid)

    async def ensure(self, schema: IndexSchema) -> None:
        """Make the index exist with a schema, and its settings be as they should be. Raises SearchError.

        One that another release built is left as it is; a rebuild will take the schema.
        """
        async with self.lock:
            self.schema = schema
            try:
                known = await self._mended(schema)
            except OtherLayoutError:
                return
            except MissingIndexError:
                await self._make(schema)
                return
            if known.schema != schema:
                sequence = following(known)
                await self.target(self.uid).add_notes(
                    [schema_note(schema, sequence), mark_note(known.state.generation, sequence)]
                )

    async def _mended(self, schema: IndexSchema) -> Knowledge:
        """What is known of an index whose settings are as they should be."""
        try:
            known = await self.reader.know()
        except RefusedSearchError:
            await mend_settings(self.connection, self.tasks, self.uid, schema)
            return await self.reader.know()
        await mend_settings(self.connection, self.tasks, self.uid, schema)
        return known

    async def _make(self, schema: IndexSchema) -> None:
        """An empty index in place of whatever half there may be."""
        half = {self.uid, notes_of(self.uid)}
        await self.remove([uid for uid in await self.indexes() if uid in half])
        await make_pair(self.connection, self.tasks, self.uid, schema)
        generation = new_generation()
        await self.target(self.uid).add_notes(
            [state_note(generation), schema_note(schema, 0), mark_note(generation, 0)]
        )

    async def indexes(self) -> list[str]:
        """Names of all indexes that the key may see."""
        with self.connection.telling():
            found = await self.connection.client.get_indexes(limit=_MOST_INDEXES)
            return [index.uid for index in found or ()]

    async def remove(self, uids: Sequence[str]) -> None:
        """Delete indexes that are there."""
        with self.connection.telling():
            started = [await self.connection.client.index(uid).delete() for uid in uids]
        await self.tasks.wait(started)

    async def apply(self, changes: Sequence[Change]) -> None:
        """Apply a batch; when it returns every process finds it. Raises SearchError.

        Is done again if the index was replaced, or a rebuild begun, while it was at it.
        """
        newest = list(newest_of(changes).values())
        if not newest:
            return
        async with self.lock:
            for _ in range(_ATTEMPTS):
                state = await self._write(newest)
                if (await self.reader.know()).state == state:
                    return
        raise SearchError(f"The search index {self.uid} is replaced again and again; try later.")

    async def _write(self, changes: Sequence[Change]) -> State:
        """Write changes to the living index, and to the one that is being filled; the state of the former."""
        target = self.target(self.uid)
        lookups = target.lookups([str(change.id) for change in changes])
        known, answers = await self.reader.ask(lambda _: lookups)
        sequence = following(known)
        documents = [change.document for change in changes if change.document is not None]
        stored = await asyncio.to_thread(stored_documents, documents, sequence)
        deletions = [(str(change.id), change.version) for change in changes if change.document is None]
        batch = Batch(stored, deletions)
        if known.state.rebuild is not None:
            await self._write_beside(known.state.rebuild, batch, sequence)
        await target.write(batch, sequence, known.words, standings_of(answers), known.state.generation)
        return known.state

    async def _write_beside(self, uid: str, batch: Batch, sequence: int) -> None:
        """Write to an index that is being filled; if it is there no more its rebuild is over."""
        try:
            await self.target(uid).write(batch, sequence)
        except MissingIndexError:
            await self.say_rebuild(None)

    async def say_rebuild(self, uid: str | None) -> None:
        """Say in the living index's state which index is being filled."""
        await self.target(self.uid).update_note({"id": "state", "rebuild": uid})


def following(known: Knowledge) -> int:
    """The sequence of the next batch."""
    return max(known.sequence, known.newest) + 1
