"""Which of several changes of a document holds, and changes as columns."""

from collections.abc import Iterable
from uuid import UUID

import numpy as np

from search.documents import Change
from search.engine import SearchError
from search.engines.embedded.arrays import ids_array
from search.engines.embedded.build import Builder, Draft, check_document
from search.engines.embedded.matching import LiveSegment


def holds_against(version: int, old_version: int, *, old_is_deletion: bool) -> bool:
    """Whether a change holds against another of its document.

    The higher version does. At equal versions a deletion stays, so that nothing hidden comes back; a document
    gives way to the deletion or document that came later.
    """
    return version > old_version or (version == old_version and not old_is_deletion)


def newest_of(changes: Iterable[Change]) -> dict[UUID, Change]:
    """The change that holds for each document. Raises SearchError for what cannot be indexed."""
    newest: dict[UUID, Change] = {}
    for change in changes:
        document = change.document
        if document is not None:
            if (document.id, document.version) != (change.id, change.version):
                raise SearchError(f"A change of {change.id} holds a document of another id or version.")
            check_document(document)
        add_change(newest, change)
    return newest


def add_change(newest: dict[UUID, Change], change: Change) -> None:
    """Put a change among others, if it holds against the one that is there."""
    old = newest.get(change.id)
    if old is None or holds_against(change.version, old.version, old_is_deletion=old.document is None):
        newest[change.id] = change


def draft_of(changes: Iterable[Change]) -> Draft:
    """Changes of different documents as columns."""
    builder = Builder()
    for change in changes:
        if change.document is None:
            builder.bury(change)
        else:
            builder.add(change.document)
    return builder.finish()


def accepted_of(parts: Iterable[LiveSegment], changes: dict[UUID, Change]) -> dict[UUID, Change]:
    """The changes that hold against what some segments (oldest first) have."""
    known = known_of(parts, list(changes))
    return {
        one: change
        for one, change in changes.items()
        if one not in known or holds_against(change.version, known[one][0], old_is_deletion=known[one][1])
    }


def known_of(parts: Iterable[LiveSegment], ids: list[UUID]) -> dict[UUID, tuple[int, bool]]:
    """What some segments (oldest first) know of documents: the version, and whether it is a deletion."""
    known: dict[UUID, tuple[int, bool]] = {}
    wanted = ids_array(ids)
    for segment, live in parts:
        graves = segment.find_graves(wanted)
        for place in np.flatnonzero(graves >= 0).tolist():
            known[ids[place]] = int(segment.grave_versions[graves[place]]), True
        rows = segment.find_rows(wanted)
        for place in np.flatnonzero(rows >= 0).tolist():
            if live is None or live[rows[place]]:
                known[ids[place]] = int(segment.versions[rows[place]]), False
    return known
