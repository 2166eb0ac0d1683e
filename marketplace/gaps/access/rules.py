"""The enhanced two-step floating catchment area, E2SFCA (Luo and Qi 2009, Health & Place 15:1100-1107).

Step 1: each supply's capacity over the weighted people in its reach. Step 2: each place sums the ratios of
what reaches it, by the same weights. So the sum of access times people is all capacity that has anybody in
its reach. Where nothing reaches access is 0, never missing; capacity with nobody in its reach is told apart
and divided by nothing.
"""

import math
from collections.abc import Sequence

import numpy as np

from marketplace.gaps.access.schemas import Access, Band, Bands, Floats, Pairs
from marketplace.kernel.errors import InvalidError, Problem

MOST_BANDS = 20


def parse_bands(text: str) -> Bands:
    """Bands as people type them: "20:1,40:0.68,60:0.22", nearest first or in any order.

    Raises:
        InvalidError: one of them is not a number, is there twice, or is below 0.
    """
    bands = tuple(sorted(_parse_band(part.strip()) for part in text.split(",")))
    if len({band.cost for band in bands}) < len(bands):
        raise _bad_bands("Two bands end at the same cost: give each edge once.")
    if len(bands) > MOST_BANDS:
        raise _bad_bands(f"There are {len(bands)} bands; {MOST_BANDS} are the most.")
    if not any(band.weight for band in bands):
        raise _bad_bands("All weights are 0: then nothing reaches anybody.")
    return bands


def _parse_band(part: str) -> Band:
    cost, colon, weight = part.partition(":")
    try:
        band = Band(float(cost), float(weight))
    except ValueError:
        band = Band(math.nan, math.nan)
    if not colon or not (0 <= band.cost < math.inf and 0 <= band.weight < math.inf):
        raise _bad_bands(
            f"{part[:40]!r} is no band: write edge:weight, both numbers of 0 or more, as in 20:1,40:0.68."
        )
    return band


def _bad_bands(message: str) -> InvalidError:
    return InvalidError((Problem(field="--bands", message=message),))


def weigh(costs: Floats, bands: Bands) -> Floats:
    """The weight of each cost; the edge of a band belongs to it, and beyond the last one all is 0."""
    edges = np.array([band.cost for band in bands])
    weights = np.array([*(band.weight for band in bands), 0.0])
    return np.asarray(weights[np.searchsorted(edges, costs, side="left")])


def stretch(bands: Bands, factor: float) -> Bands:
    """The same bands, `factor` times as wide: how much depends on them is how sure we are."""
    return tuple(Band(band.cost * factor, band.weight) for band in bands)


def measure(people: Floats, capacity: Floats, pairs: Pairs) -> Access:
    """Access to the capacities for one group of people, from pairs. Nothing of it is rounded."""
    in_reach = np.bincount(
        pairs.supply, weights=pairs.weights * people[pairs.need], minlength=len(capacity)
    ).astype(np.float64)
    ratios = share_out(capacity, in_reach)
    access = np.bincount(
        pairs.need, weights=pairs.weights * ratios[pairs.supply], minlength=len(people)
    ).astype(np.float64)
    return Access(access=access, people_in_reach=in_reach, unreached=float(capacity[~(in_reach > 0)].sum()))


def share_out(capacity: Floats, people_in_reach: Floats) -> Floats:
    """Capacity for each person in reach; 0 where there is nobody to share it among."""
    shape = np.broadcast_shapes(capacity.shape, people_in_reach.shape)
    return np.divide(capacity, people_in_reach, out=np.zeros(shape), where=people_in_reach > 0)


def middle(values: Floats, people: Floats) -> float:
    """The value that half of the people have at most: the median, by people, not by areas. 0 for nobody."""
    counts = people > 0
    if not counts.any():
        return 0.0
    order = np.argsort(values[counts], kind="stable")
    sums = np.cumsum(people[counts][order])
    return float(values[counts][order][np.searchsorted(sums, sums[-1] / 2)])


def find_unreached(ids: Sequence[str], capacity: Floats, people_in_reach: Floats) -> tuple[str, ...]:
    """Ids of supply that has capacity and nobody in its reach."""
    return tuple(ids[int(at)] for at in np.flatnonzero((capacity > 0) & ~(people_in_reach > 0)))
