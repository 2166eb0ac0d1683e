"""Which documents of a segment may help at a place."""

from typing import NamedTuple

import numpy as np

from search.engines.embedded.arrays import NO_ROWS, Floats, Mask, Rows
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.segment import Segment
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
    covers: Mask
    """It comes to the place: by radius or by a named area."""

    def keep(self, chosen: Rows | Mask) -> "Reached":
        """Some of them."""
        return Reached(
            self.rows[chosen],
            self.miles[chosen],
            self.at_hand[chosen],
            self.by_radius[chosen],
            self.areas[chosen],
            self.covers[chosen],
        )


def reach(part: LiveSegment, near: Near) -> Reached:
    """All live documents that cover the place or are at hand."""
    segment, live = part
    rows = segment.grid.candidates(near.point, near.within_miles)
    areas, named = _named_areas(segment, near.areas, rows)
    if len(named):
        rows = np.concatenate([rows, named])
    if live is not None:
        rows = rows[live[rows]]
    miles = segment.grid.miles(near.point, rows)
    travels = segment.travels[rows]
    at_hand = miles <= near.within_miles
    at_hand &= segment.venue[rows]
    by_radius = miles <= travels
    by_radius &= travels > 0
    if areas is None:
        worth = np.zeros(len(rows))
        covers = by_radius
    else:
        worth = areas[rows]
        covers = by_radius | (worth > 0)
    return Reached(rows, miles, at_hand, by_radius, worth, covers).keep(np.flatnonzero(at_hand | covers))


def _named_areas(segment: Segment, areas: frozenset[str], found: Rows) -> tuple[Floats | None, Rows]:
    """What named areas are worth for each row of a segment, and the rows with one that were not found yet."""
    held = [(area_points(area), rows) for area in areas if len(rows := segment.rows_in_area(area))]
    if not held:
        return None, NO_ROWS
    worths = np.zeros(segment.rows)
    seen = np.zeros(segment.rows, np.bool_)
    seen[found] = True
    more = []
    for worth, rows in sorted(held, key=lambda pair: pair[0]):  # the best last
        worths[rows] = worth
        more.append(rows[~seen[rows]])
        seen[rows] = True
    return worths, np.concatenate(more)
