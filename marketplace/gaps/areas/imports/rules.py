"""Whether areas of a file can be taken, and where they lie. Pure; numbers are WGS 84 degrees."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from marketplace.gaps.areas.schemas import Ring
from marketplace.kernel.i18n import gettext as _

SOUTH, WEST, NORTH, EAST = 49.8, -6.5, 55.9, 1.8
"""England, with the Isles of Scilly."""
FEWEST_CORNERS = 4
"""A triangle, closed."""
LONGEST_CODE, LONGEST_NAME = 40, 120
MOST_NAMED = 12
"""Properties that are named when none of them is known."""
_SMALL_LOOP = 0.03
_AT_ONCE = 2_000_000
"""Pairs that are compared in one piece, so that memory stays bounded."""
_CODES = re.compile(
    r"(msoa|lsoa|oa|wd|ward)(\d\d)?_?(cd|code)|area_?code|code|geography_?code|gss_?code|ons_?code|id"
)
_NAMES = re.compile(
    r"((msoa|lsoa|wd|ward)(\d\d)?_?)?(hcl_?nm|local_?name)|((msoa|lsoa|wd|ward)(\d\d)?_?)(nm|name)|area_?name|name"
)
_COUNCILS = re.compile(r"(utla|ltla|ctyua|lad|la|local_?authority|council)(\d\d)?_?(cd|code)")
_BLANKS = re.compile(r"\s+")


def find_property(properties: Mapping[str, Any], chosen: str, known: re.Pattern[str]) -> str:
    """What a property says, as text: the chosen one, or the first of the known ones in their own order."""
    if chosen:
        return _text(
            next((value for key, value in properties.items() if key.lower() == chosen.lower()), None)
        )
    found = [(key, _text(value)) for key, value in properties.items() if known.fullmatch(key.lower())]
    best = min(found, key=lambda each: (not each[1], _rank(each[0])), default=("", ""))
    return best[1]


def _rank(key: str) -> int:
    """`MSOA21HCLNM` before `MSOA21NM`, and both before `name`; `UTLA` before `LAD`; the plain `id` last."""
    key = key.lower()
    order = (
        r".*(hcl|local).*",
        r"(msoa|lsoa|wd|ward|oa|utla|ctyua).*",
        r".*_?code|.*cd",
        r"name|.*nm",
        r".*",
    )
    return next(place for place, pattern in enumerate(order) if re.fullmatch(pattern, key))


def find_code(properties: Mapping[str, Any], chosen: str = "") -> str:
    """The code of an area; empty if it has none. An area may be a whole district."""
    return find_property(properties, chosen, _CODES) or ("" if chosen else find_council_code(properties))


def find_name(properties: Mapping[str, Any], chosen: str = "") -> str:
    """The name of an area; empty if it has none."""
    return find_property(properties, chosen, _NAMES)


def find_council_code(properties: Mapping[str, Any]) -> str:
    """What an area says about its council, in codes of any year; empty if it says nothing."""
    return find_property(properties, "", _COUNCILS)


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _BLANKS.sub(" ", str(value)).strip() if isinstance(value, (str, int, float)) else ""


def check_code(code: str, rows: Mapping[str, int]) -> str:
    """What is wrong with a code; `rows` are those that other areas have."""
    if not code:
        return _("It has no code. Say with --code which property is the code.")
    if len(code) > LONGEST_CODE or not code.isprintable():
        return _("Its code is longer than %(num)s characters.", num=LONGEST_CODE)
    if code in rows:
        return _("It has the same code as area %(num)s of the file.", num=rows[code])
    return ""


def check_polygons(polygons: Iterable[Iterable[Ring]], most_corners: int) -> str:
    """What is wrong with the lines of an area; empty if nothing is."""
    rings = [ring for polygon in polygons for ring in polygon]
    if not rings:
        return _("It has no polygon.")
    for check in (_check_corners, _check_place, _check_crossing):
        for ring in rings:
            problem = check(ring, most_corners)
            if problem:
                return problem
    return ""


def _check_corners(ring: Ring, most_corners: int) -> str:
    if len(ring) < FEWEST_CORNERS or len(set(ring)) < FEWEST_CORNERS - 1:
        return _("A line of it has fewer than three corners.")
    if ring[0] != ring[-1]:
        return _("A line of it is not closed: its last corner has to be its first.")
    if len(ring) > most_corners:
        return _("A line of it has more than %(num)s corners. Take generalised boundaries.", num=most_corners)
    return ""


def _check_place(ring: Ring, _most_corners: int) -> str:
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ring):
        return _("A corner of it is not a number.")
    if all(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in ring):
        return ""
    x, y = next((x, y) for x, y in ring if not (WEST <= x <= EAST and SOUTH <= y <= NORTH))
    if all(WEST <= y <= EAST and SOUTH <= x <= NORTH for x, y in ring):
        return _("Its corners have latitude first: GeoJSON has longitude first.")
    if abs(x) > 180 or abs(y) > 90:  # noqa: PLR2004 - degrees
        return _("Its corners are in metres: save the file in degrees (WGS 84, EPSG:4326).")
    return _("A corner of it is not in England: %(east)s, %(north)s.", east=round(x, 4), north=round(y, 4))


def _check_crossing(ring: Ring, _most_corners: int) -> str:
    crossing = find_crossing(ring)
    if crossing is None:
        return ""
    east, north = crossing
    return _("Its line crosses itself near %(north)s, %(east)s.", north=round(north, 4), east=round(east, 4))


def find_crossing(ring: Ring) -> tuple[float, float] | None:
    """A corner near which a line crosses itself; None if it does so nowhere.

    To touch is not to cross, and neither is a small loop, as simplified borders have them.
    """
    corners = np.array(ring, dtype=np.float64)
    begins, ends = corners[:-1], corners[1:]
    count = len(begins)
    step = max(_AT_ONCE // max(count, 1), 1)
    for first in range(0, count, step):
        part = slice(first, min(first + step, count))
        crosses = _cross(begins[part, None], ends[part, None], begins[None], ends[None])
        for at, other in np.argwhere(crosses).tolist():
            if not _is_small_loop(corners, *sorted((first + at, other))):
                return float(corners[first + at, 0]), float(corners[first + at, 1])
    return None


def _is_small_loop(corners: np.ndarray, first: int, last: int) -> bool:
    """Whether one of the two parts, into which a crossing cuts a ring, is next to nothing."""
    middle = _meeting(*corners[[first, first + 1, last, last + 1]])
    loop = abs(_size(np.vstack([middle, corners[first + 1 : last + 1]])))
    rest = abs(_size(np.vstack([corners[: first + 1], middle, corners[last + 1 :]])))
    return bool(min(loop, rest) <= _SMALL_LOOP * max(loop, rest))


def _meeting(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Where a-b and c-d, which cross, do so."""
    along, other = b - a, d - c
    share = ((c[0] - a[0]) * other[1] - (c[1] - a[1]) * other[0]) / (
        along[0] * other[1] - along[1] * other[0]
    )
    return np.asarray(a + share * along)


def _size(corners: np.ndarray) -> float:
    """Twice the size of what some corners go around, negative if they go with the clock."""
    east, north = corners.T
    return float(np.dot(east, np.roll(north, -1)) - np.dot(north, np.roll(east, -1)))


def _cross(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Whether the inside of a-b goes through the inside of c-d."""
    return np.asarray((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(a: np.ndarray, b: np.ndarray, point: np.ndarray) -> np.ndarray:
    """On which side of a line from a to b a point lies; what is within a centimetre of it lies on it."""
    turn = (b[..., 0] - a[..., 0]) * (point[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        point[..., 0] - a[..., 0]
    )
    return np.where(np.abs(turn) < 1e-12, 0, np.sign(turn))  # noqa: PLR2004 - told in the docstring


def points_inside(
    polygons: tuple[tuple[Ring, ...], ...], latitudes: np.ndarray, longitudes: np.ndarray
) -> np.ndarray:
    """Which points lie in an area: those from which a line crosses its rings an odd number of times."""
    inside = np.zeros(len(latitudes), dtype=bool)
    for ring in (ring for polygon in polygons for ring in polygon):
        corners = np.array(ring, dtype=np.float64)
        (x1, y1), (x2, y2) = corners[:-1].T, corners[1:].T
        step = max(_AT_ONCE // max(len(latitudes), 1), 1)
        for first in range(0, len(x1), step):
            part = slice(first, first + step)
            spans = (y1[part, None] > latitudes) != (y2[part, None] > latitudes)
            rise = np.where(y2[part] == y1[part], 1.0, y2[part] - y1[part])
            at = (x2[part] - x1[part])[:, None] * (latitudes - y1[part, None]) / rise[:, None]
            inside ^= ((longitudes < at + x1[part, None]) & spans).sum(axis=0) % 2 == 1
    return inside
