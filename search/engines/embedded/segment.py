"""Documents as columns: what a segment file holds, typed."""

from functools import cached_property
from pathlib import Path
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.arrays import NO_ROWS, Array, Floats, Ids, Integers, Mask, Quality, Rows
from search.engines.embedded.files import ColumnFile, DamagedError
from search.engines.embedded.geo import Grid
from search.engines.embedded.sets import SetColumn
from search.vocabulary import Vocabulary

FIELDS = ("title", "tags", "provider", "text")
NO_PRICE = 2**62
NO_MINIMUM_AGE, NO_MAXIMUM_AGE = -(2**62), 2**62
PLAIN = (
    "ids", "versions", "keys", "x", "y", "z", "venue", "travels", "price", "free", "confirmed",
    "minimum_age", "maximum_age", *(f"length:{field}" for field in FIELDS), "title_sizes",
)  # fmt: skip
"""Columns with one entry a row that are taken over as they are when segments are merged."""


class SegmentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is written beside the columns."""

    rows: int
    furthest: list[float]
    """Greatest travel radius in each band; -1 for a band without rows."""
    sets: dict[str, list[str]]
    """Values of each column of sets; "areas", and facets as "facet:kind"."""


class Segment:
    """An immutable part of the index. Rows are sorted by band and cell (see geo)."""

    def __init__(self, name: str, columns: dict[str, Array], facts: SegmentFacts, size: int = 0) -> None:
        """`size` is in bytes on the disk. Raises KeyError when a column lacks."""
        self._columns = columns
        self.name = name
        self.facts = facts
        self.size = size
        self._name_columns()

    def _name_columns(self) -> None:
        columns = self._columns
        self.rows = self.facts.rows
        self.ids = cast("Ids", columns["ids"])
        self.versions = cast("Integers", columns["versions"])
        self.venue = cast("Mask", columns["venue"])
        self.travels = cast("Floats", columns["travels"])
        self.price = cast("Integers", columns["price"])
        self.free = cast("Floats", columns["free"])
        self.confirmed = cast("Integers", columns["confirmed"])
        self.minimum_age = cast("Integers", columns["minimum_age"])
        self.maximum_age = cast("Integers", columns["maximum_age"])
        self.tokens = cast("NDArray[np.unsignedinteger]", columns["tokens"])
        self.token_offsets = cast("Integers", columns["token_offsets"])
        self.field_lengths = [cast("Integers", columns[f"length:{field}"]) for field in FIELDS]
        self.posting_offsets = cast("Integers", columns["posting_offsets"])
        self.posting_rows = cast("NDArray[np.uint32]", columns["posting_rows"])
        self.posting_fields = cast("Quality", columns["posting_fields"])
        self.grave_ids = cast("Ids", columns["grave_ids"])
        self.grave_versions = cast("Integers", columns["grave_versions"])
        lines = cast("Quality", columns["words"])
        self.vocabulary = Vocabulary(lambda: lines.tobytes().decode().split("\n")[:-1])

    @property
    def entries(self) -> int:
        """How many documents and deletions it was made from."""
        return self.rows + len(self.grave_ids)

    def plain(self, name: str) -> NDArray[np.generic]:
        """A column with one entry a row, by name."""
        return self._columns[name]

    @cached_property
    def grid(self) -> Grid:
        """Its points."""
        vectors = tuple(cast("Floats", self._columns[axis]) for axis in "xyz")
        keys = cast("NDArray[np.unsignedinteger]", self._columns["keys"])
        return Grid(keys, cast("tuple[Floats, Floats, Floats]", vectors), self.facts.furthest)

    @cached_property
    def sets(self) -> dict[str, SetColumn]:
        """Its columns of sets by name."""
        return {
            name: SetColumn(
                values,
                cast("Integers", self._columns[f"{name}:offsets"]),
                cast("Integers", self._columns[f"{name}:members"]),
                self._columns[f"{name}:codes"],
            )
            for name, values in self.facts.sets.items()
        }

    def facet(self, name: str) -> SetColumn | None:
        """The column of a facet; None when no document here has that facet."""
        return self.sets.get(f"facet:{name}")

    def rows_in_area(self, area: str) -> Rows:
        """Rows that name an area, ascending."""
        number = self.sets["areas"].number(area)
        if number is None:
            return NO_ROWS
        offsets = cast("Integers", self._columns["area_offsets"])
        return self._columns["area_rows"][offsets[number] : offsets[number + 1]].astype(np.int64)

    def title(self, row: int) -> str:
        """The title as it was given."""
        offsets = cast("Integers", self._columns["title_offsets"])
        return self._columns["titles"][offsets[row] : offsets[row + 1]].tobytes().decode()

    def title_bytes(self) -> tuple[Quality, Integers]:
        """All titles, and where each starts."""
        return cast("Quality", self._columns["titles"]), cast("Integers", self._columns["title_offsets"])

    def find_rows(self, ids: Ids) -> Integers:
        """The row of each id, or -1. Rows of dead documents are found too."""
        return _find(self.ids, ids, self._columns["id_order"].astype(np.int64))

    def find_graves(self, ids: Ids) -> Integers:
        """The index of each id among the deletions, or -1."""
        return _find(self.grave_ids, ids, None)


def _find(column: Ids, wanted: Ids, order: Integers | None) -> Integers:
    if not len(column):
        return np.full(len(wanted), -1, np.int64)
    places = np.minimum(np.searchsorted(column, wanted, sorter=order), len(column) - 1)
    found = places if order is None else order[places]
    return np.where(column[found] == wanted, found, -1)


def open_segment(path: Path, *, check: bool = False) -> Segment:
    """Map a file; `check` reads all of it first. Raises FileNotFoundError, DamagedError."""
    file = ColumnFile(path, check=check)
    try:
        facts = msgspec.json.decode(file.facts, type=SegmentFacts)
        return Segment(path.name, file.columns, facts, file.size)
    except (msgspec.MsgspecError, KeyError) as error:
        raise DamagedError(path, "is of another version") from error
