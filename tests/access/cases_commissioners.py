"""Counts of a council, which another council's commissioners must not read."""

from tests.access.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign
from tests.factories.accounts import make_account

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
