"""The door of what-if: what an addition or a closure would change, and where more would help. Reads only."""

import asyncio
from uuid import UUID

import numpy as np

from marketplace.gaps.access.rules import share_out
from marketplace.gaps.access.schemas import Floats
from marketplace.gaps.runs import service as runs
from marketplace.gaps.runs.rules import PER_PEOPLE
from marketplace.gaps.supply.nation.schemas import Nation
from marketplace.gaps.supply.nation.service import read_nation
from marketplace.gaps.supply.reach.rules import people_in_reach
from marketplace.gaps.supply.rules import ENGLAND, EVERYBODY, GROUPS, support_types
from marketplace.gaps.supply.schemas import CouncilSupply, SupplyColumns
from marketplace.gaps.supply.service import read_reach
from marketplace.gaps.what_if import rules
from marketplace.gaps.what_if.schemas import (
    Addition,
    Asked,
    Candidates,
    Changed,
    Contribution,
    Suggestions,
)
from marketplace.kernel.errors import InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _

__all__ = ["add", "close", "list_contributions", "suggest"]

MOST_AMOUNT = 10_000.0
MOST_MILES = 100.0
MOST_SUGGESTIONS = 10


async def add(council_code: str, addition: Addition, asked: Asked) -> Changed:
    """What an addition would change for a care group in a council's small areas.

    Raises:
        InvalidError: amount, miles or kind of support make no sense; the fields are `amount`, `miles` and
            `support_type`.
        NotFoundError: the council has no such small area.
    """
    _check(addition.amount, addition.miles, asked)
    nation, supply = await read_nation(), await read_reach(council_code, with_listings=False)
    if addition.area_code not in supply.area_codes:
        raise NotFoundError(_("There is no such area."))
    place = [supply.area_codes.index(addition.area_code)]
    found = await asyncio.to_thread(_candidates, nation, supply, np.array(place), addition.miles, asked)
    before = rules.amounts(supply, asked)
    after = before + addition.amount * found.gains[0]
    return await _changed(supply, asked, before, after, float(found.people_in_reach[0]))


async def close(council_code: str, listing_id: UUID, asked: Asked) -> Changed:
    """What would change for a care group in a council's small areas if a listing were no longer there.

    Raises:
        InvalidError: there is no such kind of support.
        NotFoundError: no public listing with this id reaches the council.
    """
    _check(1, None, asked)
    supply = await read_reach(council_code, with_listings=False)
    if listing_id not in supply.columns.ids:
        raise NotFoundError(_("There is no such listing."))
    row = supply.columns.ids.index(listing_id)
    before = rules.amounts(supply, asked)
    after = np.maximum(before - rules.ratios(supply, asked)[row] * supply.weights[row], 0)
    in_reach = float(supply.people_in_reach[row, GROUPS.index(asked.group)])
    return await _changed(supply, asked, before, after, in_reach)


async def suggest(
    council_code: str, asked: Asked, *, amount: float, miles: float | None, most: int = 3
) -> Suggestions | None:
    """Where an amount would help most people to what is usual, in up to `most` places one after the other.

    Places are the middles of the council's small areas. Usual is what half of England's people have at most;
    None where that is not known or nothing.

    Raises:
        InvalidError: as `add`.
    """
    _check(amount, miles, asked)
    usual = await _usual(asked)
    if not usual:
        return None
    nation, supply = await read_nation(), await read_reach(council_code, with_listings=False)
    rows = np.arange(len(supply.area_codes))
    found = await asyncio.to_thread(_candidates, nation, supply, rows, miles, asked)
    people = supply.people[:, GROUPS.index(asked.group)]
    before = rules.amounts(supply, asked)
    chosen, after = await asyncio.to_thread(
        rules.choose,
        found,
        supply.area_codes,
        people,
        before,
        amount=amount,
        usual=usual,
        most=min(most, MOST_SUGGESTIONS),
    )
    return Suggestions(
        council_code=council_code,
        asked=asked,
        amount=amount,
        miles=miles,
        usual=usual,
        people_short=float(people[before < usual].sum()),
        area_codes=supply.area_codes,
        before=tuple(before.tolist()),
        after=tuple(after.tolist()),
        chosen=chosen,
    )


def list_contributions(supply: CouncilSupply, area_code: str, asked: Asked) -> tuple[Contribution, ...]:
    """What each listing adds to the figure of a small area, the most first; they add up to the figure.

    `supply` is `read_reach` of the council. NotFoundError: it has no such small area.
    """
    if area_code not in supply.area_codes:
        raise NotFoundError(_("There is no such area."))
    weights = supply.weights[:, supply.area_codes.index(area_code)]
    free, each = rules.free_for(supply.columns, asked), rules.ratios(supply, asked)
    in_reach = supply.people_in_reach[:, GROUPS.index(asked.group)]
    found = [
        Contribution(
            listing_id=supply.columns.ids[row],
            free=float(free[row]),
            weight=float(weights[row]),
            people_in_reach=float(in_reach[row]),
            amount=float(each[row] * weights[row]),
        )
        for row in np.flatnonzero(weights * free > 0).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.amount, str(one.listing_id))))


def _check(amount: float, miles: float | None, asked: Asked) -> None:
    problems = []
    if not 0 < amount <= MOST_AMOUNT:
        problems.append(Problem(field="amount", message=_("Enter a number above 0, 10,000 at most.")))
    if miles is not None and not 0 < miles <= MOST_MILES:
        problems.append(Problem(field="miles", message=_("Enter miles above 0, 100 at most.")))
    if asked.support_type not in support_types():
        problems.append(Problem(field="support_type", message=_("Choose a kind of support from the list.")))
    if problems:
        raise InvalidError(problems)


async def _usual(asked: Asked) -> float | None:
    middles = await runs.read_middles([ENGLAND])
    return middles.find(ENGLAND, asked.group, asked.unit, asked.support_type)


def _candidates(
    nation: Nation, supply: CouncilSupply, places: np.ndarray, miles: float | None, asked: Asked
) -> Candidates:
    """What one hour or place in the middle of each of some small areas would be for all of them."""
    own = nation.columns.rows_of(supply.council_code)
    number = len(places)
    added = SupplyColumns(
        ids=tuple(UUID(int=at) for at in range(number)),
        vectors=nation.terrain.vectors[own][places],
        is_venue=np.full(number, miles is None),
        miles=np.full(number, miles or 0.0),
        named_sets=((),),
        named=np.zeros(number, dtype=np.int64),
        hours=np.ones(number),
        places=np.ones(number),
        groups=np.full(number, EVERYBODY, dtype=np.uint32),
        types=np.ones(number, dtype=np.uint32),
    )
    weights, in_reach = people_in_reach(added, nation.terrain, nation.people, own)
    shared = in_reach[:, GROUPS.index(asked.group)]
    each: Floats = PER_PEOPLE * share_out(np.ones(number), shared)
    return Candidates(rows=places, gains=each[:, None] * weights, people_in_reach=shared)


async def _changed(
    supply: CouncilSupply, asked: Asked, before: Floats, after: Floats, in_reach: float
) -> Changed:
    usual = await _usual(asked)
    people = supply.people[:, GROUPS.index(asked.group)]
    return Changed(
        council_code=supply.council_code,
        asked=asked,
        area_codes=supply.area_codes,
        people=tuple(people.tolist()),
        before=tuple(before.tolist()),
        after=tuple(after.tolist()),
        usual=usual,
        people_affected=rules.affected(people, before, after),
        people_reaching=rules.crossing(people, before, after, usual),
        people_falling=rules.crossing(people, after, before, usual),
        people_in_reach=in_reach,
    )
