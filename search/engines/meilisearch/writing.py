"""Changes into an index and its companion, never an older version over a newer.

The order makes a crash at any moment harmless, for a batch that was cut short is sent again: first the words
and graves, then the documents, then what is not needed any more, and last the mark.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from meilisearch_python_sdk.models.search import SearchParams
from meilisearch_python_sdk.models.task import TaskInfo

from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.documents import Stored
from search.engines.meilisearch.filters import one_of
from search.engines.meilisearch.layout import PRIMARY_KEY, notes_of
from search.engines.meilisearch.notes import Note, grave_id, grave_note, word_notes
from search.engines.meilisearch.searches import fetching
from search.engines.meilisearch.tasks import Tasks
from search.versions import holds_against

_IDS_AT_ONCE = 1_000
"""Ids in one filter."""
_DOCUMENTS_AT_ONCE = 2_000
"""Documents in one request: some megabytes."""


class Standing(NamedTuple):
    """What an index has of a document, or of its deletion."""

    version: int
    batch: int


class Batch(NamedTuple):
    """What is to be put in and taken out; one document once."""

    documents: Sequence[Stored]
    deletions: Sequence[tuple[str, int]] = ()
    """Ids and versions."""


class Target:
    """An index and its companion, to be written."""

    def __init__(self, connection: Connection, tasks: Tasks, uid: str) -> None:
        self.uid = uid
        self._connection = connection
        self._tasks = tasks

    async def write(self, batch: Batch, sequence: int, known_words: Collection[str]) -> bool:
        """Write what holds against what is there; whether anything did. Raises SearchError."""
        documents, graves = await self.standings(
            [*(one["id"] for one in batch.documents), *(one for one, _ in batch.deletions)]
        )
        puts = [
            one for one in batch.documents if _may_come(one, documents.get(one["id"]), graves.get(one["id"]))
        ]
        buried = [
            (one, version)
            for one, version in batch.deletions
            if _holds(version, documents.get(one)) and _is_later(version, graves.get(one))
        ]
        gone = [
            one for one, version in batch.deletions if one in documents and _holds(version, documents[one])
        ]
        words = {word for one in puts for word in one["words"]}.difference(known_words)
        notes = [
            *word_notes(words, sequence),
            *(grave_note(one, version, sequence) for one, version in buried),
        ]
        await self.add_notes(notes)
        await self._change_documents(puts, gone)
        await self._remove_notes([grave_id(one["id"]) for one in puts if one["id"] in graves])
        return bool(puts or buried or gone)

    async def standings(self, ids: Sequence[str]) -> tuple[dict[str, Standing], dict[str, Standing]]:
        """What there is of some documents, and of their deletions."""
        documents: dict[str, Standing] = {}
        graves: dict[str, Standing] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[start : start + _IDS_AT_ONCE]
            there, buried = await self._connection.ask(
                [
                    _lookup(self.uid, some, ["id", "version", "batch"]),
                    _lookup(notes_of(self.uid), map(grave_id, some), ["document", "version", "batch"]),
                ]
            )
            documents |= {one["id"]: Standing(one["version"], one["batch"]) for one in there.hits}
            graves |= {one["document"]: Standing(one["version"], one["batch"]) for one in buried.hits}
        return documents, graves

    async def add_notes(self, notes: Sequence[Note]) -> None:
        """Put notes in or in the place of those with their ids."""
        await self._tasks.wait(await self._add(notes_of(self.uid), notes))

    async def update_note(self, note: Note) -> None:
        """Change some fields of a note."""
        with self._connection.telling():
            index = self._connection.client.index(notes_of(self.uid))
            task = await index.update_documents([note], PRIMARY_KEY)
        await self._tasks.wait([task])

    async def _change_documents(self, puts: Sequence[Stored], gone: Sequence[str]) -> None:
        started = await self._add(self.uid, puts)
        if gone:
            with self._connection.telling():
                started.append(await self._connection.client.index(self.uid).delete_documents(list(gone)))
        await self._tasks.wait(started)

    async def _remove_notes(self, ids: Sequence[str]) -> None:
        if ids:
            with self._connection.telling():
                index = self._connection.client.index(notes_of(self.uid))
                task = await index.delete_documents(list(ids))
            await self._tasks.wait([task])

    async def _add(self, uid: str, documents: Sequence[Stored]) -> list[TaskInfo]:
        index = self._connection.client.index(uid)
        with self._connection.telling():
            return [
                await index.add_documents(documents[start : start + _DOCUMENTS_AT_ONCE], PRIMARY_KEY)
                for start in range(0, len(documents), _DOCUMENTS_AT_ONCE)
            ]


def _lookup(uid: str, ids: Iterable[str], fields: list[str]) -> SearchParams:
    return fetching(uid, one_of("id", ids), fields)


def _may_come(document: Stored, there: Standing | None, grave: Standing | None) -> bool:
    """Whether a document holds against what there is. At equal versions that of the later batch does.

    Documents of a rebuild have no batch (0), so that what was changed meanwhile holds against them.
    """
    if grave is not None and document["version"] <= grave.version:
        return False
    return there is None or (document["version"], document["batch"]) >= there


def _holds(version: int, there: Standing | None) -> bool:
    return there is None or holds_against(version, there.version, old_is_deletion=False)


def _is_later(version: int, grave: Standing | None) -> bool:
    return grave is None or holds_against(version, grave.version, old_is_deletion=True)
