"""Which documents of a segment may help at a place."""

from typing import NamedTuple

import numpy as np

from search.engines.embedded.arrays import Floats, Mask, Rows
from search.engines.embedded.matching import LiveSegment
from search.query import Near
from search.ranking import area_points


class Reached(NamedTuple):
    """Documents, and how they and the place meet. Arrays go by row of `rows`."""

    rows: Rows
    miles: Floats
    """Distance; NaN for what is nowhere."""
    at_hand: Mask
    """People can go there: a venue within the miles asked for."""
    by_radius: Mask
    """It travels far enough."""
    areas: Floats
    """What its best named area that holds the place is worth; 0 if none does."""

    @property
    def covers(self) -> Mask:
        """It comes to the place."""
        return self.by_radius | (self.areas > 0)

    def keep(self, chosen: Rows | Mask) -> "Reached":
        """Some of them."""
        return Reached(
            self.rows[chosen],
            self.miles[chosen],
            self.at_hand[chosen],
            self.by_radius[chosen],
            self.areas[chosen],
        )


def reach(part: LiveSegment, near: Near) -> Reached:
    """All live documents that cover the place or are at hand."""
    segment, live = part
    areas, named = _named_areas(part, near.areas)
    rows = segment.grid.candidates(near.point, near.within_miles)
    if len(named):
        seen = np.zeros(segment.rows, np.bool_)
        seen[rows] = True
        rows = np.concatenate([rows, named[~seen[named]]])
    if live is not None:
        rows = rows[live[rows]]
    miles = segment.grid.miles(near.point, rows)
    travels = segment.travels[rows]
    found = Reached(
        rows,
        miles,
        segment.venue[rows] & (miles <= near.within_miles),
        (travels > 0) & (miles <= travels),
        np.zeros(len(rows)) if areas is None else areas[rows],
    )
    return found.keep(np.flatnonzero(found.at_hand | found.by_radius | (found.areas > 0)))


def _named_areas(part: LiveSegment, areas: frozenset[str]) -> tuple[Floats | None, Rows]:
    """What named areas are worth for each row of the segment, and the rows that name one, each once."""
    found = [(area_points(area), part.segment.rows_in_area(area)) for area in areas]
    found = sorted(((worth, rows) for worth, rows in found if len(rows)), key=lambda pair: pair[0])
    if not found:
        return None, np.empty(0, np.int64)
    worths = np.zeros(part.segment.rows)
    for worth, rows in found:  # the best last
        worths[rows] = worth
    return worths, np.unique(np.concatenate([rows for _, rows in found]))
