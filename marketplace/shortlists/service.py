"""The door of the shortlists room.

Each function that changes a list takes what the browser keeps and returns what it is to keep from then on.
For who has signed in that is nothing: what was left in the browser moves to the account first, so that
nothing is lost whichever way two tabs cross.
"""

from collections.abc import Collection
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.links.service import end_links_of
from marketplace.listings import service as listings
from marketplace.shortlists import repository, rules
from marketplace.shortlists.schemas import NOTHING, SHARED, BrowserList, SavedListing


def read_browser(saved: str | None, notes: str | None) -> BrowserList:
    """What the two cookies of a browser hold, whatever was done to them."""
    return rules.read_browser(saved, notes)


def write_browser(kept: BrowserList) -> tuple[str, str]:
    """The same as values for the two cookies; an empty one is to be taken away."""
    return rules.write_saved(kept), rules.write_notes(kept)


async def list_saved(viewer: Viewer, kept: BrowserList) -> tuple[SavedListing, ...]:
    """What somebody saved, the latest first. At most one statement; none for visitors."""
    account_id = _account_of(viewer)
    in_browser = rules.saved_of(kept)
    if account_id is None:
        return in_browser
    saved = await repository.list_of_account(account_id)
    known = {one.listing_id for one in saved}
    return (*(one for one in in_browser if one.listing_id not in known), *saved)


async def find_saved(viewer: Viewer, kept: BrowserList, among: Collection[UUID]) -> frozenset[UUID]:
    """Those of these listings that somebody saved: for pages that show it. At most one statement."""
    in_browser = frozenset(kept.listing_ids).intersection(among)
    account_id = _account_of(viewer)
    if account_id is None or not among:
        return in_browser
    return in_browser | await repository.list_ids_of_account(account_id, sorted(among))


async def save_listing(listing_id: UUID, viewer: Viewer, kept: BrowserList) -> BrowserList:
    """Save one more; saving it again changes nothing.

    Raises:
        NotFoundError: it is not public.
        InvalidError: the list is full.
    """
    if not await listings.list_cards([listing_id]):
        raise NotFoundError(_("This listing is not here. It may have closed."))
    account_id = _account_of(viewer)
    if account_id is None:
        changed = rules.with_listing(kept, listing_id)
        _refuse(list(rules.check_full(changed)))
        return changed
    async with transaction():
        await _move(account_id, kept)
        at = clock.now()
        if not await repository.add(account_id, listing_id, at, rules.MOST_IN_ACCOUNT):
            await _refuse_if_full(account_id, listing_id)
    return NOTHING


async def remove_listing(listing_id: UUID, viewer: Viewer, kept: BrowserList) -> BrowserList:
    """Take one off the list, if it is on it, with its note."""
    rest = rules.without_listing(kept, listing_id)
    account_id = _account_of(viewer)
    if account_id is None:
        return rest
    async with transaction():
        await _move(account_id, rest)
        await repository.remove(account_id, listing_id)
    return NOTHING


async def clear_list(viewer: Viewer) -> BrowserList:
    """Take everything off the list."""
    account_id = _account_of(viewer)
    if account_id is not None:
        await repository.clear(account_id)
    return NOTHING


async def put_note(listing_id: UUID, note: str, viewer: Viewer, kept: BrowserList) -> BrowserList:
    """Write a note to oneself at a saved listing; an empty one takes it away.

    Raises:
        NotFoundError: the listing is not on the list.
        InvalidError: the note is too long, or the browser has no room.
    """
    _refuse(list(rules.check_note(note)))
    account_id = _account_of(viewer)
    if account_id is None:
        if listing_id not in kept.listing_ids:
            raise _not_on_list()
        changed = rules.with_note(kept, listing_id, note)
        _refuse(list(rules.check_room(changed)))
        return changed
    async with transaction():
        await _move(account_id, kept)
        if not await repository.put_note(account_id, listing_id, note):
            raise _not_on_list()
    return NOTHING


async def move_to_account(viewer: Viewer, kept: BrowserList) -> BrowserList:
    """Take over what the browser keeps, now that its owner has signed in; else it stays where it is.

    Doing it again, or twice at once, changes nothing more.
    """
    account_id = _account_of(viewer)
    if account_id is None:
        return kept
    await _move(account_id, kept)
    return NOTHING


class ShortlistHolder:
    """What this room keeps about an account: what it saved, with its notes."""

    name = "saved_listings"

    async def export(self, account_id: UUID) -> object:
        """Each saved listing with its note; shared ones are among the links."""
        return await repository.list_of_account(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Forget all of it, and end what is shared, also what is being saved or shared at this moment.

        It holds the account from here on; so it comes after all rooms that wait for records of others.
        """
        await repository.hold_account(account_id, to_erase=True)
        await end_links_of(SHARED, account_id)
        await repository.clear(account_id)


async def _move(account_id: UUID, kept: BrowserList) -> None:
    if kept.listing_ids:
        await repository.merge(
            account_id,
            rules.saved_of(kept),
            clock.now(),
            most=rules.MOST_MERGED,
            longest_note=rules.LONGEST_MERGED_NOTE,
        )


async def _refuse_if_full(account_id: UUID, listing_id: UUID) -> None:
    """It was not added: it was there already, or there are too many."""
    if not await repository.list_ids_of_account(account_id, [listing_id]):
        message = _("You have saved %(num)s already. Remove some first.", num=rules.MOST_IN_ACCOUNT)
        raise InvalidError([Problem(field="listing", message=message)])


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InvalidError(problems)


def _not_on_list() -> NotFoundError:
    return NotFoundError(_("This listing is not on your list."))


def _account_of(viewer: Viewer) -> UUID | None:
    """Whose list it is; None for a visitor, and for who has still to give the second factor."""
    return viewer.account_id if viewer.is_signed_in else None
