"""The gazetteer: understand what people type as a place, offline, in well under a millisecond.

In this order: a point ("51.37, -2.14"); a full postcode, forgiving spaces, O/0 and I/1; a postcode district
or sector; a town or village, with or without its county; a council or county; a postcode inside an address.
What is nearly a known name is not guessed but offered.
"""

import math
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import msgspec

from marketplace.kernel.i18n import gettext as _
from marketplace.places.councils.service import find_council
from marketplace.places.gazetteer import postcodes as layout
from marketplace.places.gazetteer.covering import box_of, cells_of, cover
from marketplace.places.gazetteer.ground import count_settlements, sample_postcodes
from marketplace.places.gazetteer.postcodes import Postcodes
from marketplace.places.gazetteer.schemas import AreaRecord, PackFacts, Spot, TownRecord
from marketplace.places.gazetteer.towns import Towns, stands_out
from marketplace.places.gazetteer.unknown import (
    echo,
    say_beginning,
    say_no_name,
    say_no_postcode,
    say_nothing_typed,
    say_outside,
)
from marketplace.places.rules import distance_miles, find_postcode_shapes, read_postcodes, read_shapes, squash
from marketplace.places.schemas import (
    CoveredArea,
    Place,
    PlaceAnswer,
    PlaceChoices,
    PlaceKind,
    PostcodeSample,
    SettlementCells,
    Town,
)
from search.documents import Point

LONGEST_TEXT = 200
MOST_CHOICES = 10
MOST_TOWNS = 50_000
"""All that there are."""
POINT_DECIMALS = 3
"""A person's own position is kept to about 100 metres."""

_POINT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_LEADING_WORDS = re.compile(r"^(?:near|in|at|around)\s+", re.IGNORECASE)
_NO_PLACE = frozenset({"me", "here", "home", "my home", "my house", "where i am", "where i live"})
"""What people type who look for something near them ("near" is taken off before)."""
_MOST_PARTS = 8
"""Parts of an address between commas that are looked at."""


class Gazetteer:
    """Every place of the United Kingdom that is known offline. Safe to share; nothing raises on any text."""

    def __init__(self, folder: Path) -> None:
        self.facts = msgspec.json.decode((folder / "pack.json").read_bytes(), type=PackFacts)
        """What the pack was built from, and how much it holds."""
        self._councils = list(self.facts.councils)
        self._postcodes = Postcodes(folder)
        self._towns = Towns(folder)

    def find_place(self, text: str) -> PlaceAnswer:
        """Understand a text as a place; or as several, to choose from; or say what to try instead."""
        asked = _LEADING_WORDS.sub("", _CONTROL.sub(" ", text[:LONGEST_TEXT]).strip())
        if not asked or asked.casefold() in _NO_PLACE:
            return say_nothing_typed()
        for read in (self._read_point, self._read_code, self._read_name, self._read_address):
            answer = read(asked)
            if answer is not None:
                return answer
        districts = self._postcodes.list_divisions(squash(asked), MOST_CHOICES)
        return say_beginning(asked, districts) if districts else say_no_name(asked, self._towns)

    def find_name(self, text: str) -> PlaceAnswer | None:
        """Understand a text as the name of a town or area, with or without its county, and nothing else.

        For pieces of a longer text: no guess is made and nothing is offered, so it takes some microseconds.
        """
        return self._read_name(text) if self._towns.may_be_name(text) else None

    def place_at(self, latitude: float, longitude: float) -> Place | None:
        """The place of a point: its nearest postcode's council and district; None outside the United Kingdom.

        The point is rounded to three decimals (about 100 metres), the label names the district only.
        """
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return None
        rounded = round(latitude, POINT_DECIMALS), round(longitude, POINT_DECIMALS)
        near = self._postcodes.find_nearest(*rounded)
        if near is None:
            return None
        label = _("near {district}").format(district=near.district)
        return self._place(label, PlaceKind.POINT, Spot(*rounded, near.council), near.district)

    def suggest_places(self, text: str, limit: int = 6) -> list[Place]:
        """Places whose name or postcode goes on from what was typed; towns biggest first."""
        asked = _CONTROL.sub(" ", text[:LONGEST_TEXT]).strip()
        if not squash(asked) or limit < 1:
            return []
        found = self._suggest_codes(asked, limit)
        if len(found) < limit:
            towns = self._towns.list_beginning(asked, limit - len(found))
            found += [self._town(town) for town in towns]
        return found

    def towns_within(self, south: float, west: float, north: float, east: float, limit: int) -> list[Town]:
        """The biggest towns of a box, biggest first."""
        return [self._town(town) for town in self._towns.list_within(south, west, north, east, limit)]

    def nearest_towns(self, latitude: float, longitude: float, limit: int = 1) -> list[Town]:
        """The nearest towns and villages of a point, nearest first."""
        return [self._town(town) for town in self._towns.list_nearest(latitude, longitude, limit)]

    def postcodes_of(self, council_code: str | None = None) -> PostcodeSample:
        """All postcodes of a council, or of the United Kingdom, as columns to draw from.

        Those of districts that ended are left out; single postcodes that ended are not marked in the
        directory.
        """
        return sample_postcodes(self._postcodes, self._councils, council_code)

    def settlement_cells(self, south: float, west: float, north: float, east: float) -> SettlementCells:
        """Where people live in a box: cells of a kilometre, or several, with their number of postcodes."""
        return count_settlements(self._postcodes, south, west, north, east)

    def cover_area(
        self, point: Point | None, miles: float, named: Iterable[str], *, towns: int = 6
    ) -> CoveredArea | None:
        """What lies within `miles` of a point, and in named areas; None where nobody lives.

        Areas are named by district ("SN12"), council code or nation code; unknown ones hold nothing. A town
        is in when its middle is. Takes up to a tenth of a second for a nation.
        """
        named = frozenset(named)
        rows = cover(self._postcodes, self._councils, point, miles, named)
        if not len(rows):
            return None
        south, west, north, east = box_of(self._postcodes, rows)
        inside = (self._town(town) for town in self._towns.list_within(south, west, north, east, MOST_TOWNS))
        reached = (town for town in inside if town.areas & named or _is_near(town, point, miles))
        return CoveredArea(
            postcodes=len(rows),
            towns=tuple(islice(reached, towns)),
            south=south,
            west=west,
            north=north,
            east=east,
            cells=cells_of(self._postcodes, rows),
        )

    # Reading what was typed, one kind after the other

    def _read_point(self, asked: str) -> PlaceAnswer | None:
        match = _POINT.fullmatch(asked)
        if match is None:
            return None
        return self.place_at(float(match[1]), float(match[2])) or say_outside(asked)

    def _read_code(self, asked: str) -> PlaceAnswer | None:
        if not any(character.isdigit() for character in asked):
            return None
        readings = read_postcodes(asked)
        for postcode in readings:
            spot = self._postcodes.find_postcode(postcode)
            if spot:
                return self._place(postcode, PlaceKind.POSTCODE, spot, postcode.partition(" ")[0])
        return self._read_part_of_code(asked) or (
            say_no_postcode(asked, readings, self._postcodes) if readings else None
        )

    def _read_part_of_code(self, asked: str) -> Place | None:
        """Read a district, a sector, or a postcode with its last letter missing (as its sector)."""
        text = squash(asked)
        sector_first = bool(re.search(r"[\s-]\d\W*$", asked))
        endings = ("9", "", "9A") if sector_first else ("", "9", "9A")
        for ending in endings:
            for reading in read_shapes(text, ending):
                district, rest = (
                    (reading[: -len(ending)], reading[-len(ending) :]) if ending else (reading, "")
                )
                place = (
                    self._place_of_sector(district, rest[0]) if rest else self._place_of_district(district)
                )
                if place:
                    return place
        return None

    def _read_name(self, asked: str) -> PlaceAnswer | None:
        town = self._towns.find_label(asked)
        if town:
            return self._town(town)
        return self._choose(asked, self._towns.find_named(asked), self._towns.find_area(asked))

    def _read_address(self, asked: str) -> PlaceAnswer | None:
        """Read an address: a postcode anywhere in it, or else the town after its first commas."""
        for postcode in find_postcode_shapes(asked):
            spot = self._postcodes.find_postcode(postcode)
            if spot:
                return self._place(postcode, PlaceKind.POSTCODE, spot, postcode.partition(" ")[0])
        parts = asked.split(",")
        for begin in range(1, min(len(parts), _MOST_PARTS)):
            rest = ",".join(parts[begin:])
            answer = self._choose(asked, self._towns.find_named(rest), None)
            if answer is not None:
                return answer
        words = asked.replace(",", " ").split()
        return self._read_part_of_code(words[-1]) if len(words) > 1 else None

    def _choose(self, asked: str, towns: list[TownRecord], area: AreaRecord | None) -> PlaceAnswer | None:
        """Decide between namesakes: one that everybody means, the area of that name, or ask."""
        if area and (not towns or area.outweighs(towns[0].population)):
            return self._answer_area(asked, area)
        if not towns:
            return None
        if len(towns) == 1 or stands_out(*towns[:2]):
            return self._town(towns[0])
        message = _("There is more than one place called “{name}”. Which do you mean?").format(
            name=echo(asked)
        )
        choices = tuple(self._town(town) for town in towns[:MOST_CHOICES])
        return PlaceChoices(asked=echo(asked), choices=choices, message=message)

    def _answer_area(self, asked: str, area: AreaRecord) -> PlaceAnswer | None:
        if area.is_compact:
            council = self._councils.index(area.councils[0])
            return self._place(
                area.label, PlaceKind.TOWN, Spot(area.latitude, area.longitude, council), area.district
            )
        towns = self._towns.list_in_area(area, MOST_CHOICES)
        message = _("{name} is a large area. Which of these is nearest to you? Or type a postcode or a town.")
        choices = tuple(self._town(town) for town in towns)
        return PlaceChoices(asked=echo(asked), choices=choices, message=message.format(name=area.name))

    # Making places

    def _suggest_codes(self, asked: str, limit: int) -> list[Place]:
        if not any(character.isdigit() for character in asked):
            return []
        answer = self._read_code(asked)
        found = [answer] if isinstance(answer, Place) else []
        known = {place.label for place in found}
        districts = self._postcodes.list_districts(squash(asked), limit)
        places = (self._place_of_district(district) for district in districts if district not in known)
        return [*found, *filter(None, places)][:limit]

    def _place_of_district(self, district: str) -> Place | None:
        spot = self._postcodes.find_district(district)
        return self._place(district, PlaceKind.DISTRICT, spot, district) if spot else None

    def _place_of_sector(self, district: str, digit: str) -> Place | None:
        spot = self._postcodes.find_sector(district, digit)
        return self._place(f"{district} {digit}", PlaceKind.SECTOR, spot, district) if spot else None

    def _town(self, town: TownRecord) -> Town:
        council = find_council(town.council) if town.council else None
        return Town(
            label=town.label,
            kind=PlaceKind.TOWN,
            latitude=town.latitude,
            longitude=town.longitude,
            council_code=council.code if council else None,
            council_name=council.name if council else None,
            nation_code=town.nation,
            county=town.county,
            district=town.district,
            name=town.name,
            population=town.population,
        )

    def _place(self, label: str, kind: PlaceKind, spot: Spot, district: str) -> Place:
        code = self._councils[spot.council] if spot.council != layout.NO_COUNCIL else None
        council = find_council(code) if code else None
        return Place(
            label=label,
            kind=kind,
            latitude=round(spot.latitude, 5),
            longitude=round(spot.longitude, 5),
            council_code=code,
            council_name=council.name if council else None,
            nation_code=council.nation_code if council else None,
            county=council.county if council else None,
            district=district,
        )


def _is_near(town: Town, point: Point | None, miles: float) -> bool:
    return point is not None and distance_miles(point, Point(town.latitude, town.longitude)) <= miles
