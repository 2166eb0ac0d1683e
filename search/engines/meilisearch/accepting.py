"""Which part of a batch holds against what an index has: pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search.engines.meilisearch.documents import Stored
from search.versions import holds_against


class Standing(NamedTuple):
    """What an index has of a document, or of its deletion."""

    version: int
    batch: int
    """Sequence of the batch that it came with; 0 from a rebuild."""


class Standings(NamedTuple):
    """By id of the document."""

    documents: Mapping[str, Standing]
    graves: Mapping[str, Standing]


class Batch(NamedTuple):
    """What is to be put in and taken out; one document once."""

    documents: Sequence[Stored]
    deletions: Sequence[tuple[str, int]] = ()
    """Ids and versions."""

    @property
    def ids(self) -> list[str]:
        """Of all documents that it is about."""
        return [*(one["id"] for one in self.documents), *(one for one, _ in self.deletions)]


class Accepted(NamedTuple):
    """What has to be done."""

    puts: list[Stored]
    removals: list[str]
    graves: list[tuple[str, int]]
    opened_graves: list[str]
    """Documents that come back: their deletions hold no more."""

    def __bool__(self) -> bool:
        return bool(self.puts or self.removals or self.graves)


def accepted(batch: Batch, standings: Standings) -> Accepted:
    """Compare a batch with what there is."""
    documents, graves = standings
    puts = [one for one in batch.documents if _may_come(one, documents.get(one["id"]), graves.get(one["id"]))]
    return Accepted(
        puts,
        [one for one, version in batch.deletions if one in documents and _holds(version, documents[one])],
        [
            (one, version)
            for one, version in batch.deletions
            if _holds(version, documents.get(one)) and _is_later(version, graves.get(one))
        ],
        [one["id"] for one in puts if one["id"] in graves],
    )


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
