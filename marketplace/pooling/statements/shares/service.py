"""The door of shared statements. One function = one use case = one transaction, with the pool held.

A link opens for the first practitioner of the council who presses its button, and for nobody else from then
on. What is seen is what the member allowed, as far as the council's own setting lets it be seen, as the
record is now. Another's is NotFoundError.
"""

from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import SHARED_STATEMENTS
from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import list_addresses
from marketplace.audit import service as audit
from marketplace.councils.service import get_council_settings, list_councils_in_system
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.links import service as links
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.pooling import repository as pools
from marketplace.pooling.money.keeping import service as keeping
from marketplace.pooling.money.rules import oldest_kept
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import Member, MemberState
from marketplace.pooling.statements import service as statements
from marketplace.pooling.statements.letters import rules as letters
from marketplace.pooling.statements.making.service import make_statement
from marketplace.pooling.statements.shares import repository, rules
from marketplace.pooling.statements.shares.rules import not_found
from marketplace.pooling.statements.shares.schemas import (
    SHARE,
    Answer,
    NewShare,
    Offer,
    Share,
    SharedItem,
    SharedStatement,
)

PER_PAGE = 20
RECORD_TYPE = "statement_share"
_SHOWN = 50
"""So many of a member's are listed: open ones are fewer."""


async def list_offers() -> list[Offer]:
    """Councils to whose workers a statement can be shown, by name."""
    return [
        rules.offer_of(each.code, each.name, (await get_council_settings(each.code)).pooling)
        for each in await list_councils_in_system()
    ]


async def find_offer(council_code: str) -> Offer | None:
    """What one council can be shown; None where it is not in the system."""
    found = {each.code: each for each in await list_councils_in_system()}
    if council_code not in found:
        return None
    settings = await get_council_settings(council_code)
    return rules.offer_of(council_code, found[council_code].name, settings.pooling)


async def share(pool_id: UUID, new: NewShare, viewer: Viewer) -> str:
    """Let a worker of a council see a statement of the viewer's; return the token of the link.

    Raises:
        NotFoundError: the viewer has, and had, no place in the pool.
        InvalidError: something cannot be shared like that.
        TooManyError: very many were shared today.
    """
    await limits.check(SHARED_STATEMENTS, viewer.actor)
    now, share_id = clock.now(), uuid4()
    async with transaction():
        await parties.hold_pool(pool_id)
        _pool, member = await statements.get_own_member(pool_id, viewer)
        offer = await find_offer(new.council_code)
        open_shares = await repository.count_open(member.id, now)
        if problems := rules.check_new(new, offer, open_shares, clock.today()):
            raise InvalidError(problems)
        kept = Share(
            id=share_id,
            pool_id=pool_id,
            member_id=member.id,
            council_code=new.council_code,
            period=new.period,
            parts=new.parts,
            made_at=now,
            expires_at=now + rules.LASTS,
            reader_id=None,
            opened_at=None,
            answer=None,
            answered_at=None,
            withdrawn_at=None,
        )
        await repository.add(kept)
        token = await links.make_link(
            SHARE, record_id=share_id, account_id=viewer.account_id, expires_at=kept.expires_at
        )
        if new.by_letter:
            address = (await get_council_settings(new.council_code)).pooling.contact_email
            letter = replace(letters.shared(token), council_code=new.council_code)
            await mail.queue_letter(address, letter, about=viewer.account_id)
        await _record("share", kept, viewer)
    return token


async def list_own(pool_id: UUID, viewer: Viewer) -> list[Share]:
    """What the viewer showed of this pool, the latest first.

    Raises:
        NotFoundError: the viewer has, and had, no place in the pool.
    """
    _pool, member = await statements.get_own_member(pool_id, viewer)
    return await repository.list_of_member(member.id, _SHOWN)


async def withdraw(share_id: UUID, viewer: Viewer) -> None:
    """Let a statement be seen no more, at once; doing it twice changes nothing.

    Raises:
        NotFoundError: it is not the viewer's.
    """
    async with transaction():
        kept = await _hold(share_id)
        _pool, member = await statements.get_own_member(kept.pool_id, viewer)
        if kept.member_id != member.id:
            raise not_found()
        if kept.withdrawn_at is None:
            await repository.put_withdrawn(share_id, clock.now())
            await links.end_links(SHARE, share_id)
            await _record("withdraw", kept, viewer)


async def find_offered(token: str) -> tuple[Share, UUID | None]:
    """What a link is for, with the account that made it; nothing of the statement is shown by it.

    Raises:
        NotFoundError: the link is unknown or over, or the statement was taken back.
    """
    link = await links.find_link(token, SHARE)
    kept = await repository.find(link.record_id) if link.record_id else None
    if kept is None or not kept.is_open(clock.now()):
        raise not_found()
    return kept, link.account_id


async def open_share(token: str, viewer: Viewer) -> UUID:
    """Take a statement on to look at it: of two at once one does; who did so before just comes in again.

    Raises:
        NotFoundError: as `find_offered`; the viewer is no practitioner of the council.
        ConflictError: somebody else looks at it, or the viewer is in the pool.
    """
    found, _maker = await find_offered(token)
    account_id = _reader(found, viewer)
    async with transaction():
        await parties.hold_account(account_id)
        kept = await _hold(found.id)
        if not kept.is_open(clock.now()):
            raise not_found()
        if kept.opened_at is None:
            if await pools.find_of_account(kept.pool_id, account_id, frozenset(MemberState)) is not None:
                raise ConflictError(_("You are in this pool yourself. Ask a colleague to look at it."))
            await repository.put_opened(kept.id, account_id, clock.now())
            await _record("open", kept, viewer)
        elif kept.reader_id != account_id:
            raise ConflictError(_("A colleague of yours looks at this statement. Only one person can."))
    return kept.id


async def list_shared(viewer: Viewer, page: int = 1) -> Page[SharedItem]:
    """Statements that the viewer opened and can read now, the latest first."""
    page = max(page, 1)
    councils = viewer.councils(Role.PRACTITIONER)
    account_id = parties.account_of(viewer)
    items, total = await repository.list_of_reader(
        account_id, councils, clock.now(), PER_PAGE, (page - 1) * PER_PAGE
    )
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def read_shared(share_id: UUID, viewer: Viewer) -> SharedStatement:
    """A statement for who opened it, as the record is now; that it was read is on record.

    Raises:
        NotFoundError: it was not opened by the viewer, was taken back, or its time is over.
    """
    async with transaction():
        kept = _readable(await repository.find(share_id), viewer)
        pool, member = await pools.find_pool(kept.pool_id), await pools.find_member(kept.member_id)
        if pool is None or member is None:
            raise not_found()
        settings = await get_council_settings(kept.council_code)
        parts = rules.seen_parts(kept.parts, settings.pooling)
        statement = await make_statement(pool, member, kept.period, parts)
        await _record("read", kept, viewer)
    return SharedStatement(
        share=kept, statement=statement, has_newer=rules.has_newer(statement, kept.answered_at)
    )


async def answer(share_id: UUID, said: Answer, viewer: Viewer) -> None:
    """Say one of the two answers; the member is told. The same answer again changes nothing.

    Raises:
        NotFoundError: as `read_shared`.
        ConflictError: it looked fine before.
    """
    async with transaction():
        kept = _readable(await _hold(share_id), viewer)
        if kept.answer is said:
            return
        if not rules.can_answer(kept.answer, said):
            raise ConflictError(_("You have said that it looks fine. Call or write if you want to talk."))
        await repository.put_answer(share_id, said, clock.now())
        await _record("answer", kept, viewer)
        member = await pools.find_member(kept.member_id)
        if member is not None:
            await _tell(member, kept, letters.answered(kept.pool_id, said))


async def drop_old_shares() -> int:
    """Delete shared statements whose time is long over; return how many. For timed work.

    With an answer they are kept as long as the pool's record of money; without one for a month.
    """
    count, ended = 0, clock.now() - rules.KEPT_AFTER
    async with transaction():
        async for council, settings in keeping.each_council():
            answered = oldest_kept(clock.today(), settings.statements_kept_years)
            gone = await repository.drop_old(ended, answered, council)
            await audit.record_many("delete", RECORD_TYPE, "retention", list(gone))
            count += len(gone)
    return count


async def _hold(share_id: UUID) -> Share:
    found = await repository.find(share_id)
    if found is None:
        raise not_found()
    await parties.hold_pool(found.pool_id)
    kept = await repository.find(share_id, lock=True)
    if kept is None:
        raise not_found()
    return kept


def _reader(kept: Share, viewer: Viewer) -> UUID:
    """The account of a practitioner of the council."""
    if viewer.account_id is None or kept.council_code not in viewer.councils(Role.PRACTITIONER):
        raise not_found()
    return viewer.account_id


def _readable(kept: Share | None, viewer: Viewer) -> Share:
    if kept is None or not kept.is_open(clock.now()) or kept.reader_id != _reader(kept, viewer):
        raise not_found()
    return kept


async def _tell(member: Member, kept: Share, letter: Letter) -> None:
    if not member.gets_letters or member.account_id is None:
        return
    own = replace(letter, council_code=kept.council_code)
    addresses = await list_addresses({member.account_id})
    await mail.queue_letters((address, own, account_id) for account_id, address in addresses.items())


async def _record(action: str, kept: Share, viewer: Viewer) -> None:
    """That it was done; neither days nor words nor answers are copied into the trail."""
    await audit.record(action, RECORD_TYPE, kept.id, viewer.actor, council=kept.council_code)
