"""Where on the map: real English postcodes, drawn in proportion, each with its town and council."""

from functools import cache
from random import Random

import numpy as np
from msgspec import Struct

from marketplace.kernel.errors import OperatorError
from marketplace.places.schemas import Town
from marketplace.places.service import Gazetteer, get_council, list_councils
from seed.demo.gaps import RURAL

ENGLAND = "E92000001"
_BOX = (49.8, -6.5, 55.9, 1.9)
"""South, west, north and east of England."""
_MOST_TOWNS = 100_000
_CELL = 0.1
"""Size in degrees of the cells that towns are looked up by."""
_SQUARE = 0.02
"""Size in degrees (some two kilometres) of the squares in which the same towns are near."""
_NARROW = 0.61
"""How much shorter a degree of longitude is than one of latitude in England."""
_ENOUGH = 8
"""Towns around a spot that are looked at."""
_WIDEST = 6
"""Cells that the search for a town goes out to: about 60 km."""


class Spot(Struct, frozen=True, kw_only=True):
    """A postcode with what surrounds it."""

    postcode: str
    district: str
    latitude: float
    longitude: float
    council_code: str
    council_name: str
    region: str
    town: str
    next_town: str
    """The next nearest town, or ""."""
    nearby_districts: tuple[str, ...]
    """Its own district first, then those of the towns around."""

    @property
    def is_rural(self) -> bool:
        """Whether people live far apart here."""
        return self.council_code in RURAL

    @property
    def is_london(self) -> bool:
        """Whether it is in Greater London."""
        return self.council_code.startswith("E09")


@cache
def english_councils() -> tuple[str, ...]:
    """Codes of the 153 councils of England with social services, in order."""
    return tuple(sorted(council.code for council in list_councils(ENGLAND)))


class Terrain:
    """English postcodes to draw from: all, or those of one council."""

    def __init__(self, gazetteer: Gazetteer, council_code: str | None = None) -> None:
        """Read the postcodes. NotFoundError or OperatorError for a code that is no English council's."""
        if council_code is not None and get_council(council_code).nation_code != ENGLAND:
            raise OperatorError("Demonstration listings are made for councils of England only.")
        self.councils = (council_code,) if council_code else english_councils()
        self._sample = gazetteer.postcodes_of(council_code)
        numbers = np.asarray(self._sample.councils)
        codes = self._sample.council_codes
        english = [number for number, code in enumerate(codes) if code in set(english_councils())]
        self._positions = np.flatnonzero(np.isin(numbers, english))
        if not len(self._positions):
            raise OperatorError("No postcodes are known for this council.")
        self._gazetteer = gazetteer
        self._cells = _towns_by_cell(gazetteer.towns_within(*_BOX, _MOST_TOWNS))
        self._rows_by_council: dict[str, np.ndarray] = {}
        self._towns_by_square: dict[tuple[int, int, str], list[Town]] = {}

    def draw(self, random: Random) -> Spot:
        """Draw a postcode; each is as likely as any other, so councils come in proportion to theirs."""
        return self._spot(int(self._positions[int(random.random() * len(self._positions))]))

    def draw_in(self, random: Random, council_code: str) -> Spot:
        """Draw a postcode of one council."""
        if council_code not in self._rows_by_council:
            number = self._sample.council_codes.index(council_code)
            self._rows_by_council[council_code] = np.flatnonzero(self._sample.councils == number)
        rows = self._rows_by_council[council_code]
        return self._spot(int(rows[int(random.random() * len(rows))]))

    def _spot(self, position: int) -> Spot:
        postcode = self._sample.postcode(position)
        code = self._sample.council_code(position)
        assert code is not None
        council = get_council(code)
        latitude = round(float(self._sample.latitudes[position]), 5)
        longitude = round(float(self._sample.longitudes[position]), 5)
        towns = self._towns_near(latitude, longitude, code)
        district = postcode.split()[0]
        around = [town.district for town in towns if town.district and town.council_code == code]
        return Spot(
            postcode=postcode,
            district=district,
            latitude=latitude,
            longitude=longitude,
            council_code=code,
            council_name=council.name,
            region=council.region or "",
            town=towns[0].name if towns else council.name,
            next_town=next((town.name for town in towns[1:4] if town.name != towns[0].name), ""),
            nearby_districts=tuple(dict.fromkeys([district, *around]))[:5],
        )

    def _towns_near(self, latitude: float, longitude: float, council_code: str) -> list[Town]:
        """The nearest towns, those of the same council first; the same list for all of a small square."""
        key = (round(latitude / _SQUARE), round(longitude / _SQUARE), council_code)
        found = self._towns_by_square.get(key)
        if found is None:
            found = self._towns_by_square[key] = self._find_towns(
                key[0] * _SQUARE, key[1] * _SQUARE, council_code
            )
        return found

    def _find_towns(self, latitude: float, longitude: float, council_code: str) -> list[Town]:
        row, column = int(latitude / _CELL), int(longitude / _CELL)
        for reach in range(1, _WIDEST):
            found = [
                town
                for near_row in range(row - reach, row + reach + 1)
                for near_column in range(column - reach, column + reach + 1)
                for town in self._cells.get((near_row, near_column), ())
            ]
            own = [town for town in found if town.council_code == council_code]
            if own:
                break

        def distance(town: Town) -> float:
            return (town.latitude - latitude) ** 2 + ((town.longitude - longitude) * _NARROW) ** 2

        others = [town for town in found if town.council_code != council_code] if len(own) < _ENOUGH else []
        return [*sorted(own, key=distance), *sorted(others, key=distance)][:_ENOUGH]


def _towns_by_cell(towns: list[Town]) -> dict[tuple[int, int], list[Town]]:
    cells: dict[tuple[int, int], list[Town]] = {}
    for town in towns:
        if town.nation_code == ENGLAND:
            cells.setdefault((int(town.latitude / _CELL), int(town.longitude / _CELL)), []).append(town)
    return cells
