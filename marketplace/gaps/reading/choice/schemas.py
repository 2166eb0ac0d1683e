"""What there is to choose from in a council's area. Money is whole pence."""

from uuid import UUID

from msgspec import Struct

from marketplace.gaps.schemas import GapGroup


class Option(Struct, frozen=True, kw_only=True):
    """A published listing that reaches some of a council's small areas."""

    id: UUID
    title: str
    kind: str
    organization: UUID
    provider: str
    groups: frozenset[GapGroup]
    """Empty = everybody."""
    support_types: frozenset[str]
    languages: frozenset[str]
    is_evening: bool = False
    is_weekend: bool = False
    hour_pence: int | None = None
    """Lowest price of an hour; None where it has no price of an hour."""
    hours: float | None = None
    places: int | None = None
    """Free now; None = not said."""
    areas: frozenset[int]
    """Positions of the small areas that it reaches."""


class AreaChoice(Struct, frozen=True, kw_only=True):
    """What people of one small area can choose from."""

    options: int
    kinds: tuple[tuple[str, int], ...]
    """Options of each kind that there is, in the order of the kinds."""
    only_kind: str | None
    """The kind of all of them, where there is one kind only."""
    main_provider: str | None
    """Who has more than half of what is free, where somebody has and there are others; or the only one."""
    main_share: int
    """Its share of what is free, in per cent."""
    evenings: int
    weekends: int


class LanguageChoice(Struct, frozen=True, kw_only=True):
    """Who speaks a language as their main one, and who offers support in it."""

    code: str
    people: int
    options: int


class PriceChoice(Struct, frozen=True, kw_only=True):
    """Prices of an hour, of one kind of option."""

    kind: str
    options: int
    lowest: int
    middle: int
    highest: int
    within_rate: int | None
    """How many ask no more than the council's rate; None where the council does not say it."""
