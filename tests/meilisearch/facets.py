"""Inverted sets: for each filterable field and value, the rows of the documents that have it.

A row is a number given to each version of a document and never used again; which rows still live is the
index's business. So sets only grow, and a filter is a handful of operations on masks over the rows.
"""

from array import array
from bisect import bisect_left, bisect_right
from functools import cache

import numpy as np

from tests.meilisearch.values import as_text, flatten, is_number, normalise, point, scalars


def mask_of(rows, size):
    """A mask with these rows set."""
    mask = np.zeros(size, dtype=bool)
    if len(rows):
        mask[np.array(rows, dtype=np.uint32)] = True
    return mask


class _Values:
    """Rows by value, with the values in order for ranges."""

    def __init__(self):
        self.rows = {}
        self._sorted = []

    def rows_of(self, value):
        """The rows that have a value, to add to; each is there once."""
        rows = self.rows.get(value)
        if rows is None:
            rows = self.rows[value] = array("I")
        return rows

    @property
    def sorted(self):
        if len(self._sorted) != len(self.rows):
            self._sorted = sorted(self.rows)
        return self._sorted

    def of(self, values, size):
        """Mask of the rows that have one of the values."""
        found = [np.array(rows, dtype=np.uint32) for value in values if (rows := self.rows.get(value))]
        return mask_of(np.concatenate(found) if found else (), size)

    def between(self, low, high, *, open_low=False, open_high=False):
        """The values from low to high (None: no bound), in order."""
        values = self.sorted
        start = 0 if low is None else (bisect_right if open_low else bisect_left)(values, low)
        end = len(values) if high is None else (bisect_left if open_high else bisect_right)(values, high)
        return values[start:end]


class Facet:
    """One filterable field."""

    def __init__(self):
        self.strings = _Values()
        self.numbers = _Values()
        self.written = {}
        self._rows_of_text = {}
        self.present, self.null, self.empty = array("I"), array("I"), array("I")

    def add(self, row, held):
        self.present.append(row)
        if any(value is None for value in held):
            self.null.append(row)
        if any(value in ("", [], {}) for value in held if isinstance(value, str | list | dict)):
            self.empty.append(row)
        for value in scalars(held):
            rows = self._rows_of_text.get(value) if type(value) is str else None
            if rows is None:
                rows = self._rows_of(value)
            if rows is not None and (not rows or rows[-1] != row):
                rows.append(row)

    def _rows_of(self, value):
        """The rows that have a value, however it is written; None for a text with nothing in it."""
        if is_number(value):
            return self.numbers.rows_of(float(value))
        written = as_text(value)
        text = normalise(written)
        if not text:
            return None
        self.written.setdefault(text, written)
        rows = self.strings.rows_of(text)
        if type(value) is str:
            self._rows_of_text[value] = rows
        return rows

    def starting_with(self, prefix):
        """The normalised strings that begin so."""
        values = self.strings.sorted
        start = bisect_left(values, prefix)
        end = start
        while end < len(values) and values[end].startswith(prefix):
            end += 1
        return values[start:end]

    def counts(self, mask):
        """[(value as written, how many rows of the mask have it)], those with none left out."""
        found = [(self.written[text], rows) for text, rows in self.strings.rows.items()]
        found += [(as_text(value), rows) for value, rows in self.numbers.rows.items()]
        counted = [(text, int(mask[np.array(rows, dtype=np.uint32)].sum())) for text, rows in found]
        return [(text, count) for text, count in counted if count]

    def bounds(self, mask):
        """The smallest and largest number among the rows of the mask, or None."""
        values = [
            value for value, rows in self.numbers.rows.items() if mask[np.array(rows, dtype=np.uint32)].any()
        ]
        return (min(values), max(values)) if values else None


class Facets:
    """All filterable fields of an index; `wanted` says whether a field is one."""

    def __init__(self, wanted):
        self.wants = cache(wanted)
        self.fields = {}
        self.points = {}

    def add(self, row, document):
        for name, held in flatten(document).items():
            if self.wants(name):
                self.fields.setdefault(name, Facet()).add(row, held)
        place = point(document)
        if place is not None:
            self.points[row] = place
