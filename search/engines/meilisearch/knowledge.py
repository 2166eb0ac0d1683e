"""What a process must know of the index to read a text and to ask, kept in memory and never older than asked.

Every first request of an answer brings, beside what it is about, whatever is new among the notes: normally
nothing. If there is something new, the question is put again by what is known then.
"""

from collections.abc import Callable, Sequence
from copy import copy

import msgspec
from meilisearch_python_sdk.models.search import SearchParams

from search.documents import IndexSchema
from search.engine import SearchError
from search.engines.meilisearch.connection import Connection, Found, MissingIndexError
from search.engines.meilisearch.filters import any_of, one_of
from search.engines.meilisearch.layout import LAYOUT, notes_of
from search.engines.meilisearch.notes import Note, State
from search.engines.meilisearch.searches import fetching
from search.text import Thesaurus
from search.vocabulary import Vocabulary

_ATTEMPTS = 5
"""How often a question is put again because the index became another meanwhile."""
_FROM_THE_START = -1


class Knowledge:
    """The notes of an index at a moment. Immutable."""

    def __init__(self, state: State, sequence: int) -> None:
        """Of an index without notes; see `with_notes`."""
        self.state = state
        self.sequence = sequence
        self.schema = IndexSchema(facets=())
        self.thesaurus = Thesaurus({})
        self.newest = _FROM_THE_START
        """The greatest `added` of the notes that were read."""
        self.words: frozenset[str] = frozenset()
        self.vocabulary = Vocabulary(list)

    def moved_to(self, state: State, sequence: int) -> "Knowledge":
        """The same notes with another state and mark."""
        if (state, sequence) == (self.state, self.sequence):
            return self
        other = copy(self)
        other.state, other.sequence = state, sequence
        return other

    def with_notes(self, schemas: Sequence[Note], words: Sequence[Note]) -> "Knowledge":
        """With what is new among the notes; what was made of the others is kept."""
        other = copy(self)
        other.newest = max(self.newest, *(note["added"] for note in (*schemas, *words)))
        for note in schemas:
            other.schema = msgspec.convert(note["schema"], IndexSchema)
            other.thesaurus = Thesaurus(other.schema.synonyms)
        if words:
            added = {word for note in words for word in note["words"]} - self.words
            other.words = self.words | added
            ordered = sorted([*self.vocabulary.words, *sorted(added)])
            other.vocabulary = Vocabulary(lambda: ordered)
        return other


class OtherLayoutError(SearchError):
    """Another release built the index."""


Compile = Callable[[Knowledge], Sequence[SearchParams]]


class Reader:
    """Asks the server, knowing what is to be known."""

    def __init__(self, connection: Connection, uid: str, *, any_layout: bool = False) -> None:
        """`any_layout`: an index that another release built will do, for a rebuild is to replace it."""
        self.uid = uid
        self._connection = connection
        self._any_layout = any_layout
        self._known: Knowledge | None = None

    async def know(self) -> Knowledge:
        """What is known now. Raises SearchError when there is no index."""
        known, _ = await self.ask(lambda _: ())
        return known

    async def ask(self, compile_queries: Compile) -> tuple[Knowledge, list[Found]]:
        """Put questions that depend on what is known: what is known now, and the answers to them.

        One request, unless something new has to be learnt first. Raises SearchError.
        """
        for _ in range(_ATTEMPTS):
            before = self._known
            queries = [] if before is None else compile_queries(before)
            answers = await self.ask_more([self._whatever_is_new(before), *queries])
            known = self._learn(before, answers[0].hits)
            if known is None:
                self._known = None
                continue
            self._keep(known)
            if before is not None and _means_the_same(before, known):
                return known, answers[1:]
            if before is None and not compile_queries(known):
                return known, []
        raise SearchError("The search index changes faster than it can be read; try again.")

    async def ask_more(self, queries: Sequence[SearchParams]) -> list[Found]:
        """Put further questions. Raises SearchError."""
        return await self._connection.ask(queries) if queries else []

    def _whatever_is_new(self, known: Knowledge | None) -> SearchParams:
        newest = _FROM_THE_START if known is None else known.newest
        states = one_of("kind", ("state", "mark"))
        return fetching(notes_of(self.uid), any_of(states, f"added > {newest}"), ["*"])

    def _learn(self, before: Knowledge | None, notes: Sequence[Note]) -> Knowledge | None:
        """What is known with some notes more; None if all has to be read anew. Raises SearchError."""
        states = _of_kind(notes, "state")
        if not states:
            raise MissingIndexError(
                f"The search index {self.uid} has no state. Build it with `marketplace reindex`."
            )
        state = msgspec.convert(states[0], State)
        if state.layout != LAYOUT and not self._any_layout:
            raise OtherLayoutError(
                f"The search index {self.uid} was built by another release. "
                "Build it anew with `marketplace reindex`."
            )
        marks = [one["sequence"] for one in _of_kind(notes, "mark") if one["generation"] == state.generation]
        if before is not None and before.state.generation != state.generation:
            return None
        return _with_more(
            before, state, max(marks, default=0), _of_kind(notes, "schema"), _of_kind(notes, "words")
        )

    def _keep(self, known: Knowledge) -> None:
        """Keep it, unless another question has learnt more meanwhile."""
        there = self._known
        if there is None or there.state.generation != known.state.generation or there.newest <= known.newest:
            self._known = known


def _means_the_same(before: Knowledge, known: Knowledge) -> bool:
    return before.state.generation == known.state.generation and before.newest == known.newest


def _of_kind(notes: Sequence[Note], kind: str) -> list[Note]:
    return [note for note in notes if note["kind"] == kind]


def _with_more(
    before: Knowledge | None, state: State, sequence: int, schemas: Sequence[Note], words: Sequence[Note]
) -> Knowledge:
    """What is known with some notes more."""
    if before is None:
        if not schemas:
            raise MissingIndexError("The search index has no schema. Build it with `marketplace reindex`.")
        before = Knowledge(state, sequence)
    known = before.moved_to(state, sequence)
    return known.with_notes(schemas, words) if schemas or words else known
