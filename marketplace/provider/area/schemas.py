"""What the page about an area shows."""

from msgspec import Struct

from marketplace.finder.maps.schemas import MapView


class AreaView(Struct, frozen=True, kw_only=True):
    """An area in a sentence and as a drawing. It starts at the public point, never at a private base."""

    sentence: str
    """Such as "This covers Devizes, Melksham and about 900 postcodes."."""
    source: str
    """Where the number is from, and of when."""
    map: MapView
    middle_x: int
    """Of the circle, in units of the drawing; it has one where `map.ring` is set."""
    middle_y: int
    covered: str
    """The ground that is covered: a path of strokes in units of cells."""
    grid: str
    """The transformation from these cells to the drawing."""
