"""Puts an area in a sentence and draws it. Pure: it is given what the gazetteer counted."""

import math
from collections.abc import Iterable, Sequence

from marketplace.finder.maps.rules import draw_ground, grid, strokes
from marketplace.finder.maps.schemas import HEIGHT, MILES_IN_A_DEGREE, WIDTH, Frame, MapView
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.places.schemas import CoveredArea, SettlementCells, Town
from marketplace.provider.area.schemas import AreaView
from search.documents import Point

MARGIN = 1.15
SMALLEST_HALF_MILES = 2.0
TOWNS_SAID = 4
_EXACT_UP_TO = 20
_DIGITS_SAID = 2


def about(number: int) -> int:
    """A count as it is said: exact when small, else to two digits."""
    if number <= _EXACT_UP_TO:
        return number
    step = 10 ** (len(str(number)) - _DIGITS_SAID)
    return int(round(number / step) * step)


def area_sentence(towns: Sequence[str], postcodes: int) -> str:
    """What an area holds, in words."""
    said = f"{about(postcodes):,}"
    counted = (
        ngettext("%(said)s postcode", "%(said)s postcodes", postcodes, said=said)
        if postcodes <= _EXACT_UP_TO
        else _("about %(said)s postcodes", said=said)
    )
    if not towns:
        return _("This covers %(postcodes)s.", postcodes=counted)
    names = ", ".join(towns[:TOWNS_SAID])
    if len(towns) > TOWNS_SAID:
        return _("This covers %(towns)s, other places and %(postcodes)s.", towns=names, postcodes=counted)
    return _("This covers %(towns)s and %(postcodes)s.", towns=names, postcodes=counted)


def frame_of_area(covered: CoveredArea, point: Point | None, miles: float) -> Frame:
    """What to draw: all that is covered, and the whole circle where there is one."""
    south, west, north, east = covered.south, covered.west, covered.north, covered.east
    if point is not None and miles:
        high = miles / MILES_IN_A_DEGREE
        wide = high / math.cos(math.radians(point.latitude))
        south, north = min(south, point.latitude - high), max(north, point.latitude + high)
        west, east = min(west, point.longitude - wide), max(east, point.longitude + wide)
    centre = Point((south + north) / 2, (west + east) / 2)
    squeeze = math.cos(math.radians(centre.latitude))
    half_high = (north - south) / 2 * MILES_IN_A_DEGREE
    half_wide = (east - west) / 2 * MILES_IN_A_DEGREE * squeeze * HEIGHT / WIDTH
    return Frame(centre=centre, half_miles=max(half_high, half_wide, SMALLEST_HALF_MILES) * MARGIN)


def draw_area(
    covered: CoveredArea,
    frame: Frame,
    towns: Iterable[Town],
    ground: SettlementCells,
    *,
    point: Point | None,
    miles: float,
    is_venue: bool,
) -> AreaView:
    """The drawing. The circle is drawn round `point`, which is the venue or a base that was snapped."""
    sentence = area_sentence([town.name for town in covered.towns], covered.postcodes)
    view = MapView(
        title=_("Map of the area that you cover"),
        description=sentence,
        ground=draw_ground(frame, towns, ground, ()),
        ring=round(miles * frame.units_in_a_mile) if point is not None and miles else None,
        here=False,
        pins=(),
        missing="",
        soft_middle=point is not None and not is_venue,
    )
    x, y, step_x, step_y = grid(frame, covered.cells)
    middle = frame.spot(point.latitude, point.longitude) if point is not None else (0.0, 0.0)
    return AreaView(
        sentence=sentence,
        source=_("Counted in the ONS Postcode Directory of November 2025."),
        map=view,
        middle_x=round(middle[0]),
        middle_y=round(middle[1]),
        covered=strokes(covered.cells, covered.cells.cells),
        grid=f"translate({x:.1f} {y:.1f}) scale({step_x:.3f} {step_y:.3f})",
    )
