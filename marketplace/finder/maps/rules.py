"""Laying out the map of results on the server: where pins, towns, settled ground and the ring stand.

Pure: it is given what the gazetteer knows and returns numbers and words; the template draws them. What would
lie under another pin is moved aside, with a line to its true spot.
"""

import math
from collections.abc import Iterable, Sequence

from marketplace.finder.maps.schemas import (
    HEIGHT,
    MILES_IN_A_DEGREE,
    PIN_GAP,
    TOWNS_ON_A_PHONE,
    WIDTH,
    Box,
    Frame,
    Ground,
    MapView,
    Pin,
    TownName,
)
from marketplace.finder.schemas import PoolResult, ResultCard
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.schemas import Listing
from marketplace.places.schemas import SettlementCell, SettlementCells, Town
from search.documents import Point

PIN_EDGE = 27
PIN_ROOM = 19
MIDDLE_ROOM = 36
GOLDEN_ANGLE = 2.399963
"""Turns by it never fall on each other, so that pins of one spot go in different directions."""
SCALE_ROOM = 40
KILOMETRES_IN_A_DEGREE = 111.2
SMALLEST_HALF_MILES = 0.75
VENUE_HALF_MILES = 4.0
BASE_HALF_MILES = 4.0
MARGIN = 1.12
MOST_TOWNS = 12
SOFT_MILES = 0.62
"""A snapped base is true to about a kilometre."""
SMALLEST_SOFT = 34
MOST_SETTLED = 100
THIN_POSTCODES, FULL_POSTCODES = 16, 45
"""Postcodes on a square kilometre of a village and of a town."""
SCALES = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def frame_of(
    place: Point | None, within_miles: float, cards: Sequence[ResultCard | PoolResult]
) -> Frame | None:
    """What to draw: the ring round the place asked for, or all pins; None when there is nothing to place."""
    if place is not None:
        return Frame(centre=place, half_miles=max(within_miles * MARGIN, SMALLEST_HALF_MILES))
    points = [(card.card.latitude, card.card.longitude) for card in cards]
    known = [(lat, lon) for lat, lon in points if lat is not None and lon is not None]
    if not known:
        return None
    south, north = min(lat for lat, _lon in known), max(lat for lat, _lon in known)
    west, east = min(lon for _lat, lon in known), max(lon for _lat, lon in known)
    centre = Point((south + north) / 2, (west + east) / 2)
    high = (north - south) / 2 * MILES_IN_A_DEGREE
    wide = (east - west) / 2 * MILES_IN_A_DEGREE * math.cos(math.radians(centre.latitude)) * HEIGHT / WIDTH
    return Frame(centre=centre, half_miles=max(high, wide, SMALLEST_HALF_MILES) * MARGIN**2)


def frame_of_listing(listing: Listing) -> Frame | None:
    """What to draw for one listing: a mile round a venue, or all the way that a provider travels."""
    if listing.latitude is None or listing.longitude is None:
        return None
    miles = listing.area.miles if listing.area and not listing.is_venue else 0.0
    half = max(miles * MARGIN, VENUE_HALF_MILES if listing.is_venue else BASE_HALF_MILES)
    return Frame(centre=Point(listing.latitude, listing.longitude), half_miles=half)


def draw_results(
    frame: Frame,
    cards: Sequence[ResultCard | PoolResult],
    towns: Iterable[Town],
    cells: SettlementCells,
    *,
    place_label: str | None,
    within_miles: float,
) -> MapView:
    """The map of a page of results."""
    spots = [
        (card, frame.spot(card.card.latitude, card.card.longitude))
        for card in cards
        if card.card.latitude is not None
        and card.card.longitude is not None
        and frame.holds(card.card.latitude, card.card.longitude)
    ]
    places = spread([spot for _card, spot in spots], middle_is_taken=place_label is not None)
    pins = tuple(_pin(card, spot, place) for (card, spot), place in zip(spots, places, strict=True))
    return MapView(
        title=_("Map of results near %(place)s", place=place_label) if place_label else _("Map of results"),
        description=_("Numbered links lead to the same results in the list below the map."),
        ring=round(within_miles * frame.units_in_a_mile) if place_label else None,
        here=place_label is not None,
        pins=pins,
        missing=_missing_words(len(cards) - len(pins)),
        ground=draw_ground(frame, towns, cells, places),
    )


def draw_listing(frame: Frame, listing: Listing, towns: Iterable[Town], cells: SettlementCells) -> MapView:
    """The map of one listing: its venue, or roughly where it travels from and how far."""
    travels = listing.area.miles if listing.area and not listing.is_venue else 0.0
    return MapView(
        title=_("Map of where this is") if listing.is_venue else _("Map of where this support travels"),
        description=_("The middle of the map is the venue.")
        if listing.is_venue
        else _("The middle of the map is near the base; we never show the exact place."),
        ring=round(travels * frame.units_in_a_mile) if travels else None,
        here=listing.is_venue,
        soft_middle=not listing.is_venue,
        pins=(),
        missing="",
        ground=draw_ground(frame, towns, cells, ()),
    )


def _missing_words(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(num)s result of this page is not on the map: no fixed place, or from further away.",
        "%(num)s results of this page are not on the map: no fixed place, or from further away.",
        number,
    )


def draw_ground(
    frame: Frame, towns: Iterable[Town], cells: SettlementCells, pins: Iterable[tuple[float, float]]
) -> Ground:
    """What lies under the pins: settled ground, names of towns, the scale."""
    units = frame.units_in_a_mile
    miles = max([scale for scale in SCALES if scale * units <= WIDTH / 3], default=SCALES[0])
    thin, full = settled(cells)
    x, y, step_x, step_y = grid(frame, cells)
    return Ground(
        thin=strokes(cells, thin),
        full=strokes(cells, full),
        grid=f"translate({x:.1f} {y:.1f}) scale({step_x:.3f} {step_y:.3f})",
        towns=name_towns(frame, towns, pins),
        scale_units=round(miles * units),
        scale_label=ngettext("%(miles)s mile", "%(miles)s miles", 1 if miles <= 1 else 2, miles=f"{miles:g}"),
        soft=max(round(SOFT_MILES * units), SMALLEST_SOFT),
    )


def _pin(card: ResultCard | PoolResult, spot: tuple[float, float], place: tuple[float, float]) -> Pin:
    return Pin(
        number=card.number,
        title=card.card.title,
        label=f"{card.number}: {card.card.title}",
        x=round(place[0]),
        y=round(place[1]),
        spot_x=round(spot[0]),
        spot_y=round(spot[1]),
        is_soft=not card.card.is_venue,
    )


def spread(
    spots: Sequence[tuple[float, float]], *, middle_is_taken: bool = False, rounds: int = 120
) -> list[tuple[float, float]]:
    """Move what stands too close apart, off the middle where it is marked, and into the drawing.

    By little, and the same way every time.
    """
    places = [(_within(x, WIDTH), _within(y, HEIGHT)) for x, y in spots]
    for _round in range(rounds):
        moved = _push_off_middle(places) if middle_is_taken else False
        if not _push_apart(places) and not moved:
            break
    return places


def _push_off_middle(places: list[tuple[float, float]]) -> bool:
    """Clear the mark of the place that was asked for; False when nothing had to move."""
    moved = False
    for index, (x, y) in enumerate(places):
        dx, dy = x - WIDTH / 2, y - HEIGHT / 2
        apart = math.hypot(dx, dy)
        if apart < MIDDLE_ROOM:
            moved = True
            if apart < 1:
                angle = GOLDEN_ANGLE * index
                dx, dy, apart = math.cos(angle), math.sin(angle), 1.0
            stretch = (MIDDLE_ROOM + 0.5) / apart
            places[index] = (WIDTH / 2 + dx * stretch, HEIGHT / 2 + dy * stretch)
    return moved


def _push_apart(places: list[tuple[float, float]]) -> bool:
    """One round; False when nothing had to move."""
    moved = False
    for first in range(len(places)):
        for second in range(first + 1, len(places)):
            (x1, y1), (x2, y2) = places[first], places[second]
            dx, dy = x2 - x1, y2 - y1
            apart = math.hypot(dx, dy)
            if apart >= PIN_GAP:
                continue
            moved = True
            if apart < 1:
                angle = GOLDEN_ANGLE * second
                dx, dy, apart = math.cos(angle), math.sin(angle), 1.0
            push = (PIN_GAP - apart) / 2 + 0.5
            shift_x, shift_y = dx / apart * push, dy / apart * push
            places[first] = (_within(x1 - shift_x, WIDTH), _within(y1 - shift_y, HEIGHT))
            places[second] = (_within(x2 + shift_x, WIDTH), _within(y2 + shift_y, HEIGHT))
    return moved


def _within(value: float, size: int) -> float:
    return min(max(value, PIN_EDGE), size - PIN_EDGE)


def name_towns(
    frame: Frame, towns: Iterable[Town], pins: Iterable[tuple[float, float]]
) -> tuple[TownName, ...]:
    """As many names as there is room for beside pins and middle, the biggest towns first.

    The first few have room on a phone too, where letters are larger.
    """
    middle = (WIDTH / 2, HEIGHT / 2)
    taken = [(x - PIN_ROOM, y - PIN_ROOM, x + PIN_ROOM, y + PIN_ROOM) for x, y in (*pins, middle)]
    named: list[TownName] = []
    for town in towns:
        x, y = frame.spot(town.latitude, town.longitude)
        letter, line = (13.0, 26.0) if len(named) < TOWNS_ON_A_PHONE else (8.0, 16.0)
        half = len(town.name) * letter / 2
        for shift in (line / 3, line, -line / 2, 1.8 * line, -1.4 * line):
            box = (x - half, y + shift - line, x + half, y + shift + line / 4)
            if _is_free(box, taken):
                taken.append(box)
                named.append(TownName(name=town.name, x=round(x), y=round(y + shift), rank=len(named)))
                break
        if len(named) == MOST_TOWNS:
            break
    return tuple(named)


def _is_free(box: Box, taken: Iterable[Box]) -> bool:
    """Whether a name would stand inside the drawing, above the scale, and on nothing else."""
    is_inside = box[0] > 0 and box[2] < WIDTH and box[1] > 0 and box[3] < HEIGHT - SCALE_ROOM
    return is_inside and not any(_overlap(box, other) for other in taken)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def settled(cells: SettlementCells) -> tuple[list[SettlementCell], list[SettlementCell]]:
    """Cells of villages and of towns, the fullest ones, as many as a light page can carry."""
    square_kilometres = cells.height_degrees * cells.width_degrees * KILOMETRES_IN_A_DEGREE**2 * 0.6
    fullest = sorted(cells.cells, key=lambda cell: -cell.postcodes)[:MOST_SETTLED]
    dense = [(cell, cell.postcodes / square_kilometres) for cell in fullest]
    thin = [cell for cell, density in dense if THIN_POSTCODES <= density < FULL_POSTCODES]
    return thin, [cell for cell, density in dense if density >= FULL_POSTCODES]


def grid(frame: Frame, cells: SettlementCells) -> tuple[float, float, float, float]:
    """Where the first cell of the north-western corner stands, and how wide and high a cell is."""
    north, west = _corner(cells)
    x, y = frame.spot(north, west)
    next_x, next_y = frame.spot(north - cells.height_degrees, west + cells.width_degrees)
    return x, y, next_x - x, next_y - y


def _corner(cells: SettlementCells) -> tuple[float, float]:
    """Middle of the cell of the north-western corner: the furthest north, and the furthest west, of all."""
    north = max((cell.latitude for cell in cells.cells), default=0.0)
    return north, min((cell.longitude for cell in cells.cells), default=0.0)


def strokes(cells: SettlementCells, chosen: Iterable[SettlementCell]) -> str:
    """Cells as one path of horizontal strokes, run-length coded, counted in cells from the north-west."""
    north, west = _corner(cells)
    rows: dict[int, list[int]] = {}
    for cell in chosen:
        row = round((north - cell.latitude) / cells.height_degrees)
        rows.setdefault(row, []).append(round((cell.longitude - west) / cells.width_degrees))
    return "".join(
        f"M{begin} {row}h{end - begin}" for row in sorted(rows) for begin, end in _runs(sorted(rows[row]))
    )


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring numbers."""
    breaks = [i for i in range(1, len(numbers)) if numbers[i] - numbers[i - 1] > 1]
    starts, ends = [0, *breaks], [*breaks, len(numbers)]
    return [(numbers[start], numbers[end - 1]) for start, end in zip(starts, ends, strict=True)]
