"""Parts of a drawing, ready for a template."""

from msgspec import Struct

from search.documents import Point

BANDS = 5
"""Shades of a scale; the last is hatched too."""


class Band(Struct, frozen=True, kw_only=True):
    """A step of a scale."""

    shade: int
    """0 = nothing to worry about, 4 = the worst, which is hatched."""
    words: str
    """From what to what: "20 to 41"."""


class Scale(Struct, frozen=True, kw_only=True):
    """Steps for values: a value belongs to the last step whose lowest value it reaches."""

    lowest: tuple[float, ...]
    """Lowest value of each step, ascending."""
    bands: tuple[Band, ...]
    """In the same order."""

    def shade(self, value: float | None) -> int | None:
        """The shade of a value; None for one that is not known."""
        if value is None:
            return None
        step = sum(value >= lowest for lowest in self.lowest)
        return self.bands[max(step - 1, 0)].shade

    @property
    def legend(self) -> tuple[Band, ...]:
        """Steps, the worst first."""
        return tuple(sorted(self.bands, key=lambda band: -band.shade))


class Layer(Struct, frozen=True, kw_only=True):
    """All areas of one shade as one path."""

    shade: int | None
    """None = not known."""
    path: str


class MapText(Struct, frozen=True, kw_only=True):
    """A word on the map."""

    text: str
    x: int
    y: int
    is_small: bool = False
    """Left out where the map is small."""


class MapPin(Struct, frozen=True, kw_only=True):
    """A numbered link to what stands beside the map."""

    number: int
    label: str
    href: str
    x: int
    y: int


class MapView(Struct, frozen=True, kw_only=True):
    """A map of small areas."""

    title: str
    description: str
    width: int
    height: int
    margin: int
    """Round the areas, whose paths begin at its corner."""
    layers: tuple[Layer, ...]
    legend: tuple[Band, ...]
    texts: tuple[MapText, ...] = ()
    pins: tuple[MapPin, ...] = ()
    has_unknown: bool = False


class Bar(Struct, frozen=True, kw_only=True):
    """A row of a table with a bar: lengths in hundredths of the longest."""

    label: str
    href: str
    shown: str
    length: int
    low: int = 0
    high: int = 0
    """Where the range begins and ends; both 0 = no range."""
    shade: int | None = None
    note: str = ""


class HeatRow(Struct, frozen=True, kw_only=True):
    """A row of a heat table."""

    label: str
    href: str = ""
    cells: tuple[tuple[int | None, str], ...]
    """Shade and what is written, by column."""


class RangeView(Struct, frozen=True, kw_only=True):
    """A number, its range and what is usual, in hundredths of the widest of them."""

    low: int
    value: int
    high: int
    usual: int


class PinSpot(Struct, frozen=True, kw_only=True):
    """Something to mark on a map."""

    number: int
    label: str
    href: str
    point: Point
