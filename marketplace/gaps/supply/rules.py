"""How supply is counted: whom it serves, what kind it is, how far people go to it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from marketplace.councils.schemas import TravelMode
from marketplace.gaps.access.rules import stretch
from marketplace.gaps.access.schemas import Band, Bands, Floats
from marketplace.gaps.rules import group_of
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.supply.schemas import Named, Terrain
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.sphere import EARTH_MILES, unit_vectors

ENGLAND = "E92000001"
GROUPS = tuple(GapGroup)
EVERYBODY = (1 << len(GROUPS)) - 1
_WEIGHTS = (1.0, 0.68, 0.22)
"""Of the bands of 10, 20 and 30 minutes, by Luo and Qi (2009), who call it the slower decay."""
_EDGES: Mapping[TravelMode, tuple[float, float, float]] = {
    TravelMode.WALKING: (0.5, 1.0, 1.5),
    TravelMode.BUS: (1.5, 3.0, 5.0),
    TravelMode.CAR: (3.0, 6.5, 10.0),
}
"""Miles as the crow flies in 10, 20 and 30 minutes: 3 miles an hour on foot, about 10 by bus with the wait,
about 20 by car, since roads are a third longer than the straight line. Assumptions of ours."""
USUAL_MODE = TravelMode.BUS
NEAREST_MILES = 5.0
"""The small area whose middle is nearest, if within this, is always reached: somebody who goes no further
than a mile round a village reaches its people though the middle of the area is two miles off."""


def bands_of(mode: TravelMode, factor: float = 1.0) -> Bands:
    """How far people go to a venue, in miles, and how much each band counts."""
    bands = tuple(Band(edge, weight) for edge, weight in zip(_EDGES[mode], _WEIGHTS, strict=True))
    return stretch(bands, factor)


@lru_cache(maxsize=4096)
def group_bits(care_groups: tuple[str, ...]) -> int:
    """A bit for each of the nine that a listing serves: all when it names no care group."""
    if not care_groups:
        return EVERYBODY
    found = {group_of(code) for code in care_groups}
    return sum(1 << at for at, group in enumerate(GROUPS) if group in found)


def groups_served(care_groups: Sequence[str]) -> frozenset[GapGroup]:
    """The groups of the nine that a listing serves."""
    bits = group_bits(tuple(care_groups))
    return frozenset(group for at, group in enumerate(GROUPS) if bits >> at & 1)


def support_types() -> tuple[str, ...]:
    """The kinds of support that figures are given for: "" for all of them, then the headings of the list."""
    return ("", *(term.code for term in taxonomies.headings(Taxonomy.SUPPORT_TYPE)))


@lru_cache(maxsize=4096)
def type_bits(codes: tuple[str, ...]) -> int:
    """A bit for each kind of support of `support_types` that a listing offers; the first one always."""
    terms = (taxonomies.find_term(Taxonomy.SUPPORT_TYPE, code) for code in codes)
    parents = {term.parent for term in terms if term}
    return 1 | sum(1 << at for at, code in enumerate(support_types()) if code in parents)


def points(latitudes: Floats, longitudes: Floats) -> Floats:
    """Points of the unit sphere, a row each; NaN stays NaN."""
    return np.stack(unit_vectors(latitudes, longitudes), axis=1)


def square_chords(miles: Floats) -> Floats:
    """Squares of the straight lines through the sphere that span these distances along it."""
    return np.asarray((2 * np.sin(np.minimum(miles / (2 * EARTH_MILES), np.pi / 2))) ** 2)


def make_terrain(
    latitudes: Floats,
    longitudes: Floats,
    council_codes: Sequence[str],
    districts: Iterable[tuple[str, int, float]],
    modes: Mapping[str, TravelMode],
) -> Terrain:
    """The small areas for the measure.

    `council_codes` is the council of each; `districts` are postcode district, position of the area and share
    of it; `modes` how people of a council get to a venue, where it is not the usual way.
    """
    edges = [_EDGES[modes.get(code, USUAL_MODE)] for code in council_codes]
    return Terrain(
        vectors=points(latitudes, longitudes),
        edges=np.array(edges, dtype=np.float64).reshape(-1, len(_WEIGHTS)),
        weights=np.array(_WEIGHTS),
        named=_named(council_codes, districts),
    )


def _named(council_codes: Sequence[str], districts: Iterable[tuple[str, int, float]]) -> dict[str, Named]:
    everywhere = ((ENGLAND, at, 1.0) for at in range(len(council_codes)))
    councils = ((code, at, 1.0) for at, code in enumerate(council_codes))
    found: dict[str, tuple[list[int], list[float]]] = {}
    for source in (everywhere, councils, districts):
        for code, at, share in source:
            rows, shares = found.setdefault(code, ([], []))
            rows.append(at)
            shares.append(share)
    return {
        code: Named(rows=np.array(rows, dtype=np.int64), shares=np.array(shares))
        for code, (rows, shares) in found.items()
    }
