"""Counts of a council, which another council's commissioners must not read."""

from tests.factories.accounts import make_account
from tests.factories.gaps import make_areas
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

COUNTS = "/commissioners/{council_code:str}"


async def _page(path: str) -> Foreign:
    return Foreign(
        path=path,
        owner=await make_account("commissioner", COUNCIL),
        strangers=[await make_account("commissioner", OTHER_COUNCIL)],
        reached=(200,),
    )


@foreign(f"GET {COUNTS}")
async def searches_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}")


@foreign(f"GET {COUNTS}/outcomes")
async def outcomes_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}/outcomes")


@foreign(f"GET {COUNTS}/gaps")
async def gaps_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}/gaps")


@foreign(f"GET {COUNTS}/gaps/list")
async def ranked_gaps_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}/gaps/list")


@foreign(f"GET {COUNTS}/gaps/areas")
async def small_areas_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}/gaps/areas")


@foreign(f"GET {COUNTS}/gaps/areas/{{area_code:str}}")
async def a_small_area_of_another_council():
    (area, *_others) = await make_areas(COUNCIL)
    return await _page(f"/commissioners/{COUNCIL}/gaps/areas/{area.code}")


@foreign(f"GET {COUNTS}/gaps/choice")
async def choice_in_another_council():
    return await _page(f"/commissioners/{COUNCIL}/gaps/choice")


@foreign(f"GET {COUNTS}/gaps/compare")
async def comparison_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}/gaps/compare")


@foreign(f"GET {COUNTS}/gaps/what-if")
async def what_if_of_another_council():
    return await _page(f"/commissioners/{COUNCIL}/gaps/what-if")
