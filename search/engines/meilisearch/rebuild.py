"""A fresh index, filled beside the living one, that then takes its place.

The living index's state names the rebuild, so that whoever applies changes sends them to both, in this
process or another. An `apply` that began before it could know looks again when it is done, and sends its
changes once more. What still slips through before the swap is found by its batch number and brought over.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from secrets import token_hex

from meilisearch_python_sdk.models.task import TaskInfo

from search.checks import check_document
from search.documents import IndexSchema, SearchDocument
from search.engine import SearchError
from search.engines.meilisearch.accepting import Batch
from search.engines.meilisearch.connection import MissingIndexError
from search.engines.meilisearch.copying import bring_over, bury, living_graves, without
from search.engines.meilisearch.documents import Stored, stored_documents
from search.engines.meilisearch.filters import EVERYTHING, one_of
from search.engines.meilisearch.knowledge import Knowledge, Reader
from search.engines.meilisearch.layout import LAYOUT, fresh_prefix, notes_of
from search.engines.meilisearch.notes import Note, mark_note, new_generation, schema_note, state_note
from search.engines.meilisearch.searches import counting, total_of
from search.engines.meilisearch.settings import make_pair
from search.engines.meilisearch.writer import Writer, following

_AT_ONCE = 5_000
"""Documents that are made ready and sent together."""
_ON_THE_WAY = 3
"""Such batches that the server may have before it. Those that wait it takes as one: it writes much less."""
_SAMPLE = 100


class MeilisearchRebuild:
    """Documents go into a pair of indexes of their own; `publish` swaps them with the living pair.

    Only the last rebuild that was begun can be published.
    """

    def __init__(self, writer: Writer, known: Knowledge) -> None:
        """Use `begin`."""
        self._writer = writer
        self._uid = f"{fresh_prefix(writer.uid)}{token_hex(4)}"
        self._target = writer.target(self._uid)
        self._living = writer.target(writer.uid)
        self._reader = Reader(writer.connection, writer.uid, any_layout=True)
        self._schema = _schema(writer, known)
        self._began_at = known.sequence
        self._words: set[str] = set()
        self._ids: set[str] = set()
        self._on_the_way: deque[list[TaskInfo]] = deque()
        self._is_open = True

    @classmethod
    async def begin(cls, writer: Writer) -> "MeilisearchRebuild":
        """Begin; what another rebuild left, or is still filling, is removed. Raises SearchError."""
        async with writer.lock:
            reader = Reader(writer.connection, writer.uid, any_layout=True)
            rebuild = cls(writer, await reader.know())
            leftovers = [uid for uid in await writer.indexes() if uid.startswith(fresh_prefix(writer.uid))]
            await writer.remove(leftovers)
            await make_pair(writer.connection, writer.tasks, rebuild._uid, rebuild._schema)
            await writer.say_rebuild(rebuild._uid)
            return rebuild

    async def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents into the fresh index. Raises SearchError for one that cannot be indexed.

        Of two with one id the newer is kept. When another rebuild was begun nothing is put anywhere. What the
        server could not do is told by a later call, `publish` at the latest.
        """
        self._check_open()
        rest = iter(documents)
        while some := list(islice(rest, _AT_ONCE)):
            stored = await asyncio.to_thread(_prepare, some)
            async with self._writer.lock:
                try:
                    with self._writer.connection.telling():
                        await self._send(stored)
                except MissingIndexError:
                    return
            self._words.update(*(one["words"] for one in stored))
            self._ids.update(one["id"] for one in stored)

    async def _send(self, stored: Sequence[Stored]) -> None:
        """Send documents; what was sent of the same ones must have arrived, to be compared with."""
        are_new = self._ids.isdisjoint(one["id"] for one in stored)
        await self._arrive(_ON_THE_WAY - 1 if are_new else 0)
        batch = Batch(stored)
        self._on_the_way.append(await self._target.begin_writing(batch, self._began_at, self._words))

    async def _arrive(self, left: int = 0) -> None:
        """Wait until no more than so many batches are on their way. Raises SearchError."""
        while len(self._on_the_way) > left:
            await self._writer.tasks.wait(self._on_the_way.popleft())

    async def publish(self) -> None:
        """Swap the fresh index in, at once for every process. Raises SearchError."""
        self._check_open()
        async with self._writer.lock:
            with self._writer.connection.telling():
                await self._publish()

    async def _publish(self) -> None:
        known = await self._reader.know()
        if known.state.rebuild != self._uid:
            await self._remove()
            self._is_open = False
            raise SearchError(
                "Another rebuild of the search index was begun meanwhile; this one is given up."
            )
        sequence = following(known)
        await self._arrive()
        await self._fill_up(known, sequence)
        await self._verify()
        generation = new_generation()
        schema = _schema(self._writer, known)
        if schema != self._schema:
            await make_pair(self._writer.connection, self._writer.tasks, self._uid, schema)
        mark = mark_note(generation, sequence)
        await self._target.add_notes([state_note(generation), schema_note(schema, sequence), mark])
        await self._swap(generation, mark)
        self._is_open = False
        await self._bring_the_last(known, generation, sequence)
        await self._remove()

    async def abort(self) -> None:
        """Throw the fresh index away."""
        if not self._is_open:
            return
        self._is_open = False
        async with self._writer.lock:
            if (await self._reader.know()).state.rebuild == self._uid:
                await self._writer.say_rebuild(None)
            await self._remove()

    async def _fill_up(self, known: Knowledge, sequence: int) -> None:
        """What was changed meanwhile by others, and old deletions of documents that were not added."""
        connection = self._writer.connection
        if known.state.layout == LAYOUT:
            await bring_over(connection, self._writer.uid, self._target, self._began_at, sequence)
        graves = without(await living_graves(connection, self._writer.uid), self._ids)
        await bury(self._target, graves, sequence)

    async def _bring_the_last(self, known: Knowledge, generation: str, sequence: int) -> None:
        """What was still changed in the old index until it was swapped out, which now has the fresh name."""
        connection = self._writer.connection
        if known.state.layout == LAYOUT and await bring_over(
            connection, self._uid, self._living, known.sequence, sequence + 1
        ):
            await self._living.add_notes([mark_note(generation, sequence + 1)])

    async def _verify(self) -> None:
        """Every document that was added is there, or was deleted meanwhile. Raises SearchError."""
        connection, notes = self._writer.connection, notes_of(self._uid)
        documents, graves = await connection.ask(
            [counting(self._uid, EVERYTHING), counting(notes, one_of("kind", ["grave"]))]
        )
        held = total_of(documents) + total_of(graves)
        there, buried = await self._target.standings(list(islice(self._ids, _SAMPLE)))
        missing = [one for one in islice(self._ids, _SAMPLE) if one not in there and one not in buried]
        if held < len(self._ids) or missing:
            raise SearchError(
                f"The fresh search index has {held} documents and deletions where at least {len(self._ids)} "
                f"were put in{f', and lacks {missing[0]}' if missing else ''}; the old one stays."
            )

    async def _swap(self, generation: str, mark: Note) -> None:
        """Swap both indexes in one task. Raises SearchError.

        A key for some indexes only is not shown the task of a swap. So a note is sent after it, which comes
        to stand in the fresh index, where it is already; for tasks are done one after the other.
        """
        living, fresh = self._writer.uid, self._uid
        with self._writer.connection.telling():
            task = await self._writer.connection.client.swap_indexes(
                [(living, fresh), (notes_of(living), notes_of(fresh))]
            )
        await self._living.add_notes([mark])
        await self._writer.tasks.wait_for_shown(task)
        if (await self._reader.know()).state.generation != generation:
            raise SearchError("The search server has not swapped the fresh index in; the old one stays.")

    async def _remove(self) -> None:
        mine = {self._uid, notes_of(self._uid)}
        await self._writer.remove([uid for uid in await self._writer.indexes() if uid in mine])

    def _check_open(self) -> None:
        if not self._is_open:
            raise SearchError("This rebuild of the search index is over.")


def _schema(writer: Writer, known: Knowledge) -> IndexSchema:
    """The schema of the index; of one that another release built the one that was last ensured."""
    if known.state.layout == LAYOUT or writer.schema is None:
        return known.schema
    return writer.schema


def _prepare(documents: list[SearchDocument]) -> list[Stored]:
    """The newest of each id. Raises SearchError."""
    newest: dict[str, SearchDocument] = {}
    for document in documents:
        check_document(document)
        known = newest.get(str(document.id))
        if known is None or document.version >= known.version:
            newest[str(document.id)] = document
    return stored_documents(list(newest.values()), batch=0)
