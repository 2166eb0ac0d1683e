"""What goes in and out of what-if. Amounts are hours a week or places; distances miles as the crow flies."""

from uuid import UUID

from msgspec import Struct

from marketplace.gaps.access.schemas import Floats, Indexes
from marketplace.gaps.schemas import GapGroup, Unit


class Asked(Struct, frozen=True, kw_only=True):
    """For whom and what the figures are."""

    group: GapGroup
    unit: Unit = Unit.HOURS
    support_type: str = ""
    """A heading of the list of support types; "" = every kind."""


class Addition(Struct, frozen=True, kw_only=True):
    """Something that could be added, for the care group and kind of support that are asked for."""

    amount: float
    """Free hours a week, or places; above 0."""
    area_code: str
    """The small area that it is based in, at the middle of its postcodes."""
    miles: float | None = None
    """How far it travels, the edge included; None = people come to it, as those of each council travel."""


class Changed(Struct, frozen=True, kw_only=True):
    """Access of a council's small areas before and after. Columns in the order of `area_codes`."""

    council_code: str
    asked: Asked
    area_codes: tuple[str, ...]
    people: tuple[float, ...]
    before: tuple[float, ...]
    """Hours a week or places for 100 people."""
    after: tuple[float, ...]
    usual: float | None
    """What half of England's people have at most; None where it is not known."""
    people_affected: float
    """People of the council's areas where it changes."""
    people_reaching: float
    """People of areas that are below the usual before and not after."""
    people_falling: float
    """People of areas that are below the usual after and not before."""
    people_in_reach: float
    """People of the care group that it is or was shared among, of all councils, each by their weight."""


class Suggestion(Struct, frozen=True, kw_only=True):
    """One place for an addition, the best when those before it are there already."""

    area_code: str
    helped: float
    """As many people as if so many went from nothing to the usual: each counts by the part of the usual
    that they lacked and get. What places are compared by."""
    people_affected: float
    """People who have less than usual and get more."""
    people_reaching: float
    """Those of them who then have as much as usual."""
    people_in_reach: float
    """People that it is shared among, of all councils."""


class Suggestions(Struct, frozen=True, kw_only=True):
    """Where so much more would help most, one after the other."""

    council_code: str
    asked: Asked
    amount: float
    miles: float | None
    usual: float
    people_short: float
    """People of the council who have less than usual now."""
    area_codes: tuple[str, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    """With all of the suggestions."""
    chosen: tuple[Suggestion, ...]
    """Fewer than asked for, or none, where more helps nobody who has less than usual."""


class Candidates(Struct, frozen=True, kw_only=True):
    """Places for an addition: what one hour or place there would be for each of the council's areas."""

    rows: Indexes
    """The small areas that they are in."""
    gains: Floats
    """A row for each place, a column for each area of the council: for 100 people."""
    people_in_reach: Floats


class Contribution(Struct, frozen=True, kw_only=True):
    """What one listing adds to the figure of a small area."""

    listing_id: UUID
    free: float
    """Hours a week, or places."""
    weight: float
    """How much the area counts for it."""
    people_in_reach: float
    """People of the care group that it is shared among, each by their weight."""
    amount: float
    """What it adds to the figure, for 100 people."""
