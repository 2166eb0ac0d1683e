"""The parts of a map, in units of a drawing of 560 x 480."""

import math

from msgspec import Struct

from search.documents import Point

WIDTH, HEIGHT = 560, 480
PIN_GAP = 50
"""A phone shows the drawing at about half its size; pins stay 24 pixels wide there, and apart."""
TOWNS_ON_A_PHONE = 6
MILES_IN_A_DEGREE = 69.093

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in units of the drawing."""


class Frame(Struct, frozen=True, kw_only=True):
    """The piece of ground that is drawn: its middle, and miles from there to the nearer edge."""

    centre: Point
    half_miles: float

    @property
    def units_in_a_mile(self) -> float:
        """Scale of the drawing."""
        return HEIGHT / 2 / self.half_miles

    @property
    def degrees(self) -> tuple[float, float]:
        """Half of its height and width, in degrees."""
        high = self.half_miles / MILES_IN_A_DEGREE
        return high, high * WIDTH / HEIGHT / self._squeeze

    @property
    def box(self) -> tuple[float, float, float, float]:
        """South, west, north and east, as the gazetteer is asked."""
        high, wide = self.degrees
        latitude, longitude = self.centre.latitude, self.centre.longitude
        return latitude - high, longitude - wide, latitude + high, longitude + wide

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians(self.centre.latitude))

    def spot(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point stands in the drawing."""
        units = self.units_in_a_mile * MILES_IN_A_DEGREE
        x = WIDTH / 2 + (longitude - self.centre.longitude) * self._squeeze * units
        return x, HEIGHT / 2 - (latitude - self.centre.latitude) * units

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point is on the drawing."""
        x, y = self.spot(latitude, longitude)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


class Pin(Struct, frozen=True, kw_only=True):
    """A numbered link. `spot_x`, `spot_y` is where it truly is; `is_soft` = known to a kilometre only."""

    number: int
    title: str
    label: str
    x: int
    y: int
    spot_x: int
    spot_y: int
    is_soft: bool

    @property
    def is_moved(self) -> bool:
        """It stands beside its spot, with a line."""
        return math.dist((self.x, self.y), (self.spot_x, self.spot_y)) > PIN_GAP / 4


class TownName(Struct, frozen=True, kw_only=True):
    """A name on the map; `rank` 0 is the biggest town of the map."""

    name: str
    x: int
    y: int
    rank: int

    @property
    def is_small(self) -> bool:
        """Left out where the map is small."""
        return self.rank >= TOWNS_ON_A_PHONE


class Ground(Struct, frozen=True, kw_only=True):
    """What lies under the pins."""

    thin: str
    """Villages and edges of towns: a path of strokes, one for each run of cells, in units of cells."""
    full: str
    """Towns, likewise."""
    grid: str
    """The transformation from cells to the drawing."""
    towns: tuple[TownName, ...]
    scale_units: int
    scale_label: str
    soft: int
    """Radius of what stands for a spot that is known to a kilometre only."""


class MapView(Struct, frozen=True, kw_only=True):
    """A drawing, ready for the template."""

    title: str
    description: str
    ground: Ground
    ring: int | None
    """Radius round the middle."""
    here: bool
    """The middle is the place that was asked for."""
    pins: tuple[Pin, ...]
    missing: str
    """How many results are not on the map, and why; "" when all are."""
    soft_middle: bool = False
    """The middle is known to a kilometre only."""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def has_soft(self) -> bool:
        """Something on it is known to a kilometre only."""
        return self.soft_middle or any(pin.is_soft for pin in self.pins)
