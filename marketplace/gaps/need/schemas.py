"""What goes in and out of need."""

from uuid import UUID

import numpy as np
from msgspec import Struct

from marketplace.gaps.schemas import GapGroup, NeedSource

DIRECT_PAYMENTS = "direct_payments"
"""A measure of a council's own counts: people on direct payments, whatever their care group."""
CENSUS_COLUMNS = (
    "population", "age_0_17", "age_18_24", "age_25_34", "age_35_44", "age_45_54", "age_55_64", "age_65_69",
    "age_70_74", "age_75_79", "age_80_84", "age_85_89", "age_90_plus", "unpaid_carers",
    "unpaid_carers_1_19_hours", "unpaid_carers_20_49_hours", "unpaid_carers_50_hours", "disabled", "asian",
    "black", "mixed", "other_ethnic_group", "white", "main_language_not_english",
)  # fmt: skip
"""What a census counts by area. Estimates are made from those that rates name; the others are facts."""
GROUPS = tuple(GapGroup)
"""The care groups in the order of columns."""
SOURCES = tuple(NeedSource)
"""The sources in the order of their numbers."""


class NeedFigure(Struct, frozen=True, kw_only=True):
    """How many people of an area need support of a kind."""

    area_code: str
    group: GapGroup
    source: NeedSource
    people: float
    """Not rounded: an estimate is said with "about"."""


class NeedBasis(Struct, frozen=True, kw_only=True):
    """Where the figures of a council and care group come from: the same for all its areas."""

    group: GapGroup
    source: NeedSource
    origin: str
    """Whose figures they are, in words that a page can show."""
    period: str
    is_spread: bool
    """The figure is one of the whole council, spread over its areas by their postcodes."""
    rates: tuple["Rate", ...] = ()
    """How common it is; none for what was counted."""


class NeedColumns(Struct, frozen=True, kw_only=True):
    """Need of all areas, in the order of their columns."""

    people: np.ndarray
    """Areas x GROUPS."""
    source: np.ndarray
    """Areas x GROUPS: place in SOURCES."""


class Rate(Struct, frozen=True, kw_only=True):
    """How common something is among the people of a column of the census."""

    group: GapGroup
    measure: str
    column: str
    ages: str
    rate: float
    """People for each person of the column."""
    is_derived: bool
    """We worked it out of what the source says; `how` tells it."""
    is_used: bool
    """Estimates count it; the others are shown beside them."""
    source: str
    year: int
    how: str = ""


class Figure(Struct, frozen=True, kw_only=True):
    """A fact about a council."""

    name: str
    """A column of `data/columns.csv`."""
    value: float
    source: str
    period: str


class LanguageFigure(Struct, frozen=True, kw_only=True):
    """People of a council whose main language is this one."""

    code: str
    """Code of the taxonomy of languages; empty for one that it does not hold."""
    name: str
    people: int


class DirectPaymentsFigure(Struct, frozen=True, kw_only=True):
    """People on direct payments in an area, by the council's own count."""

    area_code: str
    people: float


class NewCount(Struct, frozen=True, kw_only=True):
    """What was counted in a council's areas, to be kept in place of what there is."""

    council_code: str
    measure: str
    area_codes: tuple[str, ...]
    people: tuple[float, ...]


class KeptCount(Struct, frozen=True, kw_only=True):
    """What was counted, as it is kept."""

    import_id: UUID
    source: str
    period: str
    council_code: str
    measure: str
    area_codes: tuple[str, ...]
    people: tuple[float, ...]
