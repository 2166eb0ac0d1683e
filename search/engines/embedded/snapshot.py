"""The index as it is at one moment, and how a reader notices that there is a newer one."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from search.documents import IndexSchema
from search.engine import SearchError
from search.engines.embedded.arrays import Mask, keep_memory
from search.engines.embedded.evaluate import Evaluator
from search.engines.embedded.manifest import CURRENT, Manifest, SegmentEntry, read_manifest
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.segment import Segment, open_segment
from search.text import Thesaurus

_ATTEMPTS = 50
"""How often a reader begins again because a writer took files away that it was about to open."""


def dead_rows(entry: SegmentEntry) -> NDArray[np.uint32]:
    """The rows of a segment that do not hold any more."""
    return np.frombuffer(entry.dead, "<u4")


class View:
    """A state of the index: immutable, so whoever holds one is not disturbed by changes."""

    def __init__(self, manifest: Manifest, segments: dict[str, Segment], thesaurus: Thesaurus) -> None:
        self.manifest = manifest
        self.segments = segments
        self.thesaurus = thesaurus
        self.parts = [
            LiveSegment(segments[entry.name], _live(segments[entry.name], entry))
            for entry in manifest.segments
        ]
        self.searched = [
            part for part in self.parts if part.segment.rows and (part.live is None or part.live.any())
        ]
        """Those that hold documents: each costs a little of every search."""
        self.evaluator = Evaluator(self.searched, manifest.schema, thesaurus)

    @cached_property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(part.documents for part in self.parts)


def _live(segment: Segment, entry: SegmentEntry) -> Mask | None:
    dead = dead_rows(entry)
    if not len(dead):
        return None
    live = np.ones(segment.rows, np.bool_)
    live[dead] = False
    return live


def make_view(
    directory: Path,
    manifest: Manifest,
    before: View | None,
    *,
    fresh: Iterable[Segment] = (),
    check: bool = False,
) -> View:
    """Open what a manifest names; segments that are open already are taken over. Raises FileNotFoundError."""
    opened = {segment.name: segment for segment in fresh} | (before.segments if before else {})
    segments = {
        entry.name: opened.get(entry.name) or open_segment(directory / entry.name, check=check)
        for entry in manifest.segments
    }
    return View(manifest, segments, _thesaurus(manifest.schema, before))


def _thesaurus(schema: IndexSchema, before: View | None) -> Thesaurus:
    if before is not None and before.manifest.schema.synonyms == schema.synonyms:
        return before.thesaurus
    return Thesaurus(schema.synonyms)


class Reader:
    """Follows `CURRENT`. It keeps that file open, so that its number is given to no other file meanwhile."""

    def __init__(self, directory: Path) -> None:
        keep_memory()
        self._directory = directory
        self._path = directory / CURRENT
        self._file: IO[bytes] | None = None
        self._identity: tuple[int, int] | None = None
        self._view: View | None = None

    def view(self) -> View:
        """The current state. Raises SearchError when there is no index or it cannot be read."""
        for _ in range(_ATTEMPTS):
            with _absent_index(self._directory):
                status = self._path.stat()
            identity = status.st_dev, status.st_ino
            if self._view is not None and identity == self._identity:
                return self._view
            with contextlib.suppress(FileNotFoundError):
                return self._open()
        raise SearchError(
            f"The search index in {self._directory} names files that are not there. Build it anew."
        )

    def _open(self) -> View:
        """Read `CURRENT` and what it names. Raises FileNotFoundError when a writer was faster."""
        file = self._path.open("rb")
        try:
            manifest = read_manifest(file, self._path)
            view = make_view(self._directory, manifest, self._view)
        except BaseException:
            file.close()
            raise
        status = os.fstat(file.fileno())
        if self._file is not None:
            self._file.close()
        self._file, self._identity, self._view = file, (status.st_dev, status.st_ino), view
        return view

    def close(self) -> None:
        """Let go of the files."""
        if self._file is not None:
            self._file.close()
        self._file = self._identity = self._view = None


@contextlib.contextmanager
def _absent_index(directory: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise SearchError(
            f"There is no search index in {directory} yet. Build it with `marketplace reindex`."
        ) from error
    except OSError as error:
        raise SearchError(f"The search index in {directory} cannot be read: {error.strerror}.") from error
