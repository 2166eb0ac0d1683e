"""What would change. Pure.

In two-step floating catchments an addition takes nothing from others: what is there keeps its people. So the
figure after is the one before plus what is new, shared among the people in its reach, and closing something
takes away what it added.
"""

from collections.abc import Sequence

import numpy as np

from marketplace.gaps.access.rules import share_out
from marketplace.gaps.access.schemas import Floats
from marketplace.gaps.runs.rules import PER_PEOPLE
from marketplace.gaps.schemas import Unit
from marketplace.gaps.supply.rules import GROUPS, support_types
from marketplace.gaps.supply.schemas import CouncilSupply, SupplyColumns
from marketplace.gaps.what_if.schemas import Asked, Candidates, Suggestion

_SAME = 1e-9


def free_for(columns: SupplyColumns, asked: Asked) -> Floats:
    """What each listing has free for a care group and kind of support; 0 for one that is for others."""
    free = np.nan_to_num(columns.hours if asked.unit is Unit.HOURS else columns.places)
    group = columns.groups >> np.uint32(GROUPS.index(asked.group)) & 1
    kind = columns.types >> np.uint32(support_types().index(asked.support_type)) & 1
    return np.asarray(free * group * kind)


def ratios(supply: CouncilSupply, asked: Asked) -> Floats:
    """What each listing has free for each 100 people in its reach."""
    in_reach = supply.people_in_reach[:, GROUPS.index(asked.group)]
    return PER_PEOPLE * share_out(free_for(supply.columns, asked), in_reach)


def amounts(supply: CouncilSupply, asked: Asked) -> Floats:
    """Access of the council's small areas now."""
    return np.asarray(ratios(supply, asked) @ supply.weights)


def affected(people: Floats, before: Floats, after: Floats) -> float:
    """People of areas where it changes."""
    return float(people[np.abs(after - before) > _SAME * np.maximum(before, 1)].sum())


def crossing(people: Floats, lower: Floats, higher: Floats, usual: float | None) -> float:
    """People of areas that are below the usual by the first figures and not by the second."""
    if usual is None:
        return 0.0
    return float(people[(lower < usual) & (higher >= usual)].sum())


def choose(
    candidates: Candidates,
    area_codes: Sequence[str],
    people: Floats,
    before: Floats,
    *,
    amount: float,
    usual: float,
    most: int,
) -> tuple[tuple[Suggestion, ...], Floats]:
    """The best places for an amount, one after the other, and the figures with all of them.

    Each is the one that closes most of what people lack of the usual, once those before it are there; of two
    alike the first by code. As what is lacked can be closed once only, no set of as many places closes more
    than about 1.6 times as much (Nemhauser, Wolsey and Fisher 1978).
    """
    after, chosen = before.copy(), []
    gains = candidates.gains * amount
    for _ in range(most):
        lacking = np.maximum(usual - after, 0)
        helped = (np.minimum(gains, lacking) @ people) / usual if usual > 0 else np.zeros(len(gains))
        if not len(helped) or helped.max() <= _SAME:
            break
        best = int(helped.argmax())
        richer = after + gains[best]
        short = people * (lacking > 0)
        chosen.append(
            Suggestion(
                area_code=area_codes[int(candidates.rows[best])],
                helped=float(helped[best]),
                people_affected=affected(short, after, richer),
                people_reaching=crossing(people, after, richer, usual),
                people_in_reach=float(candidates.people_in_reach[best]),
            )
        )
        after = richer
    return tuple(chosen), after
