"""Shares to the penny, and who bears an odd one. Whole numbers only: nothing is ever rounded by a float.

The rule, in words: everybody's share is worked out exactly. Where it is no whole number of pence for all,
each is charged the whole pence below what they should have paid since the record began, and the odd pennies
go one by one to whoever is then furthest behind; of equals, to who joined first. With equal shares that is
each in turn. So nobody is ever a whole penny away from their exact sum, as long as the same members share and
each share is a penny at least. Where members share only some entries no rule can promise that (two pairs,
each with a penny, leave two people half a penny short who may never share anything): then it is as near as it
gets. Who has no part in an amount never pays a penny of it, and nobody is ever charged less than nothing.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.sharing.schemas import MICRO, Left, Part, Share


def share(
    amount_pence: int, rule: ShareRule, parts: Sequence[Part], carried: Mapping[UUID, int] | None = None
) -> tuple[Share, ...]:
    """Share an amount over the parts, in their order; those who bear nothing are left out.

    `carried` says by member how far they are behind: the sum of their exact shares so far less the sum of
    what they were charged, in millionths of a penny.

    Raises:
        ValueError: the amount is not above 0, or nobody has a part.
    """
    chosen = [part for part in parts if part.weight > 0]
    if amount_pence <= 0 or not chosen:
        raise ValueError("an amount above 0 and a part of somebody")
    weights = [1 if rule is ShareRule.EQUAL else part.weight for part in chosen]
    exact = _exact(amount_pence, rule, weights)
    behind = [(carried or {}).get(part.member_id, 0) for part in chosen]
    whole = _whole(amount_pence, exact, behind, [amount_pence] * len(chosen))
    return tuple(
        Share(member_id=part.member_id, amount_pence=pence, exact_micropence=micro, weight=weight)
        for part, pence, micro, weight in zip(chosen, whole, exact, weights, strict=True)
        if pence or micro
    )


def share_back(
    amount_pence: int, left: Sequence[Left], carried: Mapping[UUID, int] | None = None
) -> tuple[Share, ...]:
    """Share what is given back of an amount, as its shares were: nobody gets more than they bore.

    All that is left gives back exactly what each bore. An odd penny goes to whoever has paid most compared
    with their exact sum. The numbers are those to be taken off again, above 0.

    Raises:
        ValueError: the amount is not above 0, or more than is left.
    """
    total = sum(each.amount_pence for each in left)
    if not 0 < amount_pence <= total:
        raise ValueError("an amount above 0 that is not more than what is left")
    if amount_pence == total:
        exact, whole = [each.exact_micropence for each in left], [each.amount_pence for each in left]
    else:
        exact = split(amount_pence * MICRO, [each.exact_micropence for each in left])
        ahead = [-(carried or {}).get(each.member_id, 0) for each in left]
        whole = _whole(amount_pence, exact, ahead, [each.amount_pence for each in left])
    return tuple(
        Share(member_id=each.member_id, amount_pence=pence, exact_micropence=micro, weight=each.amount_pence)
        for each, pence, micro in zip(left, whole, exact, strict=True)
        if pence or micro
    )


def split(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number in proportion to weights, as whole numbers that add up to it.

    Largest remainders come first, of equals whoever stands first.
    """
    whole = sum(weights)
    given = [total * weight // whole for weight in weights]
    rest = [total * weight % whole for weight in weights]
    first = sorted(range(len(weights)), key=lambda index: -rest[index])
    for index in first[: total - sum(given)]:
        given[index] += 1
    return given


def _exact(amount_pence: int, rule: ShareRule, weights: Sequence[int]) -> list[int]:
    """Exact shares in millionths of a penny.

    Fixed amounts are charged as agreed, and what is over or under equally; where that would leave somebody
    less than nothing, in their proportion.
    """
    over = amount_pence - sum(weights)
    if rule is ShareRule.FIXED:
        sign = 1 if over > 0 else -1
        more = split(abs(over) * MICRO, [1] * len(weights))
        fixed = [weight * MICRO + sign * part for weight, part in zip(weights, more, strict=True)]
        if min(fixed) >= 0:
            return fixed
    return split(amount_pence * MICRO, weights)


def _whole(amount_pence: int, exact: Sequence[int], behind: Sequence[int], most: Sequence[int]) -> list[int]:
    """Whole pence that add up to the amount and leave nobody further from their exact sum than need be."""
    if all(micro % MICRO == 0 for micro in exact):
        return [micro // MICRO for micro in exact]
    due = [micro + before for micro, before in zip(exact, behind, strict=True)]
    given = [min(max(micro // MICRO, 0), top) for micro, top in zip(due, most, strict=True)]
    everybody = range(len(due))
    while sum(given) < amount_pence:
        open_ = (index for index in everybody if given[index] < most[index])
        given[max(open_, key=lambda index: due[index] - given[index] * MICRO)] += 1
    while sum(given) > amount_pence:
        charged = (index for index in reversed(everybody) if given[index] > 0)
        given[min(charged, key=lambda index: due[index] - given[index] * MICRO)] -= 1
    return given
