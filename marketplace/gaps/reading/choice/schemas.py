"""What there is to choose from in a council's area. Money is whole pence."""

from msgspec import Struct


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
