"""The door of shared lists. A shared list is a link with a copy: it does not follow what is saved later."""

from collections.abc import Sequence
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import LETTERS, SHARED_LISTS
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import find_address
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.secrets import sign
from marketplace.links import service as links
from marketplace.links.schemas import Link
from marketplace.listings import service as listings
from marketplace.mail import service as mail
from marketplace.shortlists import repository, rules
from marketplace.shortlists.letters import rules as letters
from marketplace.shortlists.schemas import SHARED, SavedListing, SharedList

LASTS = timedelta(days=30)
MOST_SHARED = 20
"""Lists of one account whose links work."""


async def share_list(
    saved: Sequence[SavedListing], viewer: Viewer, *, host: str, with_notes: bool = False
) -> str:
    """Make a link to a copy of a list and return its token. Notes go with it from an account only.

    `host` is the client's address, which is counted and not kept.

    Raises:
        InvalidError: there is nothing to share, or the account shares too many already.
        TooManyError: there were too many from there.
    """
    copied = rules.copied(saved, with_notes=with_notes and viewer.is_signed_in)
    if not copied:
        raise InvalidError([Problem(field="listing", message=_("Choose what you want to share."))])
    await _count(viewer, host)
    account_id = viewer.account_id if viewer.is_signed_in else None
    async with transaction():
        await _hold(account_id)
        return await links.make_link(
            SHARED,
            record_id=uuid4(),
            account_id=account_id,
            data=rules.shared_data(copied),
            expires_at=clock.now() + LASTS,
        )


async def _hold(account_id: UUID | None) -> None:
    """Have an account stay meanwhile: of one that is going nothing may be left behind."""
    if account_id is not None and not await repository.hold_account(account_id):
        raise NotFoundError


async def _count(viewer: Viewer, host: str) -> None:
    if not viewer.is_signed_in or viewer.account_id is None:
        await limits.check_client(SHARED_LISTS, host)
        return
    await limits.check(SHARED_LISTS, str(viewer.account_id))
    if len(await list_shared(viewer)) >= MOST_SHARED:
        message = _("You share %(num)s lists already. End one of them first.", num=MOST_SHARED)
        raise InvalidError([Problem(field="listing", message=message)])


async def get_shared(token: str) -> SharedList:
    """The list behind a link.

    Raises:
        NotFoundError: the link is unknown, was ended or has run out; they are not told apart.
    """
    return _shared(await links.find_link(token, SHARED))


async def list_shared(viewer: Viewer) -> list[SharedList]:
    """The lists that an account shares now, the latest first; none for visitors."""
    if not viewer.is_signed_in or viewer.account_id is None:
        return []
    return [_shared(link) for link in await links.list_links(SHARED, viewer.account_id)]


async def end_shared(shared_id: UUID, viewer: Viewer) -> None:
    """Make the link to a list of the account stop working.

    Raises:
        NotFoundError: the account shares no such list.
    """
    if shared_id not in {shared.id for shared in await list_shared(viewer)}:
        raise NotFoundError(_("This list is not shared any more."))
    await links.end_links(SHARED, shared_id)


async def end_by_token(token: str, viewer: Viewer, made: Sequence[str]) -> None:
    """The same for who holds the link, and made it: with the account, or in this browser.

    Raises:
        NotFoundError: the link does not work, or somebody else made it.
    """
    if not is_maker(await get_shared(token), token, viewer, made):
        raise NotFoundError(_("Only who shared a list can end it."))
    async with transaction():
        await links.use_link(token, SHARED)


def is_maker(shared: SharedList, token: str, viewer: Viewer, made: Sequence[str]) -> bool:
    """Whether the list was shared by this account, or in this browser, which keeps `made`."""
    if shared.account_id is not None:
        return viewer.is_signed_in and viewer.account_id == shared.account_id
    return any(compare_digest(mark_of(token), mark) for mark in made)


def mark_of(token: str) -> str:
    """What a browser keeps to show that it made a link; it opens nothing, and nobody else can make it."""
    return sign(SHARED, token)[: rules.MARK_LETTERS]


async def email_list(saved: Sequence[SavedListing], viewer: Viewer) -> None:
    """Send what somebody saved to their own address: public facts of the listings, and no note.

    Raises:
        InvalidError: nothing of it can be seen now.
        NotFoundError: there is no account.
        TooManyError: too many letters were asked for.
    """
    if viewer.account_id is None or not viewer.is_signed_in:
        raise NotFoundError
    address = await find_address(viewer.account_id)
    if address is None:
        raise NotFoundError
    cards = await listings.list_cards([one.listing_id for one in saved])
    ordered = [cards[one.listing_id] for one in saved if one.listing_id in cards][: rules.MOST_IN_LETTER]
    if not ordered:
        raise InvalidError([Problem(field="listing", message=_("There is nothing on your list to send."))])
    await limits.check(LETTERS, f"saved list {viewer.account_id}")
    async with transaction():
        await _hold(viewer.account_id)
        await mail.queue_letter(address, letters.of_list(ordered), account_id=viewer.account_id)


def _shared(link: Link) -> SharedList:
    assert link.record_id is not None
    return SharedList(
        id=link.record_id,
        account_id=link.account_id,
        saved=rules.read_shared(link.data),
        expires_at=link.expires_at,
    )
