"""From segments to one: column by column, without the documents and without reading a text again."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.arrays import (
    ID_TYPE,
    Array,
    Ids,
    Integers,
    Mask,
    Rows,
    take_ragged,
)
from search.engines.embedded.build import Draft
from search.engines.embedded.segment import PLAIN, Segment
from search.engines.embedded.sets import Combinations, SetColumn, number_of


def merge_segments(parts: Sequence[tuple[Segment, Mask | None]]) -> Draft:
    """Live rows (all where the mask is None) and deletions of some segments, oldest first.

    Of two rows with one id only one may be live. A deletion is kept unless the id lives in one of the
    segments.
    """
    live = [_live_rows(segment, mask) for segment, mask in parts]
    segments = [segment for segment, _ in parts]
    words = sorted(set().union(*(segment.vocabulary.words for segment in segments)))
    plain = {
        name: np.concatenate(
            [segment.plain(name)[rows] for segment, rows in zip(segments, live, strict=True)]
        )
        for name in PLAIN
    }
    grave_ids, grave_versions = _graves(segments, plain["ids"])
    used, tokens = _tokens(segments, live, words)
    return Draft(
        plain=plain,
        sets=_sets(segments, live),
        words=used,
        tokens=tokens,
        titles=np.concatenate(
            [take_ragged(*segment.title_bytes(), rows) for segment, rows in zip(segments, live, strict=True)]
        ),
        grave_ids=grave_ids,
        grave_versions=grave_versions,
    )


def _live_rows(segment: Segment, mask: Mask | None) -> Rows:
    return np.arange(segment.rows) if mask is None else np.flatnonzero(mask)


def _tokens(segments: Sequence[Segment], live: Sequence[Rows], words: list[str]) -> tuple[list[str], Array]:
    """Tokens in the numbers of the words that are still in use."""
    places = {word: place for place, word in enumerate(words)}
    parts = []
    for segment, rows in zip(segments, live, strict=True):
        own = segment.vocabulary.words
        table = np.fromiter(map(places.__getitem__, own), np.uint32, len(own))
        parts.append(table[take_ragged(segment.tokens, segment.token_offsets, rows)])
    tokens = np.concatenate(parts)
    in_use = np.bincount(tokens, minlength=len(words)) > 0
    if in_use.all():
        return words, tokens
    numbers = (np.cumsum(in_use) - 1).astype(np.uint32)
    return [words[place] for place in np.flatnonzero(in_use).tolist()], numbers[tokens]


def _sets(segments: Sequence[Segment], live: Sequence[Rows]) -> dict[str, tuple[Combinations, Integers]]:
    names = dict.fromkeys(name for segment in segments for name in segment.sets)
    merged = {}
    for name in names:
        combinations: Combinations = {(): 0}
        codes = [
            _codes(segment.sets.get(name), rows, combinations)
            for segment, rows in zip(segments, live, strict=True)
        ]
        merged[name] = combinations, np.concatenate(codes)
    return merged


def _codes(column: SetColumn | None, rows: Rows, combinations: Combinations) -> Integers:
    if column is None:
        return np.zeros(len(rows), np.int64)
    own = column.codes(rows)
    table = np.zeros(column.combinations, np.int64)
    in_use = np.unique(own)
    table[in_use] = [number_of(column.combination(code), combinations) for code in in_use.tolist()]
    numbers: Integers = table[own]
    return numbers


def _graves(segments: Sequence[Segment], living: Array) -> tuple[Ids, Integers]:
    """Deletions of ids that do not live; the newest of each."""
    alive = set(living.tolist())
    newest: dict[bytes, int] = {}
    for segment in segments:
        for one, version in zip(segment.grave_ids.tolist(), segment.grave_versions.tolist(), strict=True):
            if one not in alive:
                newest[one] = max(version, newest.get(one, version))
    ids = sorted(newest)
    return np.array(ids, ID_TYPE), np.array([newest[one] for one in ids], np.int64)
