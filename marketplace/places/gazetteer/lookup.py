"""The gazetteer: understand what people type as a place, offline, in well under a millisecond.

In this order: a point ("51.37, -2.14"); a full postcode, forgiving spaces, O/0 and I/1; a postcode district or
sector; a town or village, with or without its county; a council or county; a postcode inside an address. What is
nearly a known name is not guessed but offered.
"""

import json
import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np

from marketplace.kernel.i18n import gettext as _
from marketplace.places.councils import find_council
from marketplace.places.gazetteer import postcodes as layout
from marketplace.places.gazetteer.areas import AreaRecord
from marketplace.places.gazetteer.postcodes import Postcodes, Spot
from marketplace.places.gazetteer.town_names import TownRecord, dominates
from marketplace.places.gazetteer.towns import SMALL_TOWN, Towns
from marketplace.places.rules import find_postcode_shapes, read_postcodes, read_shapes, squash
from marketplace.places.schemas import (
    Place,
    PlaceAnswer,
    PlaceChoices,
    PlaceKind,
    PostcodeSample,
    SettlementCell,
    SettlementCells,
    Town,
    UnknownPlace,
)

LONGEST_TEXT = 200
LONGEST_ECHO = 60
MOST_CHOICES = 10
MOST_HINTS = 3
POINT_DECIMALS = 3
"""A person's own position is kept to about 100 metres."""

_POINT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_CROWN_DEPENDENCIES = {"JE": "Jersey", "GY": "Guernsey", "IM": "the Isle of Man"}
_MOST_CELLS = 4_000


class Gazetteer:
    """Every place of the United Kingdom that is known offline. Safe to share; nothing raises on any text."""

    def __init__(self, folder: Path) -> None:
        self.facts = json.loads((folder / "pack.json").read_text("utf-8"))
        """What the pack was built from, and how much it holds."""
        self._councils: list[str] = self.facts["councils"]
        self._postcodes = Postcodes(folder)
        self._towns = Towns(folder)

    def find_place(self, text: str) -> PlaceAnswer:
        """Understand a text as a place; or as several, to choose from; or say what to try instead."""
        asked = _CONTROL.sub(" ", text[:LONGEST_TEXT]).strip()
        if not asked:
            return UnknownPlace(asked="", message=_("Type a postcode, or the name of your town or village."))
        for read in (self._read_point, self._read_code, self._read_name, self._read_address):
            answer = read(asked)
            if answer is not None:
                return answer
        return self._say_unknown(asked)

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

        Those of districts that ended are left out; single postcodes that ended are not marked in the directory.
        """
        columns = self._postcodes
        current = int(columns.cell_starts[-1])
        councils = np.asarray(columns.councils[:current])
        if council_code is None:
            rows = np.arange(current)
        else:
            council = find_council(council_code)
            code = council.code if council else council_code
            number = self._councils.index(code) if code in self._councils else -1
            rows = np.flatnonzero(councils == number)
        return PostcodeSample(
            rows=rows,
            latitudes=columns.latitudes[rows],
            longitudes=columns.longitudes[rows],
            councils=councils[rows],
            council_codes=tuple(self._councils),
            name_of_row=columns.postcode_of_row,
        )

    def settlement_cells(self, south: float, west: float, north: float, east: float) -> SettlementCells:
        """Where people live in a box: cells of a kilometre or a multiple of it, with their number of postcodes."""
        first_row, last_row = _span(south, north, layout.SOUTH, layout.CELL_HEIGHT, layout.GRID_ROWS)
        first_column, last_column = _span(west, east, layout.WEST, layout.CELL_WIDTH, layout.GRID_COLUMNS)
        wide, high = max(last_column - first_column, 0), max(last_row - first_row, 0)
        step = max(math.ceil(math.sqrt(wide * high / _MOST_CELLS)), 1)
        counts: dict[tuple[int, int], int] = {}
        for row in range(first_row, last_row):
            begin = row * layout.GRID_COLUMNS
            starts = self._postcodes.cell_starts[begin + first_column : begin + last_column + 1].tolist()
            for column, (start, end) in enumerate(pairwise(starts)):
                if end > start:
                    cell = (row - first_row) // step, column // step
                    counts[cell] = counts.get(cell, 0) + end - start
        height, width = layout.CELL_HEIGHT * step, layout.CELL_WIDTH * step
        return SettlementCells(
            height_degrees=height,
            width_degrees=width,
            cells=tuple(
                SettlementCell(
                    latitude=round(layout.SOUTH + first_row * layout.CELL_HEIGHT + (row + 0.5) * height, 5),
                    longitude=round(
                        layout.WEST + first_column * layout.CELL_WIDTH + (column + 0.5) * width, 5
                    ),
                    postcodes=count,
                )
                for (row, column), count in counts.items()
            ),
        )

    # Reading what was typed, one kind after the other

    def _read_point(self, asked: str) -> PlaceAnswer | None:
        match = _POINT.fullmatch(asked)
        if match is None:
            return None
        place = self.place_at(float(match[1]), float(match[2]))
        message = _(
            "That point is outside the United Kingdom. This service knows places in the United Kingdom only."
        )
        return place or UnknownPlace(asked=asked, message=message)

    def _read_code(self, asked: str) -> PlaceAnswer | None:
        if not any(character.isdigit() for character in asked):
            return None
        readings = read_postcodes(asked)
        for postcode in readings:
            spot = self._postcodes.find_postcode(postcode)
            if spot:
                return self._place(postcode, PlaceKind.POSTCODE, spot, postcode.partition(" ")[0])
        return self._read_part_of_code(asked) or (
            self._say_no_postcode(asked, readings) if readings else None
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
        if town and "," in town.label:
            return self._town(town)
        return self._choose(asked, self._towns.find_named(asked), self._towns.find_area(asked))

    def _read_address(self, asked: str) -> PlaceAnswer | None:
        """Read an address: a postcode anywhere in it, or else the town after its first commas."""
        for postcode in find_postcode_shapes(asked):
            spot = self._postcodes.find_postcode(postcode)
            if spot:
                return self._place(postcode, PlaceKind.POSTCODE, spot, postcode.partition(" ")[0])
        parts = asked.split(",")
        for begin in range(1, len(parts)):
            rest = ",".join(parts[begin:])
            answer = self._choose(asked, self._towns.find_named(rest), None)
            if answer is not None:
                return answer
        words = asked.replace(",", " ").split()
        return self._read_part_of_code(words[-1]) if len(words) > 1 else None

    def _choose(self, asked: str, towns: list[TownRecord], area: AreaRecord | None) -> PlaceAnswer | None:
        """Decide between namesakes: one that everybody means, the area of that name, or ask."""
        if area and (not towns or towns[0].population < SMALL_TOWN):
            return self._answer_area(asked, area)
        if not towns:
            return None
        if len(towns) == 1 or dominates(towns[0].population, towns[1].population):
            return self._town(towns[0])
        message = _("There is more than one {name}. Which do you mean?").format(name=_echo(asked))
        choices = tuple(self._town(town) for town in towns[:MOST_CHOICES])
        return PlaceChoices(asked=_echo(asked), choices=choices, message=message)

    def _answer_area(self, asked: str, area: AreaRecord) -> PlaceAnswer | None:
        if area.is_compact:
            council = self._councils.index(area.councils[0])
            return self._place(
                area.label, PlaceKind.TOWN, Spot(area.latitude, area.longitude, council), area.district
            )
        towns = self._towns.list_in_area(area, MOST_CHOICES)
        message = _("{name} is a large area. Which of these is nearest to you? Or type a postcode or a town.")
        choices = tuple(self._town(town) for town in towns)
        return PlaceChoices(asked=_echo(asked), choices=choices, message=message.format(name=area.name))

    # Saying what is not known

    def _say_no_postcode(self, asked: str, readings: list[str]) -> UnknownPlace:
        echo = _echo(asked)
        postcode = next(filter(self._postcodes.is_known, readings), readings[0])
        country = _CROWN_DEPENDENCIES.get(postcode[:2]) if postcode[2].isdigit() else None
        if country:
            message = _("{postcode} is in {country}. This service knows places in the United Kingdom only.")
            return UnknownPlace(asked=echo, message=message.format(postcode=postcode, country=_(country)))
        district = postcode.partition(" ")[0]
        if self._place_of_district(district) is None:
            message = _("We know no postcode {postcode}. Check it, or try the name of your town.")
            return UnknownPlace(asked=echo, message=message.format(postcode=postcode))
        if self._postcodes.is_known(postcode):
            message = _("No place is recorded for {postcode}. Try {district}, or the name of your town.")
        else:
            message = _("We know no postcode {postcode}. Try {district}, or the name of your town.")
        return UnknownPlace(
            asked=echo, message=message.format(postcode=postcode, district=district), hints=(district,)
        )

    def _say_unknown(self, asked: str) -> UnknownPlace:
        name = asked.partition(",")[0]
        similar = self._towns.list_beginning(name, MOST_HINTS) if len(squash(name)) > MOST_HINTS else []
        similar = similar or self._towns.list_similar(name, MOST_HINTS)
        hints = tuple(town.label for town in similar)
        echo = _echo(asked)
        if not hints:
            message = _("We know no place called “{name}”. Try a postcode, or the name of a town nearby.")
            return UnknownPlace(asked=echo, message=message.format(name=echo))
        message = _("We know no place called “{name}”. Did you mean {hint}?").format(name=echo, hint=hints[0])
        return UnknownPlace(asked=echo, message=message, hints=hints)

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

    def _place_of_town(self, town: TownRecord) -> Place:
        return self._town(town)

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


def _echo(text: str) -> str:
    """What was typed, short enough to say again."""
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…"


def _span(low: float, high: float, origin: float, size: float, count: int) -> tuple[int, int]:
    """First and last-but-one cell of a span of degrees, inside the grid."""
    first = math.floor((max(low, -360.0) - origin) / size)
    last = math.ceil((min(high, 360.0) - origin) / size)
    return min(max(first, 0), count), min(max(last, 0), count)
