"""All that is told of a council's market, gathered once for pages and files."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from marketplace.gaps.areas.schemas import AreaSet
from marketplace.gaps.need.schemas import Figure, LanguageFigure, NeedBasis
from marketplace.gaps.reading.schemas import Picture
from marketplace.gaps.runs.schemas import Run
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply.schemas import SupplyListing
from marketplace.gaps.unmet.schemas import Cell, Unmet
from marketplace.gaps.words.schemas import KeptWords
from marketplace.places.schemas import Council, DirectPaymentSupport


class Quality(Struct, frozen=True, kw_only=True):
    """Of the listings that reach a council: in how many something is on record."""

    listings: int
    confirmed: int
    """Said to be right within the days after which the council asks again."""
    confirmed_days: int
    registered: int
    """With the Care Quality Commission."""
    checks: tuple[tuple[str, int], ...]
    """Codes of checks that are in date, with listings, most first."""


class Heard(Struct, frozen=True, kw_only=True):
    """What was looked for and not found, as it was published."""

    months: tuple[date, ...] = ()
    """Months that lines were added up over, newest first."""
    types: tuple[Unmet, ...] = ()
    """By kind of support, most first."""
    groups: tuple[Unmet, ...] = ()
    """By care group: another counting of the same people."""


class Market(Struct, frozen=True, kw_only=True):
    """A council's market at one time."""

    council: Council
    made_at: datetime
    pictures: Mapping[Unit, Picture]
    """Need and access, once in hours and once in places."""
    bases: Mapping[GapGroup, NeedBasis]
    figures: Mapping[str, Figure]
    languages: tuple[LanguageFigure, ...]
    supply: tuple[SupplyListing, ...]
    """Public listings that reach the council's areas, wherever they are based."""
    quality: Quality
    heard: Heard
    words: KeptWords
    support: DirectPaymentSupport
    area_set: AreaSet | None
    run: Run | None
    rate_pence: int | None
    """What the council pays for an hour; None = it does not say."""

    @property
    def hours(self) -> Picture:
        """Need, and free hours."""
        return self.pictures[Unit.HOURS]

    @property
    def places(self) -> Picture:
        """Need, and free places."""
        return self.pictures[Unit.PLACES]


class Exports(Struct, frozen=True, kw_only=True):
    """What files hold beside the market."""

    market: Market
    cells: tuple[Cell, ...]
    """Published counts of unmet need, month by month."""
    polygons: Mapping[str, tuple[tuple[tuple[tuple[float, float], ...], ...], ...]] = {}
    """Ground of the areas by code: coordinates of MultiPolygons. Read for GeoJSON only."""
