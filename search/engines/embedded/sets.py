"""A column of sets of values (days, languages, districts), by numbering the *combinations* that occur.

Few combinations occur ("Monday and Tuesday", "Monday to Friday" …), so one small number in each row says all.
A filter is a table of yes and no by combination; counting values is counting combinations first.
"""

from array import array
from collections.abc import Iterable, Mapping

import numpy as np

from search.engines.embedded.arrays import (
    Array,
    Integers,
    Mask,
    Rows,
    expand_ranges,
    offsets_of,
    smallest_type,
)

Combinations = dict[tuple[str, ...], int]


class SetColumn:
    """Values, combinations of values, and the combination of each row."""

    def __init__(self, values: list[str], offsets: Integers, members: Integers, codes: Array) -> None:
        self.values = values
        self._offsets = offsets
        self._members = members
        self._codes = codes
        self._numbers = {value: number for number, value in enumerate(values)}
        self._sizes = np.diff(offsets)
        by_value = np.argsort(members, kind="stable")
        self._owners = np.repeat(np.arange(self.combinations), self._sizes)[by_value]
        """Combinations, those of the first value first."""
        self._starts = np.searchsorted(members[by_value], np.arange(len(values) + 1))

    @property
    def combinations(self) -> int:
        """How many combinations there are."""
        return len(self._sizes)

    def combination(self, number: int) -> tuple[str, ...]:
        """The values of one combination."""
        members = self._members[self._offsets[number] : self._offsets[number + 1]]
        return tuple(self.values[member] for member in members.tolist())

    def number(self, value: str) -> int | None:
        """The number of a value."""
        return self._numbers.get(value)

    def codes(self, rows: Rows) -> Array:
        """The combination of each row."""
        return self._codes[rows]

    def holds_any(self, wanted: Iterable[str], rows: Rows) -> Mask:
        """For each row whether it has one of the wanted values."""
        table = np.zeros(self.combinations, np.bool_)
        for value in wanted:
            number = self._numbers.get(value)
            if number is not None:
                table[self._owners[self._starts[number] : self._starts[number + 1]]] = True
        passes: Mask = table[self._codes[rows]]
        return passes

    def count(self, rows: Rows) -> dict[str, int]:
        """How many of the rows have each value; values that none has are left out."""
        if not self.values:
            return {}
        found = np.bincount(self._codes[rows], minlength=self.combinations)
        counts = np.add.reduceat(found[self._owners], self._starts[:-1]).tolist()
        return {value: count for value, count in zip(self.values, counts, strict=True) if count}

    def pairs(self) -> tuple[Integers, Rows]:
        """Each (value number, row) that occurs."""
        codes = self._codes
        rows = np.repeat(np.arange(len(codes)), self._sizes[codes])
        return self._members[expand_ranges(self._offsets[codes], self._offsets[codes + 1])], rows


class SetBuilder:
    """Numbers the sets of documents as they come."""

    def __init__(self) -> None:
        self.combinations: Combinations = {(): 0}
        self._seen = _Seen(self.combinations)
        self._codes = array("I")

    def add(self, first: int, sets: Iterable[tuple[str, ...]]) -> None:
        """Take the sets of the rows from `first` on; rows that were left out have none."""
        self._fill(first)
        self._codes.extend(map(self._seen.__getitem__, sets))

    def codes(self, rows: int) -> Integers:
        """The combination of each row."""
        self._fill(rows)
        return np.array(self._codes, np.int64)

    def _fill(self, rows: int) -> None:
        self._codes.extend([0] * (rows - len(self._codes)))


class _Seen(dict[tuple[str, ...], int]):
    """Sets as they were given (in any order, some values perhaps twice), and the combination of each."""

    def __init__(self, combinations: Combinations) -> None:
        super().__init__(combinations)
        self._combinations = combinations

    def __missing__(self, values: tuple[str, ...]) -> int:
        number = self[values] = number_of(tuple(sorted(set(values))), self._combinations)
        return number


def number_of(values: tuple[str, ...], combinations: Combinations) -> int:
    """The number of a set (sorted, each value once) among the combinations, which grow."""
    return combinations.setdefault(values, len(combinations))


def set_columns(
    name: str, combinations: Combinations, codes: Integers
) -> tuple[list[str], Mapping[str, Array]]:
    """What is written for a column of sets: its values, and its arrays by name."""
    values = sorted({value for combination in combinations for value in combination})
    numbers = {value: number for number, value in enumerate(values)}
    members = [numbers[value] for combination in combinations for value in combination]
    sizes = np.fromiter(map(len, combinations), np.int64, len(combinations))
    return values, {
        f"{name}:offsets": offsets_of(sizes),
        f"{name}:members": np.array(members, np.int64),
        f"{name}:codes": codes.astype(smallest_type(len(combinations))),
    }
