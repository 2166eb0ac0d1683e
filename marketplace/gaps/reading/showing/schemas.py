"""A column of values, ready to be drawn."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from marketplace.gaps.reading.drawing.schemas import Scale
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet.schemas import UnmetKind


class Column(Struct, frozen=True, kw_only=True):
    """One thing of every small area, in the order of the areas."""

    title: str
    """What is shown: "What is free for each 100 people"."""
    unit: str
    """In what: "Free hours a week for each 100 people"."""
    anchor: str
    """Where the method page explains it."""
    group: GapGroup | None
    """Whose; None = of all nine together."""
    values: tuple[float | None, ...]
    words: tuple[str, ...]
    """Values in words, with their range where there is one."""
    cells: tuple[str, ...]
    """The same for the cells of a table: without the range."""
    scale: Scale
    is_less_worse: bool
    """Low values are the bad ones."""

    @property
    def shades(self) -> tuple[int | None, ...]:
        """The shade of each area."""
        return tuple(self.scale.shade(value) for value in self.values)


class Heard(Struct, frozen=True, kw_only=True):
    """People of one care group and postcode district who did not find something."""

    kind: UnmetKind
    outcode: str
    at_least: int
    since: date


class Signals(Struct, frozen=True, kw_only=True):
    """What is told of unmet need, by care group and postcode district, each kind apart."""

    heard: Mapping[tuple[GapGroup, str], tuple[Heard, ...]] = {}
    since: date | None = None
    """The first month that was looked at; None = nothing was counted."""

    def of(self, group: GapGroup, districts: tuple[str, ...]) -> list[Heard]:
        """What was heard in some districts, most people first."""
        found = [each for district in districts for each in self.heard.get((group, district), ())]
        return sorted(found, key=lambda each: (-each.at_least, each.kind, each.outcode))
