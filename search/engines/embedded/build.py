"""From documents to columns."""

import math
from array import array
from collections import defaultdict
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
from search.text import split_words

_NUMBERS = {
    "versions": "q",
    "venue": "b",
    "travels": "d",
    "price": "q",
    "free": "d",
    "confirmed": "q",
    "minimum_age": "q",
    "maximum_age": "q",
    "latitude": "d",
    "longitude": "d",
    "title_sizes": "I",
}
"""Columns of numbers and their types; arrays, for they take a fifth of the memory of tuples."""


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
        self._tokens = array("I")
        self._lengths = {field: array("I") for field in FIELDS}
        self._ids: list[UUID] = []
        self._newest: dict[UUID, int] = {}
        self._numbers: dict[str, array[float]] = {name: array(kind) for name, kind in _NUMBERS.items()}
        self._titles = bytearray()
        self._areas = SetBuilder()
        self._facets: defaultdict[str, SetBuilder] = defaultdict(SetBuilder)
        self._graves: dict[UUID, int] = {}

    def add(self, document: SearchDocument) -> None:
        """Put a document in. Raises SearchError when it cannot be indexed."""
        check_document(document)
        known = self._newest.get(document.id)
        if known is not None and self._numbers["versions"][known] > document.version:
            return
        self._newest[document.id] = len(self._ids)
        row = len(self._ids)
        self._areas.add(row, document.areas)
        for name, values in document.facets.items():
            self._facets[name].add(row, values)
        self._ids.append(document.id)
        title = document.title.encode()
        self._titles += title
        for column, number in zip(self._numbers.values(), _numbers(document, len(title)), strict=True):
            column.append(number)
        for lengths, text in zip(
            self._lengths.values(),
            (document.title, " ".join(document.tags), document.provider, document.text),
            strict=True,
        ):
            words = split_words(text)
            self._tokens.extend(map(self._vocabulary.__getitem__, words))
            lengths.append(len(words))

    def bury(self, change: Change) -> None:
        """Remember a deletion."""
        self._graves[change.id] = max(change.version, self._graves.get(change.id, change.version))

    def finish(self) -> Draft:
        """All documents as columns."""
        kept = np.array(list(self._newest.values()), np.int64)
        sets = {"areas": self._areas} | {f"facet:{name}": column for name, column in self._facets.items()}
        grave_ids = ids_array(list(self._graves))
        order = np.argsort(grave_ids)
        words = sorted(self._vocabulary)
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
        columns |= {
            f"length:{field}": np.array(lengths, np.uint32) for field, lengths in self._lengths.items()
        }
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
        ranks = np.zeros(len(words), np.uint32)
        ranks[np.fromiter(map(self._vocabulary.__getitem__, words), np.int64, len(words))] = np.arange(
            len(words)
        )
        tokens = ranks[np.frombuffer(self._tokens, np.uint32)] if self._tokens else np.empty(0, np.uint32)
        sizes = np.sum([np.array(lengths, np.int64) for lengths in self._lengths.values()], axis=0)
        return self._kept(tokens, sizes, kept)

    def _kept(self, data: Array, sizes: NDArray[np.integer], rows: Integers) -> Array:
        """The data of some ragged rows, without work when it is all."""
        return data if len(rows) == len(self._ids) else take_ragged(data, offsets_of(sizes), rows)


def _numbers(document: SearchDocument, title_size: int) -> tuple[float, ...]:
    point = document.point
    return (
        document.version,
        document.is_venue,
        document.travels_miles if point is not None else 0.0,
        NO_PRICE if document.price_pence is None else document.price_pence,
        document.free_now,
        document.confirmed_on.toordinal(),
        NO_MINIMUM_AGE if document.minimum_age is None else document.minimum_age,
        NO_MAXIMUM_AGE if document.maximum_age is None else document.maximum_age,
        math.nan if point is None else point.latitude,
        math.nan if point is None else point.longitude,
        title_size,
    )
