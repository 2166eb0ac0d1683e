"""From documents to columns."""

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from uuid import UUID

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from search.checks import check_document
from search.documents import Change, SearchDocument
from search.engines.embedded.arrays import Array, Ids, Integers, ids_array, offsets_of, take_ragged
from search.engines.embedded.geo import CELLS, NOWHERE, bands, cells
from search.engines.embedded.segment import FIELDS, NO_MAXIMUM_AGE, NO_MINIMUM_AGE, NO_PRICE
from search.engines.embedded.sets import Combinations, SetBuilder
from search.sphere import unit_vectors
from search.text import cut_words, spaced_words

_NUMBERS: dict[str, tuple[str, Callable[[SearchDocument], float]]] = {
    "versions": ("q", lambda one: one.version),
    "venue": ("b", lambda one: one.is_venue),
    "travels": ("d", lambda one: 0.0 if one.point is None else one.travels_miles),
    "price": ("q", lambda one: NO_PRICE if one.price_pence is None else one.price_pence),
    "free": ("d", lambda one: one.free_now),
    "confirmed": ("q", lambda one: one.confirmed_on.toordinal()),
    "minimum_age": ("q", lambda one: NO_MINIMUM_AGE if one.minimum_age is None else one.minimum_age),
    "maximum_age": ("q", lambda one: NO_MAXIMUM_AGE if one.maximum_age is None else one.maximum_age),
    "latitude": ("d", lambda one: math.nan if one.point is None else one.point.latitude),
    "longitude": ("d", lambda one: math.nan if one.point is None else one.point.longitude),
    "title_sizes": ("I", lambda one: len(one.title.encode())),
}
"""Columns of numbers with their types; arrays, for they take a fifth of the memory of tuples."""

_AT_ONCE = 1_000
"""Documents that are taken column by column, which takes half the time of one by one."""
_END = "\1"
"""Stands between fields among the words of many documents; it is in no word."""


class Draft(Struct, frozen=True, kw_only=True):
    """Documents as columns in any order of rows, without all that follows from them (see assemble)."""

    plain: dict[str, Array]
    """The columns of segment.PLAIN."""
    sets: dict[str, tuple[Combinations, Integers]]
    words: list[str]
    """Sorted."""
    tokens: Array
    """Numbers of words, row after row, field after field."""
    titles: Array
    """UTF-8, row after row."""
    grave_ids: Ids
    """Sorted."""
    grave_versions: Integers


class Builder:
    """Takes documents one by one; of two with one id the newer is kept."""

    def __init__(self) -> None:
        self._vocabulary: defaultdict[str, int] = defaultdict()
        self._vocabulary.default_factory = self._vocabulary.__len__
        self._end = self._vocabulary[_END]
        self._tokens = array("I")
        self._lengths = array("I")
        """Words of each field of each row."""
        self._ids: list[UUID] = []
        self._newest: dict[UUID, tuple[int, int]] = {}
        """Row and version."""
        self._waiting: list[SearchDocument] = []
        self._numbers: dict[str, array[float]] = {name: array(kind) for name, (kind, _) in _NUMBERS.items()}
        self._titles = bytearray()
        self._areas = SetBuilder()
        self._facets: defaultdict[str, SetBuilder] = defaultdict(SetBuilder)
        self._graves: dict[UUID, int] = {}

    def add(self, document: SearchDocument) -> None:
        """Put a document in. Raises SearchError when it cannot be indexed."""
        check_document(document)
        known = self._newest.get(document.id)
        if known is not None and known[1] > document.version:
            return
        self._newest[document.id] = len(self._ids), document.version
        self._ids.append(document.id)
        self._waiting.append(document)
        if len(self._waiting) >= _AT_ONCE:
            self._take()

    def _take(self) -> None:
        documents, self._waiting = self._waiting, []
        first = len(self._ids) - len(documents)
        self._titles += "".join([one.title for one in documents]).encode()
        for name, (_, number) in _NUMBERS.items():
            self._numbers[name].extend(map(number, documents))
        self._areas.add(first, [one.areas for one in documents])
        for name in dict.fromkeys(chain.from_iterable(one.facets for one in documents)):
            self._facets[name].add(first, [one.facets.get(name, ()) for one in documents])
        self._take_words(documents)

    def _take_words(self, documents: Sequence[SearchDocument]) -> None:
        texts = chain.from_iterable(
            (one.title, " ".join(one.tags), one.provider, one.text) for one in documents
        )
        words = cut_words(f" {_END} ".join(map(spaced_words, texts)))
        numbers = np.fromiter(map(self._vocabulary.__getitem__, words), np.uint32, len(words))
        is_end = numbers == self._end
        before = np.cumsum(~is_end)
        lengths = np.diff(np.append(before[is_end], before[-1]), prepend=0)
        self._lengths.frombytes(lengths.astype(np.uint32).tobytes())
        self._tokens.frombytes(numbers[~is_end].tobytes())

    def bury(self, change: Change) -> None:
        """Remember a deletion."""
        self._graves[change.id] = max(change.version, self._graves.get(change.id, change.version))

    def finish(self) -> Draft:
        """All documents as columns."""
        if self._waiting:
            self._take()
        kept = np.fromiter((row for row, _ in self._newest.values()), np.int64, len(self._newest))
        sets = {"areas": self._areas} | {f"facet:{name}": column for name, column in self._facets.items()}
        grave_ids = ids_array(list(self._graves))
        order = np.argsort(grave_ids)
        words = sorted(self._vocabulary.keys() - {_END})
        return Draft(
            plain={name: column[kept] for name, column in self._plain().items()},
            sets={
                name: (column.combinations, column.codes(len(self._ids))[kept])
                for name, column in sets.items()
            },
            words=words,
            tokens=self._kept_tokens(words, kept),
            titles=self._kept(
                np.frombuffer(self._titles, np.uint8), np.array(self._numbers["title_sizes"]), kept
            ),
            grave_ids=grave_ids[order],
            grave_versions=np.array(list(self._graves.values()), np.int64)[order],
        )

    def _plain(self) -> dict[str, Array]:
        columns: dict[str, Array] = {name: np.array(column) for name, column in self._numbers.items()}
        columns["venue"] = columns["venue"].astype(np.bool_)
        columns["ids"] = ids_array(self._ids)
        lengths = self._field_lengths()
        columns |= {f"length:{field}": lengths[:, place] for place, field in enumerate(FIELDS)}
        latitude, longitude = (
            np.asarray(columns.pop(name), np.float64) for name in ("latitude", "longitude")
        )
        band = bands(np.asarray(columns["travels"], np.float64), np.asarray(columns["venue"], np.bool_))
        nowhere = np.isnan(latitude)
        cell = cells(np.nan_to_num(latitude), np.nan_to_num(longitude))
        keys = np.where(nowhere, NOWHERE * CELLS, band * CELLS + cell)
        x, y, z = unit_vectors(latitude, longitude)
        return columns | {"keys": keys.astype(np.uint32), "x": x, "y": y, "z": z}

    def _kept_tokens(self, words: list[str], kept: Integers) -> Array:
        ranks = np.zeros(len(self._vocabulary), np.uint32)
        ranks[np.fromiter(map(self._vocabulary.__getitem__, words), np.int64, len(words))] = np.arange(
            len(words)
        )
        tokens = ranks[np.frombuffer(self._tokens, np.uint32)] if self._tokens else np.empty(0, np.uint32)
        return self._kept(tokens, self._field_lengths().sum(axis=1), kept)

    def _field_lengths(self) -> NDArray[np.uint32]:
        return np.array(self._lengths, np.uint32).reshape(-1, len(FIELDS))

    def _kept(self, data: Array, sizes: NDArray[np.integer], rows: Integers) -> Array:
        """The data of some ragged rows, without work when it is all."""
        return data if len(rows) == len(self._ids) else take_ragged(data, offsets_of(sizes), rows)
