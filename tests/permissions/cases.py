"""Records of somebody else: for each route with a record in its path, who must not reach it.

The test `test_every_route_with_a_record_has_a_case` fails for a route that has none. A case is a function
that makes a record through the services and returns a `Foreign`; it stands in the module of its room in this
folder (`cases_accounts.py`, `cases_stewards.py`, …), and names its routes as Litestar writes them:

    @foreign("GET /administration/staff/{council_code:str}/{account_id:uuid}")
    async def staff_of_another_council():
        colleague = await make_account("steward", COUNCIL)
        return Foreign(
            path=f"/administration/staff/{COUNCIL}/{colleague.id}",
            owner=await make_account("administrator", COUNCIL),
            strangers=[await make_account("administrator", OTHER_COUNCIL)],
        )

`strangers` have the role that the route asks for, so that it is the record and not the role that keeps them
out: each must get 404 or 403. The owner must get in, or the case would say nothing: 200 or 303, or what
`reached` says (a form that is not filled in: 422).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from marketplace.accounts.schemas import Account

COUNCIL = "E06000054"
OTHER_COUNCIL = "E06000023"


class Foreign(NamedTuple):
    """A record, whose it is, and who must not reach it."""

    path: str
    owner: Account
    strangers: list[Account]
    form: Mapping[str, str] = MappingProxyType({})
    reached: tuple[int, ...] = (200, 303)
    is_untouched: Callable[[], Awaitable[bool]] | None = None
    """For a route that answers alike whatever the record: whether nothing happened to it."""


Case = Callable[[], Awaitable[Foreign]]
CASES: dict[str, list[Case]] = {}
ALIKE: set[str] = set()


def foreign(*routes: str, answers_alike: bool = False) -> Callable[[Case], Case]:
    """Register a case for these routes, each as "METHOD /path/{name:type}".

    `answers_alike`: the routes lead on (303) whether or not the record is there and one's own; the case then
    says by `is_untouched` that nothing happened.
    """

    def register(case: Case) -> Case:
        for route in routes:
            CASES.setdefault(route, []).append(case)
        if answers_alike:
            ALIKE.update(routes)
        return case

    return register
