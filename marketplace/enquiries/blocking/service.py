"""Blocks and reports. `enquiries.service` hands these on."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import find_address
from marketplace.concerns import service as concerns
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.enquiries import repository as conversations
from marketplace.enquiries.answering.service import close
from marketplace.enquiries.blocking import repository, rules
from marketplace.enquiries.parties import service as parties
from marketplace.enquiries.schemas import Block, EndedBy, EndReason, Side
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page

PER_PAGE = 25
_MOST_REPORTED = 1_000


async def block(conversation_id: UUID, viewer: Viewer, *, side: Side | None = None) -> None:
    """Want nothing more from the other side: all that is open with it ends, and nothing new can begin.

    A way to reach this side that was given is taken back. The other side is not told why it ended.

    Raises:
        NotFoundError: the conversation is not the viewer's.
    """
    seen, own_side = await parties.get(conversation_id, viewer, side)
    async with transaction():
        await conversations.take_turn(seen.account_id)
        # Who left meanwhile, or whose account went, blocks nobody.
        seen, own_side = await parties.get(conversation_id, viewer, side)
        now = clock.now()
        name = seen.provider_name if own_side is Side.PERSON else seen.person_name
        open_ones = await conversations.list_held(
            "c.account = $1 AND c.organization = $2", seen.account_id, seen.organization_id
        )
        if not await conversations.hold_account(seen.account_id):
            raise parties.not_found()
        await repository.add(seen.account_id, seen.organization_id, own_side, name, now)
        for each in open_ones:
            if each.contact_of(own_side):
                await conversations.put(each.id, **{f"{own_side.value}_contact": ""})
            if not each.is_closed:
                await close(each, EndReason.BLOCKED, EndedBy(own_side.value), now)
        await parties.record("block", conversation_id, viewer.actor)


async def list_blocks(viewer: Viewer, side: Side, page: int = 1) -> Page[Block]:
    """Whom the viewer, on a side, wants nothing from."""
    page = max(1, page)
    found, total = await repository.list_of(parties.account_of(viewer), side, PER_PAGE, (page - 1) * PER_PAGE)
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def unblock(block_id: UUID, viewer: Viewer, side: Side) -> None:
    """Take a block back. What ended stays ended.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    async with transaction():
        if not await repository.drop(block_id, parties.account_of(viewer), side):
            raise parties.not_found()
        await parties.record("unblock", block_id, viewer.actor)


async def report(
    conversation_id: UUID,
    words: str,
    viewer: Viewer,
    *,
    host: str,
    side: Side | None = None,
    is_unsafe: bool = False,
    with_messages: bool = False,
    may_be_told: bool = False,
) -> None:
    """Tell the people who look after the listing's council what is wrong; the messages only if ticked.

    `is_unsafe`: somebody may be unsafe, so that the safeguarding contact hears of it at once. `may_be_told`
    leaves the viewer's address, to hear how it ended. The other side is not told. `host` is the client's.

    Raises:
        InvalidError: there are no words, or too many.
        NotFoundError: the conversation is not the viewer's.
        TooManyError: there were too many reports from there.
    """
    conversation, own_side = await parties.get(conversation_id, viewer, side)
    if not words.strip():
        raise InvalidError([Problem(field="words", message=_("Tell us what is wrong, in a few words."))])
    found = []
    if with_messages:
        latest, _total = await conversations.list_messages(conversation_id, _MOST_REPORTED, 0)
        found = latest[::-1]
    contact = (await find_address(parties.account_of(viewer)) or "") if may_be_told else ""
    new = NewConcern(
        kind=ConcernKind.SAFEGUARDING if is_unsafe else ConcernKind.OTHER,
        words=f"{rules.introduction(own_side)}\n\n{words.strip()}",
        contact=contact,
        attached=rules.transcript(found),
    )
    await concerns.report_concern(conversation.listing_id, new, host=host, is_party=True)
