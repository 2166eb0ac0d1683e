"""Which changes hold against what is there, and changes as columns."""

from collections.abc import Iterable
from uuid import UUID

import numpy as np

from search.documents import Change
from search.engines.embedded.arrays import ids_array
from search.engines.embedded.build import Builder, Draft
from search.engines.embedded.matching import LiveSegment
from search.versions import holds_against


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
