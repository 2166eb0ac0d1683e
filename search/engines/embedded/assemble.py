"""From columns in any order to those of a segment: rows sorted by place, and all that follows from them."""

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.arrays import Array, Integers, Rows, offsets_of, smallest_type, take_ragged
from search.engines.embedded.build import Draft
from search.engines.embedded.geo import CELLS, NOWHERE
from search.engines.embedded.segment import FIELDS, SegmentFacts
from search.engines.embedded.sets import SetColumn, set_columns

_FIELD_BITS = 2
"""Bits that hold the number of a field."""


def assemble(draft: Draft) -> tuple[dict[str, Array], SegmentFacts]:
    """Arrange a draft: the columns and facts of a segment."""
    order = np.argsort(draft.plain["keys"], kind="stable")
    plain = {name: column[order] for name, column in draft.plain.items()}
    sizes = np.sum([np.asarray(draft.plain[f"length:{field}"], np.int64) for field in FIELDS], axis=0)
    tokens = take_ragged(draft.tokens, offsets_of(sizes), order).astype(smallest_type(len(draft.words)))
    title_sizes = np.asarray(draft.plain["title_sizes"], np.int64)
    values, sets = _sets(draft, order)
    columns: dict[str, Array] = {
        "id_order": np.argsort(plain["ids"], kind="stable").astype(np.uint32),
        "words": _lines(draft.words),
        "titles": take_ragged(draft.titles, offsets_of(title_sizes), order),
        "title_offsets": offsets_of(title_sizes[order]),
        "grave_ids": draft.grave_ids,
        "grave_versions": draft.grave_versions,
        **plain,
        **sets,
        **_areas(values["areas"], sets),
        **_text(tokens, plain, len(draft.words)),
    }
    return columns, SegmentFacts(rows=len(order), furthest=_furthest(plain), sets=values)


def _sets(draft: Draft, order: Rows) -> tuple[dict[str, list[str]], dict[str, Array]]:
    values: dict[str, list[str]] = {}
    columns: dict[str, Array] = {}
    for name, (combinations, codes) in draft.sets.items():
        values[name], written = set_columns(name, combinations, codes[order])
        columns |= written
    return values, columns


def _areas(values: list[str], sets: dict[str, Array]) -> dict[str, Array]:
    """The rows that name each area."""
    offsets, members = (np.asarray(sets[f"areas:{part}"], np.int64) for part in ("offsets", "members"))
    numbers, rows = SetColumn(values, offsets, members, sets["areas:codes"]).pairs()
    order = np.argsort(numbers, kind="stable")
    return {
        "area_rows": rows[order].astype(np.uint32),
        "area_offsets": offsets_of(np.bincount(numbers, minlength=len(values))),
    }


def _furthest(plain: dict[str, Array]) -> list[float]:
    band = np.asarray(plain["keys"], np.int64) // CELLS
    travels = np.asarray(plain["travels"], np.float64)
    return [float(travels[band == one].max(initial=-1.0)) for one in range(NOWHERE)]


def _lines(words: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("".join(f"{word}\n" for word in words).encode(), np.uint8)


def _text(tokens: Array, plain: dict[str, Array], words: int) -> dict[str, Array]:
    """The words of each row, and the rows of each word with the fields it stands in (one bit each)."""
    lengths = np.stack([np.asarray(plain[f"length:{field}"], np.int64) for field in FIELDS], axis=1)
    rows = len(lengths)
    fields = np.repeat(np.tile(np.arange(len(FIELDS), dtype=np.int64), rows), lengths.ravel())
    sizes = lengths.sum(axis=1)
    row_bits = max(rows, 1).bit_length()
    keys = tokens.astype(np.int64)
    keys <<= row_bits
    keys |= np.repeat(np.arange(rows), sizes)
    keys <<= _FIELD_BITS
    keys |= fields
    keys.sort()
    pairs = keys >> _FIELD_BITS
    starts = np.flatnonzero(np.diff(pairs, prepend=-1))
    bits = np.left_shift(1, keys & ((1 << _FIELD_BITS) - 1)).astype(np.uint8)
    terms = pairs[starts] >> row_bits
    return {
        "tokens": tokens,
        "token_offsets": offsets_of(sizes),
        "posting_rows": (pairs[starts] & ((1 << row_bits) - 1)).astype(np.uint32),
        "posting_fields": np.bitwise_or.reduceat(bits, starts) if len(starts) else bits,
        "posting_offsets": _term_offsets(terms, words),
    }


def _term_offsets(terms: Integers, words: int) -> Integers:
    return offsets_of(np.bincount(terms, minlength=words))
