"""The door of the overview, for stewards."""

from collections.abc import Sequence

from msgspec.structs import replace

from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import list_councils_in_system
from marketplace.kernel.paging import Page
from marketplace.listings.overview import repository
from marketplace.listings.overview.schemas import ListingFilter, ListingRow, Scope

PER_PAGE = 25


async def list_listings(
    codes: Sequence[str],
    page: int = 1,
    wanted: ListingFilter = ListingFilter(),  # noqa: B008 - frozen
) -> Page[ListingRow]:
    """Listings of councils in whatever state, by title; those to confirm the longest unconfirmed first.

    NATIONAL stands for all councils that are not in the system.
    """
    page = max(page, 1)
    scope = narrow(await _scope(codes), wanted.council_code)
    items, total = await repository.list_rows(scope, wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def _scope(codes: Sequence[str]) -> Scope:
    if NATIONAL not in codes:
        return Scope(codes=tuple(codes))
    in_system = tuple(council.code for council in await list_councils_in_system())
    return Scope(codes=tuple(code for code in codes if code != NATIONAL), has_rest=True, in_system=in_system)


def narrow(scope: Scope, code: str | None) -> Scope:
    """The part of a scope that is one council's; nothing when it is not in it."""
    if not code:
        return scope
    if code == NATIONAL:
        return replace(scope, codes=())
    return Scope(codes=tuple(each for each in scope.codes if each == code))
