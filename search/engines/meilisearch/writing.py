"""Changes into an index and its companion.

The order makes a crash at any moment harmless, for a batch that was cut short is sent again: first the new
words, the graves and the documents, and when they are there what is not needed any more goes, and the mark is
set. The server does the tasks of one index in the order in which they come; those of the other may pass them,
so that a document may be there a moment before its words.
"""

from collections.abc import Collection, Iterable, Sequence

from meilisearch_python_sdk.models.search import SearchParams
from meilisearch_python_sdk.models.task import TaskInfo

from search.engines.meilisearch.accepting import Accepted, Batch, Standing, Standings, accepted
from search.engines.meilisearch.connection import Connection, Found
from search.engines.meilisearch.documents import Stored
from search.engines.meilisearch.filters import one_of
from search.engines.meilisearch.layout import PRIMARY_KEY, notes_of
from search.engines.meilisearch.notes import Note, grave_id, grave_note, mark_note, word_notes
from search.engines.meilisearch.searches import fetching
from search.engines.meilisearch.tasks import Tasks

_IDS_AT_ONCE = 1_000
"""Ids in one filter."""
_DOCUMENTS_AT_ONCE = 5_000
"""Documents in one request: some twenty megabytes, of the hundred that a server takes."""


class Target:
    """An index and its companion, to be written."""

    def __init__(self, connection: Connection, tasks: Tasks, uid: str) -> None:
        self.uid = uid
        self._connection = connection
        self._tasks = tasks

    async def write(
        self,
        batch: Batch,
        sequence: int,
        known_words: Collection[str] = (),
        standings: Standings | None = None,
        generation: str | None = None,
    ) -> bool:
        """Write what of a batch holds against what is there; whether anything did. Raises SearchError.

        `known_words` need not be told to the index again; `standings` are read if they are not given; the
        mark of the `generation` is set to the sequence at the end, if it is given.
        """
        found = accepted(batch, standings or await self.standings(batch.ids))
        if not found:
            return False
        await self._tasks.wait(await self._begin(found, sequence, known_words))
        marks = [] if generation is None else [mark_note(generation, sequence)]
        await self._tasks.wait(
            [
                *await self._delete(notes_of(self.uid), [grave_id(one) for one in found.opened_graves]),
                *await self._add(notes_of(self.uid), marks),
            ]
        )
        return True

    async def begin_writing(
        self, batch: Batch, sequence: int, known_words: Collection[str]
    ) -> list[TaskInfo]:
        """Write as `write` does, but leave the waiting to the caller; what there is to wait for.

        Standings are those of now: what is still on its way must be about other documents.
        """
        found = accepted(batch, await self.standings(batch.ids))
        started = await self._begin(found, sequence, known_words)
        return [
            *started,
            *await self._delete(notes_of(self.uid), [grave_id(one) for one in found.opened_graves]),
        ]

    async def _begin(self, found: Accepted, sequence: int, known_words: Collection[str]) -> list[TaskInfo]:
        return [
            *await self._add(notes_of(self.uid), _notes(found, sequence, known_words)),
            *await self._add(self.uid, found.puts),
            *await self._delete(self.uid, found.removals),
        ]

    def lookups(self, ids: Sequence[str]) -> list[SearchParams]:
        """Searches for what there is of some documents, and of their deletions."""
        parts = [ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE)]
        return [
            search
            for some in parts
            for search in (
                _lookup(self.uid, some, ["id", "version", "batch"]),
                _lookup(notes_of(self.uid), map(grave_id, some), ["document", "version", "batch"]),
            )
        ]

    async def standings(self, ids: Sequence[str]) -> Standings:
        """What there is of some documents, and of their deletions. Raises SearchError."""
        return standings_of(await self._connection.ask(self.lookups(ids)))

    async def add_notes(self, notes: Sequence[Note]) -> None:
        """Put notes in or in the place of those with their ids."""
        await self._tasks.wait(await self._add(notes_of(self.uid), notes))

    async def update_note(self, note: Note) -> None:
        """Change some fields of a note."""
        with self._connection.telling():
            index = self._connection.client.index(notes_of(self.uid))
            task = await index.update_documents([note], PRIMARY_KEY)
        await self._tasks.wait([task])

    async def _add(self, uid: str, documents: Sequence[Stored]) -> list[TaskInfo]:
        index = self._connection.client.index(uid)
        with self._connection.telling():
            return [
                await index.add_documents(documents[start : start + _DOCUMENTS_AT_ONCE], PRIMARY_KEY)
                for start in range(0, len(documents), _DOCUMENTS_AT_ONCE)
            ]

    async def _delete(self, uid: str, ids: list[str]) -> list[TaskInfo]:
        if not ids:
            return []
        with self._connection.telling():
            return [await self._connection.client.index(uid).delete_documents(ids)]


def standings_of(answers: Sequence[Found]) -> Standings:
    """What there is, from the answers to `lookups`."""
    return Standings(
        {one["id"]: Standing(one["version"], one["batch"]) for answer in answers[::2] for one in answer.hits},
        {
            one["document"]: Standing(one["version"], one["batch"])
            for answer in answers[1::2]
            for one in answer.hits
        },
    )


def _notes(found: Accepted, sequence: int, known_words: Collection[str]) -> list[Note]:
    words = {word for one in found.puts for word in one["words"]}.difference(known_words)
    graves = (grave_note(one, version, sequence) for one, version in found.graves)
    return [*word_notes(words, sequence), *graves]


def _lookup(uid: str, ids: Iterable[str], fields: list[str]) -> SearchParams:
    return fetching(uid, one_of("id", ids), fields)
