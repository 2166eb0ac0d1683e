"""From documents to columns."""

import math
from array import array
from collections import defaultdict
from itertools import chain
from uuid import UUID

import numpy as np
from msgspec import Struct

from search.documents import Change, Point, SearchDocument
from search.engine import SearchError
from search.engines.embedded.arrays import Array, Ids, Integers, ids_array, offsets_of, take_ragged
from search.engines.embedded.geo import CELLS, NOWHERE, bands, cells, unit_vectors
from search.engines.embedded.segment import FIELDS, NO_MAXIMUM_AGE, NO_MINIMUM_AGE, NO_PRICE
from search.engines.embedded.sets import Combinations, SetBuilder
from search.text import split_words

_HIGHEST = 2**62
_NUMBERS = {
    "venue": np.bool_,
    "travels": np.float64,
    "price": np.int64,
    "free": np.float64,
    "confirmed": np.int64,
    "minimum_age": np.int64,
    "maximum_age": np.int64,
}


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


def check_document(document: SearchDocument) -> None:
    """Refuse what cannot be indexed. Raises SearchError, naming the document."""
    numbers = [document.travels_miles, document.free_now]
    if document.point is not None:
        check_point(document.point, f"Document {document.id}")
    if not all(map(math.isfinite, numbers)):
        raise SearchError(f"Document {document.id} has a radius or capacity that is no number.")
    whole = (document.version, document.price_pence, document.minimum_age, document.maximum_age)
    if any(number is not None and abs(number) >= _HIGHEST for number in whole):
        raise SearchError(f"Document {document.id} has a number that is too large.")
    try:
        "".join(chain((document.title,), document.areas, document.facets, *document.facets.values())).encode()
    except UnicodeEncodeError as error:
        raise SearchError(f"Document {document.id} has text that is not Unicode.") from error


def check_point(point: Point, owner: str) -> None:
    """Refuse what is no point of the earth. Raises SearchError."""
    if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):  # noqa: PLR2004 - degrees; NaN fails too
        raise SearchError(f"{owner} has a point that is not on the earth.")


class Builder:
    """Takes documents one by one; of two with one id the newer is kept."""

    def __init__(self) -> None:
        self._vocabulary: defaultdict[str, int] = defaultdict()
        self._vocabulary.default_factory = self._vocabulary.__len__
        self._tokens = array("I")
        self._lengths = {field: array("I") for field in FIELDS}
        self._ids: list[UUID] = []
        self._versions: list[int] = []
        self._newest: dict[UUID, int] = {}
        self._points: list[Point | None] = []
        self._numbers: list[tuple[bool, float, int, float, int, int, int]] = []
        self._titles: list[bytes] = []
        self._areas = SetBuilder()
        self._facets: defaultdict[str, SetBuilder] = defaultdict(SetBuilder)
        self._graves: dict[UUID, int] = {}

    def add(self, document: SearchDocument) -> None:
        """Put a document in. Raises SearchError when it cannot be indexed."""
        check_document(document)
        known = self._newest.get(document.id)
        if known is not None and self._versions[known] > document.version:
            return
        self._newest[document.id] = len(self._ids)
        row = len(self._ids)
        self._areas.add(row, document.areas)
        for name, values in document.facets.items():
            self._facets[name].add(row, values)
        self._ids.append(document.id)
        self._versions.append(document.version)
        self._points.append(document.point)
        self._titles.append(document.title.encode())
        self._numbers.append(_numbers(document))
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
            titles=np.frombuffer(b"".join(self._titles[row] for row in kept.tolist()), np.uint8),
            grave_ids=grave_ids[order],
            grave_versions=np.array(list(self._graves.values()), np.int64)[order],
        )

    def _plain(self) -> dict[str, Array]:
        numbers = zip(*self._numbers, strict=True) if self._numbers else ((),) * len(_NUMBERS)
        columns: dict[str, Array] = {
            name: np.array(column, kind)
            for (name, kind), column in zip(_NUMBERS.items(), numbers, strict=True)
        }
        columns["ids"] = ids_array(self._ids)
        columns["versions"] = np.array(self._versions, np.int64)
        columns["title_sizes"] = np.array(list(map(len, self._titles)), np.uint32)
        columns |= {
            f"length:{field}": np.array(lengths, np.uint32) for field, lengths in self._lengths.items()
        }
        band = bands(np.asarray(columns["travels"], np.float64), np.asarray(columns["venue"], np.bool_))
        return columns | self._places(band)

    def _places(self, band: Integers) -> dict[str, Array]:
        nowhere = np.array([point is None for point in self._points], np.bool_)
        latitude = np.array([0.0 if point is None else point.latitude for point in self._points])
        longitude = np.array([0.0 if point is None else point.longitude for point in self._points])
        keys = np.where(nowhere, NOWHERE * CELLS, band * CELLS + cells(latitude, longitude))
        x, y, z = (np.where(nowhere, np.nan, axis) for axis in unit_vectors(latitude, longitude))
        return {"keys": keys.astype(np.uint32), "x": x, "y": y, "z": z}

    def _kept_tokens(self, words: list[str], kept: Integers) -> Array:
        ranks = np.zeros(len(words), np.uint32)
        ranks[np.fromiter(map(self._vocabulary.__getitem__, words), np.int64, len(words))] = np.arange(
            len(words)
        )
        tokens = ranks[np.frombuffer(self._tokens, np.uint32)] if self._tokens else np.empty(0, np.uint32)
        if len(kept) == len(self._ids):
            return tokens
        sizes = np.sum([np.array(lengths, np.int64) for lengths in self._lengths.values()], axis=0)
        return take_ragged(tokens, offsets_of(sizes), kept)


def _numbers(document: SearchDocument) -> tuple[bool, float, int, float, int, int, int]:
    return (
        document.is_venue,
        document.travels_miles if document.point is not None else 0.0,
        NO_PRICE if document.price_pence is None else document.price_pence,
        document.free_now,
        document.confirmed_on.toordinal(),
        NO_MINIMUM_AGE if document.minimum_age is None else document.minimum_age,
        NO_MAXIMUM_AGE if document.maximum_age is None else document.maximum_age,
    )
