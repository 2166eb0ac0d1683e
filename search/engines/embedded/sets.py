"""A column of sets of values (days, languages, districts), by numbering the *combinations* that occur.

Few combinations occur ("Monday and Tuesday", "Monday to Friday" …), so one small number in each row says all. A filter
is a table of yes and no by combination; counting values is counting combinations first.
"""

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

    def codes(self, rows: Rows | None) -> Integers:
        """The combination of each row (all rows when None)."""
        return (self._codes if rows is None else self._codes[rows]).astype(np.int64)

    def holds_any(self, wanted: Iterable[str], rows: Rows | None) -> Mask:
        """For each row whether it has one of the wanted values."""
        numbers = [self._numbers[value] for value in wanted if value in self._numbers]
        owners = np.repeat(np.arange(self.combinations), self._sizes)
        table = np.zeros(self.combinations, np.bool_)
        table[owners[np.isin(self._members, numbers)]] = True
        passes: Mask = table[self._codes if rows is None else self._codes[rows]]
        return passes

    def count(self, rows: Rows | None) -> dict[str, int]:
        """How many of the rows have each value; values that none has are left out."""
        found = np.bincount(self.codes(rows), minlength=self.combinations)
        weights = np.repeat(found, self._sizes)
        counts = np.bincount(self._members, weights=weights, minlength=len(self.values)).astype(np.int64)
        return {self.values[number]: int(counts[number]) for number in np.flatnonzero(counts).tolist()}

    def pairs(self) -> tuple[Integers, Rows]:
        """Each (value number, row) that occurs."""
        codes = self.codes(None)
        rows = np.repeat(np.arange(len(codes)), self._sizes[codes])
        return self._members[expand_ranges(self._offsets[codes], self._offsets[codes + 1])], rows


def number_sets(sets: Iterable[tuple[str, ...]], combinations: Combinations) -> list[int]:
    """The number of each set among the combinations, which grow."""
    return [combinations.setdefault(one, len(combinations)) for one in sets]


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
