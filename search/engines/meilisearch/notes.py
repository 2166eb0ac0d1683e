"""The companion index: small documents of several kinds, told apart by `kind`.

- "state": which generation of the index this is, and the name of a rebuild that is being filled.
- "schema": thesaurus, stop words and facets, as a reader needs them to read a text.
- "mark": the sequence of the last batch. It is written after everything else of the batch, and carries the
  generation, so that one that was written for an index which has been replaced meanwhile is not believed.
- "words": words that came into the vocabulary together; words never go, until a rebuild.
- "grave": a deletion and its version, so that an older document never comes back.

What a reader keeps ("schema", "words") has a number `added`, which only rises, so that it can ask for what is
new.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

import msgspec

from search.documents import IndexSchema
from search.engines.meilisearch.layout import LAYOUT

WORDS_AT_ONCE = 5_000
"""Words in one note."""

Note = dict[str, Any]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Which index this is."""

    generation: str
    layout: int
    rebuild: str | None = None
    """Uid of an index that is being filled: changes go there too."""


def new_generation() -> str:
    """A name that no index had before."""
    return uuid4().hex


def state_note(generation: str, *, rebuild: str | None = None) -> Note:
    """The state, of this arrangement of fields."""
    return {
        "id": "state",
        "kind": "state",
        "generation": generation,
        "layout": LAYOUT,
        "rebuild": rebuild,
    }


def mark_note(generation: str, sequence: int) -> Note:
    """The sequence of the last batch."""
    return {"id": f"mark-{generation}", "kind": "mark", "generation": generation, "sequence": sequence}


def schema_note(schema: IndexSchema, added: int) -> Note:
    """The schema."""
    return {"id": "schema", "kind": "schema", "added": added, "schema": msgspec.to_builtins(schema)}


def word_notes(words: Iterable[str], added: int) -> Iterator[Note]:
    """New words."""
    ordered = sorted(words)
    for start in range(0, len(ordered), WORDS_AT_ONCE):
        yield {
            "id": f"words-{uuid4().hex}",
            "kind": "words",
            "added": added,
            "words": ordered[start : start + WORDS_AT_ONCE],
        }


def grave_id(document: str) -> str:
    """The id of the grave of a document."""
    return f"grave-{document}"


def grave_note(document: str, version: int, batch: int) -> Note:
    """A deletion; `batch` is the sequence of the batch it came with."""
    return {
        "id": grave_id(document),
        "kind": "grave",
        "document": document,
        "version": version,
        "batch": batch,
    }
