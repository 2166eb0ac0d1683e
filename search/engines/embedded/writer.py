"""The one process that changes the index.

A batch of changes becomes a small segment, merged with the last one while that is small; rows of older
segments that it replaces are declared dead in the manifest. When enough has gathered, all segments are merged
into one, in a thread, while further batches go on into segments of their own.

A deletion is remembered with its version, in the segments, for good: nothing bounds how late an older version
may still arrive. It takes 24 bytes, and goes when a newer version of the document comes. A rebuild keeps
those of documents that it does not hold.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import numpy as np

from search.documents import Change, IndexSchema
from search.engine import SearchError
from search.engines.embedded.arrays import Ids, ids_array, uuid_of
from search.engines.embedded.assemble import assemble
from search.engines.embedded.build import Draft
from search.engines.embedded.changes import accepted_of, draft_of, known_of
from search.engines.embedded.files import sync_directory, write_columns
from search.engines.embedded.manifest import (
    CURRENT,
    Manifest,
    SegmentEntry,
    WriterLock,
    new_segment_name,
    read_manifest,
    remove_leftovers,
    write_manifest,
)
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.merge import merge_segments
from search.engines.embedded.segment import Segment, open_segment
from search.engines.embedded.snapshot import View, dead_rows, make_view
from search.versions import add_change, newest_of

COMPACT_AT = 2_000
"""Changes that gather beside the large segment before all is merged."""

_log = logging.getLogger(__name__)


class Writer:
    """Holds the lock of the index directory. Its methods may be called from any thread."""

    def __init__(self, directory: Path, *, compact_at: int = COMPACT_AT) -> None:
        """Take the lock, look at what is there and remove what a killed writer left.

        What is there may be damaged: then only `ensure` and a rebuild work. Raises SearchError when another
        process holds the lock.
        """
        self.directory = directory
        self._lock = WriterLock(directory)
        self._compact_at = compact_at
        self._mutex = threading.RLock()
        self._unnamed: set[str] = set()
        """Segments that are written and that no manifest names yet."""
        self._compaction: threading.Thread | None = None
        self._compacted: set[str] = set()
        """Segments that are being merged, and so must stay as they are."""
        self._follower: dict[UUID, Change] | None = None
        self._schema: IndexSchema | None = None
        self._view: View | None = None
        self._damage: SearchError | None = None
        try:
            self._open()
        except SearchError as error:
            self._damage = error
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> None:
        path = self.directory / CURRENT
        try:
            with path.open("rb") as file:
                manifest = read_manifest(file, path)
            self._view = make_view(self.directory, manifest, None, check=True)
        except FileNotFoundError as error:
            if path.exists():
                raise SearchError(
                    f"The search index in {self.directory} lacks a file. "
                    "Build it anew with `marketplace reindex`."
                ) from error
            remove_leftovers(self.directory, set())
        else:
            self._schema = manifest.schema
            remove_leftovers(self.directory, set(self._view.segments))

    def view(self) -> View:
        """The current state. Raises SearchError when there is none or it is damaged."""
        if self._damage is not None:
            raise self._damage
        if self._view is None:
            raise SearchError(
                f"There is no search index in {self.directory} yet. Build it with `marketplace reindex`."
            )
        return self._view

    def ensure(self, schema: IndexSchema) -> None:
        """Make an index exist with a schema. Documents need no work: the schema matters to queries only.

        A damaged index is left as it is; a rebuild will take the schema.
        """
        with self._mutex:
            known, self._schema = self._schema, schema
            if self._damage is None and (self._view is None or known != schema):
                self._commit(self._view.manifest.segments if self._view else ())

    def apply(self, changes: Sequence[Change]) -> None:
        """Apply a batch, all or nothing; when it returns every process finds it. Raises SearchError."""
        newest = newest_of(changes)
        with self._mutex:
            view = self.view()
            accepted = accepted_of(view.parts, newest)
            if accepted:
                self._add(view, accepted)
            if self._follower is not None:
                for change in newest.values():
                    add_change(self._follower, change)
        self._compact_if_due()

    def _add(self, view: View, accepted: dict[UUID, Change]) -> None:
        draft = draft_of(accepted.values())
        ids = ids_array(list(accepted))
        entries = [_bury(view.segments[entry.name], entry, ids) for entry in view.manifest.segments]
        last = view.segments[entries[-1].name] if entries else None
        if last is not None and last.name not in self._compacted:
            fresh = Segment("", *assemble(draft))
            if last.entries + fresh.entries <= self._compact_at:
                draft = merge_segments([live_part(last, entries.pop()), LiveSegment(fresh, None)])
        with self.writing(draft) as segment:
            self._commit((*entries, SegmentEntry(segment.name)), segment)

    @contextmanager
    def writing(self, draft: Draft) -> Iterator[Segment]:
        """Write a segment; unless it is named within, it is removed again. Raises SearchError."""
        path = self.directory / new_segment_name()
        self._unnamed.add(path.name)
        try:
            with _disk(self.directory):
                write_columns(path, *assemble(draft))
                sync_directory(self.directory)
            yield open_segment(path)
        finally:
            self._unnamed.discard(path.name)
            if self._view is None or path.name not in self._view.segments:
                path.unlink(missing_ok=True)

    def _commit(self, entries: Sequence[SegmentEntry], *fresh: Segment) -> None:
        """Make a state current, and remove what it does not name any more."""
        before = self._view
        assert self._schema is not None
        manifest = Manifest(
            sequence=before.manifest.sequence + 1 if before else 1,
            schema=self._schema,
            segments=tuple(entries),
        )
        with _disk(self.directory):
            write_manifest(self.directory, manifest)
        self._view = make_view(self.directory, manifest, before, fresh=fresh)
        self._damage = None
        remove_leftovers(self.directory, set(self._view.segments) | self._unnamed)

    def _compact_if_due(self) -> None:
        with self._mutex:
            view = self.view()
            waiting = sum(view.segments[entry.name].entries for entry in view.manifest.segments[1:])
            running = self._compaction is not None and self._compaction.is_alive()
            if waiting >= self._compact_at and not running:
                self._compacted = set(view.segments)
                self._compaction = threading.Thread(
                    target=self._compact, args=(view,), name="search-compaction"
                )
                self._compaction.start()

    def _compact(self, view: View) -> None:
        """Merge all segments of a state into one, and put it in their place if they are still there."""
        try:
            with self.writing(merge_segments(view.parts)) as merged, self._mutex:
                now = self.view()
                later = [entry for entry in now.manifest.segments if entry.name not in view.segments]
                if view.segments.keys() <= now.segments.keys():
                    entry = SegmentEntry(merged.name)
                    for newer in later:
                        segment = now.segments[newer.name]
                        entry = _bury(merged, entry, np.concatenate([segment.ids, segment.grave_ids]))
                    self._commit((entry, *later), merged)
        except Exception:  # noqa: BLE001 - the end of a thread: what is not told here is never told
            _log.exception(
                "The search index could not be compacted; it is tried again after the next change."
            )
        finally:
            self._compacted = set()

    def purge(self) -> None:
        """Leave no dead row in any file: merge all segments now if there is one. Takes a rebuild's time."""
        self.settle()
        with self._mutex:
            view = self.view()
            if not any(len(dead_rows(entry)) for entry in view.manifest.segments):
                return
            self._compacted = set(view.segments)
        self._compact(view)

    def settle(self) -> None:
        """Wait until no merging is under way."""
        thread = self._compaction
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def follow(self) -> dict[UUID, Change]:
        """Collect all changes applied from now on; a collection begun before is kept up no longer."""
        with self._mutex:
            if self._schema is None:
                self.view()
            self._follower = {}
            return self._follower

    def unfollow(self, changes: dict[UUID, Change]) -> None:
        """Stop collecting."""
        with self._mutex:
            if self._follower is changes:
                self._follower = None

    def replace_all(self, fresh: Segment, changes: dict[UUID, Change]) -> None:
        """Put a segment, and what was changed since `follow`, in the place of all that is there."""
        with self._mutex:
            if self._follower is not changes:
                raise SearchError(
                    "Another rebuild of the search index was begun meanwhile; this one is given up."
                )
            overlay = accepted_of([LiveSegment(fresh, None)], changes)
            for grave in _graves_without(self._view, fresh):
                add_change(overlay, grave)
            entry = _bury(fresh, SegmentEntry(fresh.name), ids_array(list(overlay)))
            with self.writing(draft_of(overlay.values())) as newer:
                self._commit((entry, SegmentEntry(newer.name)), fresh, newer)
            self.unfollow(changes)

    def close(self) -> None:
        """Finish merging and let go of the lock."""
        self.settle()
        self._lock.release()


def live_part(segment: Segment, entry: SegmentEntry) -> LiveSegment:
    """A segment without the rows that an entry declares dead."""
    live = np.ones(segment.rows, np.bool_)
    live[dead_rows(entry)] = False
    return LiveSegment(segment, live)


def _bury(segment: Segment, entry: SegmentEntry, ids: Ids) -> SegmentEntry:
    """The entry with the rows of some documents dead too."""
    rows = segment.find_rows(ids)
    dead = np.union1d(dead_rows(entry), rows[rows >= 0])
    return SegmentEntry(entry.name, dead.astype("<u4").tobytes())


def _graves_without(view: View | None, fresh: Segment) -> Iterator[Change]:
    """The deletions that hold in a state, but for documents that a rebuilt segment holds.

    An older segment may still have the deletion of a document that came back later: that one holds no more.
    """
    if view is None:
        return
    buried = [uuid_of(one) for segment in view.segments.values() for one in segment.grave_ids.tolist()]
    known = known_of(view.parts, buried)
    absent = fresh.find_rows(ids_array(list(known))) < 0
    for (one, (version, is_deletion)), is_absent in zip(known.items(), absent.tolist(), strict=True):
        if is_deletion and is_absent:
            yield Change(one, version)


@contextmanager
def _disk(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SearchError(f"The search index in {directory} cannot be written: {error.strerror}.") from error
