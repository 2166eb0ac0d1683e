"""Whether people can choose. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from marketplace.gaps.access.schemas import Floats
from marketplace.gaps.reading.choice.schemas import AreaChoice, LanguageChoice, PriceChoice
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply.schemas import SupplyListing

MOST_OF_IT = 0.5
"""More than this share of what is free in one hand, and people depend on it."""


def serves(
    option: SupplyListing, group: GapGroup | None, support_types: frozenset[str] = frozenset()
) -> bool:
    """Whether an option is for a care group and one of some kinds of support (none named: any)."""
    fits_group = group is None or not option.groups or group in option.groups
    return fits_group and (not support_types or bool(option.support_types & support_types))


def choices(
    options: Sequence[SupplyListing], weights: Floats, unit: Unit, kinds: Sequence[str]
) -> tuple[AreaChoice, ...]:
    """What the people of each area can choose from.

    `weights` has a row for each option and a column for each area, 0 = out of reach; `kinds` is the order of
    the kinds.
    """
    reached = weights.T > 0
    return tuple(_choice([options[i] for i in row.nonzero()[0].tolist()], unit, kinds) for row in reached)


def _choice(options: Sequence[SupplyListing], unit: Unit, kinds: Sequence[str]) -> AreaChoice:
    counted = Counter(option.kind for option in options)
    provider, share = main_provider(options, unit)
    return AreaChoice(
        options=len(options),
        kinds=tuple((kind, counted[kind]) for kind in kinds if counted[kind]),
        only_kind=next(iter(counted)) if len(counted) == 1 else None,
        main_provider=provider,
        main_share=share,
        evenings=sum(is_evening(option) for option in options),
        weekends=sum(is_weekend(option) for option in options),
    )


def is_evening(option: SupplyListing) -> bool:
    """Whether it is there in an evening."""
    return any(time.endswith(".evening") for time in option.times)


def is_weekend(option: SupplyListing) -> bool:
    """Whether it is there on a Saturday or Sunday."""
    return any(time.startswith(("sat.", "sun.")) for time in option.times)


def free_of(option: SupplyListing, unit: Unit) -> float:
    """What an option has free; nothing where it does not say."""
    return float((option.hours if unit is Unit.HOURS else option.places) or 0)


def main_provider(options: Iterable[SupplyListing], unit: Unit) -> tuple[str | None, int]:
    """Who has more than half of what is free, and how much of it in per cent; (None, 0) where nobody has."""
    free: dict[UUID, float] = defaultdict(float)
    names: dict[UUID, str] = {}
    for option in options:
        free[option.organization] += free_of(option, unit)
        names[option.organization] = option.provider
    total = sum(free.values())
    if total <= 0:
        return None, 0
    most = max(free, key=lambda each: (free[each], str(each)))
    share = free[most] / total
    return (names[most], round(share * 100)) if share > MOST_OF_IT else (None, 0)


def languages(
    people: Mapping[str, int], options: Iterable[SupplyListing], order: Sequence[str] = ()
) -> list[LanguageChoice]:
    """Languages of the census beside the options in them, those most spoken first."""
    counted = Counter(language for option in options for language in option.languages)
    codes = sorted(people, key=lambda code: (-people[code], code)) if not order else list(order)
    return [LanguageChoice(code=code, people=people[code], options=counted[code]) for code in codes]


def prices(
    options: Iterable[SupplyListing], rate_pence: int | None, kinds: Sequence[str]
) -> list[PriceChoice]:
    """What an hour costs by kind of option, in the order of the kinds, without kinds that have no price."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for option in options:
        if option.hour_pence is not None:
            by_kind[option.kind].append(option.hour_pence)
    return [_price(kind, sorted(by_kind[kind]), rate_pence) for kind in kinds if by_kind[kind]]


def _price(kind: str, found: list[int], rate_pence: int | None) -> PriceChoice:
    within = None if rate_pence is None else sum(each <= rate_pence for each in found)
    return PriceChoice(
        kind=kind,
        options=len(found),
        lowest=found[0],
        middle=found[(len(found) - 1) // 2],
        highest=found[-1],
        within_rate=within,
    )
