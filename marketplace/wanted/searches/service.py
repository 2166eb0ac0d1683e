"""The door of saved searches. One function = one use case = one transaction."""

from datetime import datetime
from uuid import UUID, uuid4

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.wanted.rules import NEW_FOR
from marketplace.wanted.searches import repository, rules
from marketplace.wanted.searches.schemas import SavedSearch

PER_PAGE = 10


async def save_search(name: str, query: str, viewer: Viewer, *, wants_alerts: bool) -> UUID:
    """Keep a search; return its id. Saving what is kept already changes its name and whether it is told of.

    `query` is the part of the page's address after the question mark, canonical, with rough places only.

    Raises:
        InvalidError: it has no name, asks for nothing, is too long, or there are too many.
        NotFoundError: the account is gone.
    """
    account_id = _account_of(viewer)
    problems = [*rules.check_name(name), *rules.check_query(query)]
    if problems:
        raise InvalidError(problems)
    name, now = name.strip(), clock.now()
    async with transaction():
        if not await repository.hold_account(account_id):
            raise not_found()
        known = await repository.find_same(account_id, query)
        if known is not None:
            await repository.change(known, account_id, name=name, wants_alerts=wants_alerts, looked_at=now)
            return known
        if await repository.count(account_id) >= rules.MOST_SEARCHES:
            message = _("You keep %(num)s searches already. Remove one first.", num=rules.MOST_SEARCHES)
            raise InvalidError([Problem(field="name", message=message)])
        search = SavedSearch(
            id=uuid4(),
            account_id=account_id,
            name=name,
            query=query,
            wants_alerts=wants_alerts,
            created_at=now,
            looked_at=now,
        )
        await repository.add(search)
    return search.id


async def list_searches(viewer: Viewer, page: int = 1) -> Page[SavedSearch]:
    """The viewer's searches, those with something new first, then the latest, in one statement."""
    page = max(1, page)
    found, total = await repository.list_of_account(
        _account_of(viewer), limit=PER_PAGE, offset=(page - 1) * PER_PAGE, new_since=_new_since()
    )
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def get_search(search_id: UUID, viewer: Viewer) -> SavedSearch:
    """A search of the viewer's.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    found = await repository.find(search_id, _account_of(viewer), new_since=_new_since())
    if found is None:
        raise not_found()
    return found


async def change_search(search_id: UUID, name: str, viewer: Viewer, *, wants_alerts: bool) -> None:
    """Write what a search is called, and whether its owner is told what is new.

    Raises:
        InvalidError: it has no name.
        NotFoundError: there is no such search, or it is another's.
    """
    problems = list(rules.check_name(name))
    if problems:
        raise InvalidError(problems)
    changed = await repository.change(
        search_id, _account_of(viewer), name=name.strip(), wants_alerts=wants_alerts, looked_at=clock.now()
    )
    if not changed:
        raise not_found()


async def drop_search(search_id: UUID, viewer: Viewer) -> None:
    """Forget a search, and what was told of it.

    Raises:
        NotFoundError: there is no such search, or it is another's.
    """
    if not await repository.drop(search_id, _account_of(viewer)):
        raise not_found()


def not_found() -> NotFoundError:
    """There is none, or it is another's."""
    return NotFoundError(_("This search is not here. You may have removed it."))


def _new_since() -> datetime:
    return clock.now() - NEW_FOR


def _account_of(viewer: Viewer) -> UUID:
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


class SearchHolder:
    """What this room keeps about an account: its saved searches."""

    name = "saved_searches"

    async def export(self, account_id: UUID) -> object:
        """Each search as its owner called it, and what it asks for."""
        return await repository.export(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Leave it to the database, which removes them with the account."""
