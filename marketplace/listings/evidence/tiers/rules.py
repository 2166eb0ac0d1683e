"""Which tier a listing has reached, by the rules of its council. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from marketplace.councils.schemas import CouncilSettings, Tier
from marketplace.listings.rules import checks_in_date
from marketplace.listings.schemas import Check, ListingKind

REFERENCES = "references"


def tier_of(
    kind: ListingKind, checks: Iterable[Check], settings: CouncilSettings, today: date
) -> Tier | None:
    """The highest tier whose needs, and those of all before it, are met today; None when the first is not.

    What the kind of support needs to be listed belongs to the first tier.
    """
    held = checks_in_date(checks, today)
    needed = set(settings.required_checks.get(kind.value, ()))
    return highest_tier(settings.tiers, needed, {check.kind for check in held}, count_references(held))


def highest_tier(
    tiers: Sequence[Tier], needed: Collection[str], held: Collection[str], references: int
) -> Tier | None:
    """The last tier of those reached in a row; `needed` by all of them."""
    reached, wanted, most = None, set(needed), 0
    for tier in tiers:
        wanted |= set(tier.required_checks)
        most = max(most, tier.lowest_references)
        if not wanted <= set(held) or references < most:
            break
        reached = tier
    return reached


def count_references(checks: Iterable[Check]) -> int:
    """How many references were taken up: the level of that check says it; one where it does not."""
    levels = [check.level.partition(" ")[0] for check in checks if check.kind == REFERENCES]
    return max((int(level) if level.isascii() and level.isdigit() else 1 for level in levels), default=0)


def missing_for(
    tier: Tier, kind: ListingKind, checks: Iterable[Check], settings: CouncilSettings, today: date
) -> tuple[str, ...]:
    """Codes of the checks that a listing still needs to reach a tier, in the order of the council's rules."""
    held = {check.kind for check in checks_in_date(checks, today)}
    wanted = list(settings.required_checks.get(kind.value, ()))
    for each in settings.tiers:
        wanted += each.required_checks
        if each.code == tier.code:
            break
    return tuple(code for code in dict.fromkeys(wanted) if code not in held)
