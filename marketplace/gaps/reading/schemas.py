"""What a reader of gaps sees: numbers by small area and care group, and what follows from them."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from marketplace.gaps.schemas import GapGroup, NeedSource, Unit
from search.documents import Point


class Show(StrEnum):
    """What a map or table shows of each small area."""

    ACCESS = "access"
    """What is free for each 100 people."""
    NEED = "need"
    """People."""
    SUPPLY = "supply"
    """What is free and reaches the area, however many people share it."""
    SIGNALS = "signals"
    """People who looked and found nothing, in the postcode districts that the area lies in."""


class Filters(Struct, frozen=True, kw_only=True):
    """What is asked of a council, as it stands in the address of a page."""

    group: GapGroup | None = None
    """None = all nine."""
    unit: Unit = Unit.HOURS
    support_type: str = ""
    """A heading of the taxonomy SUPPORT_TYPE; "" = every kind of support."""
    show: Show = Show.ACCESS
    source: NeedSource | None = None
    """Only care groups whose people are known in this way; None = both."""
    month: date | None = None
    """First day of a month whose numbers were kept; None = now."""


class Area(Struct, frozen=True, kw_only=True):
    """A small area of a council."""

    code: str
    name: str
    point: Point
    """The middle of its postcodes."""
    districts: tuple[str, ...] = ()
    """Postcode districts that it lies in, the largest part first."""


class Reach(Struct, frozen=True, kw_only=True):
    """Hours a week or places for each 100 people: as counted, and the least and most when bands change."""

    value: float
    low: float
    high: float


class Usual(Struct, frozen=True, kw_only=True):
    """What half of the people have, in each of these places; None where nothing is known."""

    here: float | None = None
    alike: float | None = None
    """Of the councils that are most like this one, the middle one."""
    region: float | None = None
    england: float | None = None


class GroupView(Struct, frozen=True, kw_only=True):
    """One care group: columns in the order of the areas."""

    group: GapGroup
    source: NeedSource
    people: tuple[float, ...]
    reach: tuple[Reach, ...]
    in_reach: tuple[float, ...]
    """Hours a week or places that are free and reach the area, however many people share them."""
    usual: Usual = Usual()


class Picture(Struct, frozen=True, kw_only=True):
    """All that is known of a council's need and access, for one unit and kind of support."""

    council_code: str
    areas: tuple[Area, ...]
    groups: tuple[GroupView, ...]
    unit: Unit = Unit.HOURS
    support_type: str = ""
    computed_at: datetime | None = None
    """None = nothing was computed yet."""
    month: date | None = None

    def position(self, area_code: str) -> int | None:
        """Where an area stands in every column; None for one that the council has not."""
        return next((i for i, area in enumerate(self.areas) if area.code == area_code), None)

    def view(self, group: GapGroup) -> GroupView | None:
        """The columns of a care group."""
        return next((each for each in self.groups if each.group is group), None)


class Sure(StrEnum):
    """How sure it is that there is less than usual."""

    SURE = "sure"
    """Less than usual by every count."""
    UNSURE = "unsure"
    """With people or providers who go further it would be as much as usual."""


class Gap(Struct, frozen=True, kw_only=True):
    """A care group of a small area that has less than half of England's people have."""

    group: GapGroup
    area: Area
    people: float
    source: NeedSource
    reach: Reach
    usual: float
    """England's middle."""
    short_people: float
    """People, each counted by the part of the usual that they lack: what gaps are ranked by."""
    sure: Sure
