"""Finds a conversation for somebody who takes part in it, and holds it for a change."""

from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import ENQUIRY_LETTERS
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import find_address
from marketplace.audit import service as audit
from marketplace.enquiries import repository
from marketplace.enquiries.schemas import Conversation, Side
from marketplace.kernel.errors import ConflictError, NotFoundError, TooManyError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.organizations.service import addresses_of
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter

RECORD_TYPE = "conversation"


def account_of(viewer: Viewer) -> UUID:
    """The signed-in account; nobody else writes or reads."""
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


def not_found() -> NotFoundError:
    """The same for what is another's, what never was, and what went with an account."""
    return NotFoundError(_("This conversation is not here. It may have gone with somebody's account."))


async def get(conversation_id: UUID, viewer: Viewer, side: Side | None) -> tuple[Conversation, Side]:
    """A conversation that the viewer takes part in, and on which side: the one that is asked for, if any.

    Who left the organisation is on no side any more.

    Raises:
        NotFoundError: there is none, or the viewer is not on that side.
    """
    return _of(await repository.find_for(conversation_id, account_of(viewer)), side)


async def hold(
    conversation_id: UUID, viewer: Viewer, side: Side | None, expected_version: int | None
) -> tuple[Conversation, Side]:
    """The same, held until the transaction ends, with the viewer's account kept there too.

    Raises:
        NotFoundError: as `get`; or the account was deleted meanwhile.
        ConflictError: it is not as the viewer saw it; None = whatever it is.
    """
    account_id = account_of(viewer)
    found = _of(await repository.find_for(conversation_id, account_id, lock=True), side)
    if not await repository.hold_account(account_id):
        raise not_found()
    if expected_version is not None and found[0].version != expected_version:
        raise ConflictError(
            _("Something new came in while you were writing. Read it first, then send again.")
        )
    return found


async def record(action: str, conversation_id: UUID, actor: str) -> None:
    """Record that it was done, and by whom: no council reads that a person asked for help."""
    await audit.record(action, RECORD_TYPE, conversation_id, actor)


async def tell(conversation: Conversation, side: Side, letter: Letter) -> None:
    """Write to everybody on a side, in the name of the council that looks after the listing."""
    own = replace(letter, council_code=conversation.council_code)
    for account_id, address in await people_of(conversation, side):
        await mail.queue_letter(address, own, account_id=account_id)


async def people_of(conversation: Conversation, side: Side) -> list[tuple[UUID, str]]:
    """Account and address of everybody on a side."""
    if side is Side.PROVIDER:
        return await addresses_of(conversation.organization_id)
    address = await find_address(conversation.account_id)
    return [(conversation.account_id, address)] if address else []


async def may_write_to(key: UUID) -> bool:
    """Whether one more letter may go to an account or organisation now; those before lead here too.

    Ask before the transaction, as for all limits.
    """
    try:
        await limits.check(ENQUIRY_LETTERS, str(key))
    except TooManyError:
        return False
    return True


def _of(found: tuple[Conversation, frozenset[Side]] | None, side: Side | None) -> tuple[Conversation, Side]:
    if found is None:
        raise not_found()
    conversation, sides = found
    if side is None and sides:
        return conversation, Side.PERSON if Side.PERSON in sides else Side.PROVIDER
    if side is None or side not in sides:
        raise not_found()
    return conversation, side
