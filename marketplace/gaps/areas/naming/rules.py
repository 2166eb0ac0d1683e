"""Names areas by the towns in and around them: "Melksham", "Trowbridge north-east", "around Mere".

An area is named after the biggest place whose middle lies in it; one that holds none, after the town that
reaches it farthest for its size. Of several areas of one town the one with its middle has the bare name, and
the others say where they lie from there. No two areas of a council have the same name.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from marketplace.places.schemas import Town

_MILES_A_DEGREE = 69.09
_PEOPLE_A_SQUARE_MILE = 5_000
"""How densely a town is lived in: its size on the ground follows from how many live there."""
_FEWEST_PEOPLE = 200
"""What a place of unknown size is taken for."""
_MOST_OF_A_TOWN = 9
"""Of a town with more areas each says its postcode district too."""
_FEW = 2
_DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


class Spot(Struct, frozen=True):
    """An area to be named."""

    latitude: float
    longitude: float
    district: str
    """The postcode district that most of it lies in."""


class _Named(Struct, frozen=True):
    town: Town
    holds_middle: bool
    miles: float
    direction: str


def name_areas(spots: Sequence[Spot], towns: Sequence[Town], area_of_town: Sequence[int | None]) -> list[str]:
    """Names of areas, one for each; `area_of_town` is the area that the middle of a town lies in."""
    found = _find_towns(spots, towns, area_of_town)
    by_town: dict[str, list[int]] = defaultdict(list)
    for number, named in enumerate(found):
        if named is not None:
            by_town[named.town.label].append(number)
    same_name = Counter(_town(found, numbers).name for numbers in by_town.values())
    names = ["" for _ in spots]
    for numbers in by_town.values():
        town = _town(found, numbers)
        called = town.name if same_name[town.name] == 1 else _with_district(town)
        parts = _by_district(numbers, spots) if len(numbers) > _MOST_OF_A_TOWN else {"": numbers}
        for district, part in parts.items():
            for number in part:
                names[number] = _say(found, number, f"{called} {district}".rstrip(), part, spots)
    return _tell_apart(names, found)


def _town(found: Sequence[_Named | None], numbers: list[int]) -> Town:
    named = found[numbers[0]]
    assert named is not None
    return named.town


def _with_district(town: Town) -> str:
    return f"{town.name} ({town.district})" if town.district else town.label


def _by_district(numbers: list[int], spots: Sequence[Spot]) -> dict[str, list[int]]:
    """The areas of a large town by postcode district, as people there name its parts: "Bristol BS5"."""
    parts: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        parts[spots[number].district].append(number)
    return parts


def _say(
    found: Sequence[_Named | None], number: int, called: str, part: list[int], spots: Sequence[Spot]
) -> str:
    named = found[number]
    assert named is not None
    is_whole = called.startswith(named.town.name) and called.rsplit(maxsplit=1)[-1] != spots[number].district
    if named.holds_middle:
        return f"{called} centre" if len(part) > _FEW else called
    if not is_whole:
        return called if len(part) == 1 else f"{called} {_within(number, part, spots)}"
    if len(part) == 1:
        return f"around {called}"
    if named.miles <= 2 * _reach(named.town):
        return f"{called} {named.direction}"
    return f"{named.direction} of {called}"


def _within(number: int, part: list[int], spots: Sequence[Spot]) -> str:
    """Where an area lies from the middle of some."""
    latitude = float(np.mean([spots[each].latitude for each in part]))
    longitude = float(np.mean([spots[each].longitude for each in part]))
    miles, east, north = _from_towns(spots[number], np.array([latitude]), np.array([longitude]))
    all_miles = [
        float(_from_towns(spots[each], np.array([latitude]), np.array([longitude]))[0][0]) for each in part
    ]
    if len(part) > _FEW and float(miles[0]) == min(all_miles):
        return "middle"
    return _direction(float(east[0]), float(north[0]))


def _find_towns(
    spots: Sequence[Spot], towns: Sequence[Town], area_of_town: Sequence[int | None]
) -> list[_Named | None]:
    """The town that each area is named after."""
    if not towns:
        return [None for _ in spots]
    biggest: dict[int, Town] = {}
    for town, area in zip(towns, area_of_town, strict=True):
        if area is not None and (area not in biggest or town.population > biggest[area].population):
            biggest[area] = town
    latitudes = np.array([town.latitude for town in towns])
    longitudes = np.array([town.longitude for town in towns])
    reaches = np.array([_reach(town) for town in towns])
    found: list[_Named | None] = []
    for number, spot in enumerate(spots):
        miles, east, north = _from_towns(spot, latitudes, longitudes)
        if number in biggest:
            found.append(_Named(biggest[number], holds_middle=True, miles=0.0, direction=""))
            continue
        at = int(np.argmin(miles / (reaches + 0.5)))
        direction = _direction(float(east[at]), float(north[at]))
        found.append(_Named(towns[at], holds_middle=False, miles=float(miles[at]), direction=direction))
    return found


def _from_towns(
    spot: Spot, latitudes: np.ndarray, longitudes: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far an area is from each town, and how far to the east and north."""
    north = (spot.latitude - latitudes) * _MILES_A_DEGREE
    east = (spot.longitude - longitudes) * _MILES_A_DEGREE * math.cos(math.radians(spot.latitude))
    return np.hypot(north, east), east, north


def _reach(town: Town) -> float:
    """Miles from the middle of a town to its edge, by how many people live there."""
    return math.sqrt(max(town.population, _FEWEST_PEOPLE) / _PEOPLE_A_SQUARE_MILE / math.pi)


def _direction(east: float, north: float) -> str:
    turn = math.degrees(math.atan2(east, north)) % 360
    return _DIRECTIONS[round(turn / 45) % 8]


def _tell_apart(names: list[str], found: Sequence[_Named | None]) -> list[str]:
    """Number what is still called the same, the nearest to its town first; what has no name too."""
    same: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        same[name].append(number)
    told = list(names)
    for name, numbers in same.items():
        if len(numbers) == 1 and name:
            continue
        by_miles = sorted(numbers, key=lambda at: (_miles(found[at]), at))
        for place, number in enumerate(by_miles, 1):
            told[number] = (name if place == 1 else f"{name} {place}") if name else f"Area {place}"
    return told


def _miles(named: _Named | None) -> float:
    return 0.0 if named is None else named.miles
