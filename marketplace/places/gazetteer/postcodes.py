"""Postcodes, sectors and districts in memory-mapped columns, and the nearest postcode of a point.

A postcode's key is its district's place in the sorted list of districts x 6,760 + its last three characters
(digit x 676 + letter x 26 + letter), so that districts and sectors are ranges of keys. The columns of points
are in the order of a grid of about a kilometre, so that what lies together is read together; `rows` leads
from the sorted keys to them. Postcodes of districts that ended (CF1 became CF10) or that hold PO boxes only
stand behind the grid's last cell: they are found by name, but are nobody's nearest postcode.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from marketplace.places.gazetteer.schemas import NearPostcode, Spot

NO_COUNCIL = 65_535
UNITS_PER_DISTRICT = 6_760
UNITS_PER_SECTOR = 676

SOUTH, WEST, NORTH, EAST = 49.8, -8.8, 61.0, 1.92
CELL_HEIGHT, CELL_WIDTH = 0.01, 0.016
GRID_ROWS = math.ceil((NORTH - SOUTH) / CELL_HEIGHT)
GRID_COLUMNS = math.ceil((EAST - WEST) / CELL_WIDTH)

FARTHEST_DEGREES = 0.18
"""A point more than 20 km (0.18 degrees of latitude) from every postcode is not in the United Kingdom."""

_REACHES = (1, 2, 4, 8, 18, 36)


def encode_unit(unit: str) -> int:
    """Number of the last three characters of a postcode: "6AA" -> 4056."""
    return (ord(unit[0]) - 48) * UNITS_PER_SECTOR + (ord(unit[1]) - 65) * 26 + ord(unit[2]) - 65


def decode_unit(number: int) -> str:
    """Characters of a unit's number."""
    digit, letters = divmod(number, UNITS_PER_SECTOR)
    return f"{digit}{chr(65 + letters // 26)}{chr(65 + letters % 26)}"


def grid_cells(latitudes: np.ndarray, longitudes: np.ndarray) -> np.ndarray:
    """Number of the grid cell of each point."""
    rows = np.clip(((latitudes - SOUTH) / CELL_HEIGHT).astype(np.int64), 0, GRID_ROWS - 1)
    columns = np.clip(((longitudes - WEST) / CELL_WIDTH).astype(np.int64), 0, GRID_COLUMNS - 1)
    return np.asarray(rows * GRID_COLUMNS + columns)


class Postcodes:
    """Look-ups in the postcode files of a pack. Opening maps them; only the list of districts is read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = self._open("rows")
        self._unplaced = self._open("unplaced")
        self._sectors = self._open("sector_keys")
        self._sector_spots = self._open_spots("sector")
        self._district_spots = self._open_spots("district")
        self.keys_by_row = self._open("row_keys")
        self.latitudes, self.longitudes, self.councils = self._open_spots("row")
        self.cell_starts = self._open("cell_starts")
        self.districts = [name.decode() for name in self._open("districts").tolist()]

    def _open(self, name: str) -> np.ndarray:
        return np.asarray(np.load(self._folder / f"{name}.npy", mmap_mode="r"))

    def _open_spots(self, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return (
            self._open(f"{name}_latitudes"),
            self._open(f"{name}_longitudes"),
            self._open(f"{name}_councils"),
        )

    def __len__(self) -> int:
        return len(self._rows)

    def _district_index(self, district: str) -> int | None:
        index = bisect_left(self.districts, district)
        is_known = index < len(self.districts) and self.districts[index] == district
        return index if is_known else None

    def _key(self, postcode: str) -> int | None:
        district, _space, unit = postcode.partition(" ")
        index = self._district_index(district)
        return None if index is None else index * UNITS_PER_DISTRICT + encode_unit(unit)

    def find_postcode(self, postcode: str) -> Spot | None:
        """Where a postcode ("BA12 6AA") is; None if it is not known, or known without a place."""
        row = self._find_row(self._key(postcode))
        return None if row is None else _spot((self.latitudes, self.longitudes, self.councils), row)

    def _find_row(self, key: int | None) -> int | None:
        """Row of a key, found by way of `rows`: a second column with the keys in order would cost memory."""
        if key is None:
            return None
        position = bisect_left(self._rows, key, key=self.keys_by_row.__getitem__)
        row = int(self._rows[position]) if position < len(self._rows) else None
        return row if row is not None and self.keys_by_row[row] == key else None

    def rows_of_district(self, district: str) -> np.ndarray | None:
        """Rows of all postcodes of a district; None if there is no such district."""
        index = self._district_index(district)
        if index is None:
            return None
        first, last = (
            bisect_left(self._rows, key * UNITS_PER_DISTRICT, key=self.keys_by_row.__getitem__)
            for key in (index, index + 1)
        )
        return np.asarray(self._rows[first:last])

    def is_known(self, postcode: str) -> bool:
        """Say whether the directory has the postcode, with a place or without (a PO box, a Jersey one)."""
        key = self._key(postcode)
        return self._find_row(key) is not None or _position(self._unplaced, key) is not None

    def find_sector(self, district: str, digit: str) -> Spot | None:
        """Middle of a sector's postcodes; None if no postcode of it has a place."""
        index = self._district_index(district)
        if index is None:
            return None
        position = _position(self._sectors, index * 10 + int(digit))
        return None if position is None else _spot(self._sector_spots, position)

    def find_district(self, district: str) -> Spot | None:
        """Middle of a district's postcodes; None if no postcode of it has a place."""
        index = self._district_index(district)
        if index is None or math.isnan(self._district_spots[0][index]):
            return None
        return _spot(self._district_spots, index)

    def list_divisions(self, beginning: str, limit: int) -> list[str]:
        """First districts of which this is only the letters ("LD": LD1) or all but the last ("SW1": SW1A)."""
        districts = self.list_districts(beginning, len(self.districts)) if beginning else []
        goes_on = str.isdigit if beginning.isalpha() else str.isalpha
        return [district for district in districts if goes_on(district[len(beginning) :][:1])][:limit]

    def list_districts(self, beginning: str, limit: int) -> list[str]:
        """First districts that begin with these letters and have a place."""
        first = bisect_left(self.districts, beginning)
        found: list[str] = []
        for index in range(first, len(self.districts)):
            if len(found) >= limit or not self.districts[index].startswith(beginning):
                break
            if not math.isnan(self._district_spots[0][index]):
                found.append(self.districts[index])
        return found

    def postcode_of_row(self, row: int) -> str:
        """The postcode in a row of the grid's columns."""
        index, unit = divmod(int(self.keys_by_row[row]), UNITS_PER_DISTRICT)
        return f"{self.districts[index]} {decode_unit(unit)}"

    def find_nearest(self, latitude: float, longitude: float) -> NearPostcode | None:
        """The nearest postcode; None if there is none within 20 km."""
        narrowing = math.cos(math.radians(latitude))
        for reach in _REACHES:
            best = self._nearest_within(latitude, longitude, narrowing, reach)
            searched = reach * min(CELL_HEIGHT, CELL_WIDTH * narrowing)
            if best and best[0] <= searched:
                row = best[1]
                district = self.districts[int(self.keys_by_row[row]) // UNITS_PER_DISTRICT]
                is_near = best[0] <= FARTHEST_DEGREES
                return NearPostcode(district, int(self.councils[row]), best[0]) if is_near else None
        return None

    def _nearest_within(
        self, latitude: float, longitude: float, narrowing: float, reach: int
    ) -> tuple[float, int] | None:
        best: tuple[float, int] | None = None
        for begin, end in self._ranges_around(latitude, longitude, reach):
            north = self.latitudes[begin:end].astype(np.float64) - latitude
            east = (self.longitudes[begin:end].astype(np.float64) - longitude) * narrowing
            squares = north * north + east * east
            nearest = int(squares.argmin())
            degrees = math.sqrt(squares[nearest])
            if best is None or degrees < best[0]:
                best = (degrees, begin + nearest)
        return best

    def _ranges_around(self, latitude: float, longitude: float, reach: int) -> Iterator[tuple[int, int]]:
        row = math.floor((latitude - SOUTH) / CELL_HEIGHT)
        column = math.floor((longitude - WEST) / CELL_WIDTH)
        first = max(column - reach, 0)
        last = min(column + reach, GRID_COLUMNS - 1)
        if first > last:
            return
        for around in range(max(row - reach, 0), min(row + reach, GRID_ROWS - 1) + 1):
            begin = int(self.cell_starts[around * GRID_COLUMNS + first])
            end = int(self.cell_starts[around * GRID_COLUMNS + last + 1])
            if begin < end:
                yield begin, end


def _position(keys: np.ndarray, key: int | None) -> int | None:
    """Where a key stands in sorted keys. It gets the column's own type, or NumPy would copy the column."""
    if key is None:
        return None
    position = int(np.searchsorted(keys, keys.dtype.type(key)))
    return position if position < len(keys) and int(keys[position]) == key else None


def _spot(columns: tuple[np.ndarray, np.ndarray, np.ndarray], position: int) -> Spot:
    latitudes, longitudes, councils = columns
    return Spot(float(latitudes[position]), float(longitudes[position]), int(councils[position]))
