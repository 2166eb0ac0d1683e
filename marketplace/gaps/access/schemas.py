"""What goes in and out of the measure of access."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]


class Band(Struct, frozen=True, order=True):
    """Whatever lies no further than `cost` counts by `weight`. Costs of any unit: miles, minutes."""

    cost: float
    """The edge belongs to the band: at exactly this cost it still counts."""
    weight: float


Bands = tuple[Band, ...]


class Pairs(Struct, frozen=True, kw_only=True):
    """Which need lies how far from which supply: columns of equal length. Any other is out of reach."""

    need: Indexes
    """Positions in the column of people."""
    supply: Indexes
    """Positions in the column of capacities."""
    weights: Floats
    """How much the pair counts."""


class Access(Struct, frozen=True, kw_only=True):
    """The measure, and what became of the supply."""

    access: Floats
    """Capacity for each person, by need; 0 where nothing reaches."""
    people_in_reach: Floats
    """Weighted people that each supply is shared among; 0 = nobody."""
    unreached: float
    """Capacity that has nobody in its reach: it is in no figure of access."""


class MeasuredFiles(Struct, frozen=True, kw_only=True):
    """The measure for two files and a table of costs."""

    ids: tuple[str, ...]
    """In the order of the file of need."""
    access: tuple[float, ...]
    unreached: float
    unreached_ids: tuple[str, ...]
    """Supply with capacity that has nobody in its reach."""
    unknown_rows: int
    """Rows of the table of costs that name an id which the other files do not have; they were passed over."""
    unknown_id: str
    """The first of those."""
