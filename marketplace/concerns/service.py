"""The door for whoever reports something, and for the council's safeguarding contact, without an account."""

from datetime import timedelta
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import CONCERNS
from marketplace.accounts.roles.service import list_with_role
from marketplace.accounts.schemas import Role
from marketplace.accounts.service import find_address
from marketplace.audit import service as audit
from marketplace.concerns import repository, rules
from marketplace.concerns.letters import rules as letters
from marketplace.concerns.schemas import Concern, NewConcern
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.logging import log
from marketplace.links import service as links
from marketplace.listings import service as listings
from marketplace.listings.organizations.service import addresses_of
from marketplace.listings.schemas import ListingStatus, StoredListing
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter

RECORD_TYPE = "concern"
VISITOR = "visitor"
CONTACT = "safeguarding contact"
PURPOSE = "concern"
_LINK_LASTS = timedelta(days=30)


async def report_concern(listing_id: UUID, new: NewConcern, *, host: str, is_party: bool = False) -> UUID:
    """Take in what somebody reports about a listing, and tell whoever has to know now. Returns its id.

    A listing that went out of sight while they wrote is taken too; of somebody who was in touch with it
    (`is_party`), also one that was taken down. `host` is the client's address, counted and not kept.

    Raises:
        InvalidError: something is missing.
        NotFoundError: there is no such listing, or it never was public.
        TooManyError: there were too many from there.
    """
    if problems := list(rules.check_new(new)):
        raise InvalidError(problems)
    listing = await listings.get_stored(listing_id)
    if listing.status is not ListingStatus.PUBLISHED and not is_party:
        raise NotFoundError(_("This listing is not here."))
    await limits.check_client(CONCERNS, host)
    may_answer = await _may_answer(new.contact)
    concern_id = uuid4()
    async with transaction():
        council_code = await councils.responsible_council(listing.council_code)
        concern = await _keep(concern_id, listing_id, council_code, new)
        if concern.is_urgent:
            people = await addresses_of(listing.draft.organization.id)
            own = frozenset(account_id for account_id, _address in people)
            await _tell_council(concern, listing.draft.title, own)
        else:
            await _tell_provider(concern, listing)
        await _answer(concern, may_answer=may_answer)
    return concern_id


async def report_pool(pool_id: UUID, council_code: str, new: NewConcern, *, host: str) -> UUID:
    """Take in what somebody of a pool of people reports about it, and tell whoever has to know now.

    Nobody of the pool hears of it, staff neither. `council_code` is whose stewards look after the pool.
    Returns the id.

    Raises:
        InvalidError: something is missing.
        TooManyError: there were too many from there.
    """
    if problems := list(rules.check_new(new)):
        raise InvalidError(problems)
    await limits.check_client(CONCERNS, host)
    may_answer = await _may_answer(new.contact)
    concern_id = uuid4()
    async with transaction():
        concern = await _keep(concern_id, pool_id, council_code, new, is_pool=True)
        if concern.is_urgent:
            own = await repository.list_in_pool(concern)
            await _tell_council(concern, rules.subject_words("", is_pool=True), own)
        await _answer(concern, may_answer=may_answer)
    return concern_id


async def find_by_link(token: str) -> Concern:
    """The concern that the council's safeguarding contact was sent a link to; changes nothing.

    NotFoundError when the link does not work, or the concern is deleted.
    """
    link = await links.find_link(token, PURPOSE)
    if link.record_id is None:
        raise NotFoundError
    return await _get(link.record_id)


async def open_by_link(token: str) -> Concern:
    """Note that the safeguarding contact reads the concern; as `find_by_link`."""
    async with transaction():
        concern = await find_by_link(token)
        await note_opened(concern, actor=CONTACT)
    return concern


async def note_opened(concern: Concern, *, actor: str) -> None:
    """Note that somebody of the council looked at a concern, the first time."""
    if concern.opened_at is None:
        await repository.put(concern.id, opened_at=clock.now())
        await audit.record("open", RECORD_TYPE, concern.id, actor, council=concern.council_code)


async def tell_role(
    role: Role, council_code: str, letter: Letter, *, but: frozenset[UUID] = frozenset()
) -> int:
    """Queue a letter to everybody with a role for a council; return to how many.

    `but`: those whom it is about, who look after the listing or are in the pool.
    """
    count = 0
    for account_id in sorted(set(await list_with_role(role, council_code)) - but):
        address = await find_address(account_id)
        if address:
            await mail.queue_letter(address, letter, account_id=account_id)
            count += 1
    return count


async def drop_old_concerns() -> int:
    """Delete what was closed longer ago than its council keeps it; return how many. For timed work."""
    count = 0
    async with transaction():
        for code in await repository.list_closed_councils():
            settings = await councils.get_council_settings(code)
            before = clock.now() - timedelta(days=settings.concerns_kept_days)
            dropped = await repository.drop_closed(code, before)
            for concern_id in dropped:
                await links.end_links(PURPOSE, concern_id)
                await audit.record("delete", RECORD_TYPE, concern_id, "retention", council=code)
            count += len(dropped)
    return count


async def _keep(
    concern_id: UUID, record_id: UUID, council_code: str, new: NewConcern, *, is_pool: bool = False
) -> Concern:
    """Keep what was reported, and that it was."""
    await repository.add(concern_id, record_id, council_code, new, clock.now(), is_pool=is_pool)
    await audit.record(
        "report",
        RECORD_TYPE,
        concern_id,
        VISITOR,
        after={"kind": new.kind, "listing": record_id},
        council=council_code,
    )
    return await _get(concern_id)


async def _answer(concern: Concern, *, may_answer: bool) -> None:
    if may_answer:
        letter = replace(letters.for_reporter(), council_code=concern.council_code)
        await mail.queue_letter(concern.contact, letter)


async def _get(concern_id: UUID) -> Concern:
    concern = await repository.find(concern_id)
    if concern is None:
        raise NotFoundError(_("This concern is not here. It may have been deleted."))
    return concern


async def _may_answer(contact: str) -> bool:
    """Whether to write to what was given: it is an email address, and is not being flooded."""
    try:
        address = mail.read_address(contact)
    except ValueError:
        return False
    return await limits.may_write_to(address)


async def _tell_council(concern: Concern, title: str, own: frozenset[UUID]) -> None:
    """Write to the safeguarding contact and the stewards; to administrators when there is no such contact.

    When the council has none of them, to whoever else is there: it is never left to nobody.
    """
    settings = await councils.get_council_settings(concern.council_code)
    told = 0
    if settings.safeguarding.email:
        letter_id = await mail.queue_letter(
            settings.safeguarding.email, await _letter_with_link(concern, title)
        )
        await repository.put(concern.id, letter=letter_id)
        told = 1
    else:
        letter = letters.for_administrators(title, concern.id, has_contact=False)
        told = await tell_role(Role.ADMINISTRATOR, concern.council_code, letter, but=own)
    letter = letters.for_stewards(title, concern.id)
    told += await tell_role(Role.STEWARD, concern.council_code, letter, but=own)
    if not told:
        await _tell_elsewhere(concern, title, own)


async def _tell_elsewhere(concern: Concern, title: str, own: frozenset[UUID]) -> None:
    """Write to the national contact or, without one, to the administrators of all councils.

    They could not open the concern on pages of staff; the link in the letter lets them read it.
    """
    national = await councils.get_council_settings(NATIONAL)
    letter = await _letter_with_link(concern, title)
    if national.safeguarding.email:
        await repository.put(concern.id, letter=await mail.queue_letter(national.safeguarding.email, letter))
        return
    codes = [NATIONAL, *(council.code for council in await councils.list_councils_in_system())]
    told = [await tell_role(Role.ADMINISTRATOR, code, letter, but=own) for code in codes]
    if not any(told):
        log.error("nobody to tell of a concern", council=concern.council_code, concern=str(concern.id))


async def _letter_with_link(concern: Concern, title: str) -> Letter:
    token = await links.make_link(PURPOSE, record_id=concern.id, expires_at=clock.now() + _LINK_LASTS)
    return letters.for_contact(title, None if concern.is_pool else concern.listing_id, token)


async def list_deaf_councils() -> tuple[str, ...]:
    """Councils in the system, and NATIONAL, in which a worry about safety reaches nobody of their own."""
    codes = [NATIONAL, *(council.code for council in await councils.list_councils_in_system())]
    return tuple([code for code in codes if not await _hears(code)])


async def _hears(code: str) -> bool:
    settings = await councils.get_council_settings(code)
    if settings.safeguarding.email:
        return True
    return any([await list_with_role(role, code) for role in (Role.ADMINISTRATOR, Role.STEWARD)])


async def _tell_provider(concern: Concern, listing: StoredListing) -> None:
    has_urgent, told_at = await repository.find_state_of_listing(concern.listing_id)
    now = clock.now()
    if not rules.is_told_at_once(concern.kind, has_urgent=has_urgent, last_told_at=told_at, now=now):
        return
    people = await addresses_of(listing.draft.organization.id)
    letter = letters.for_provider(listing.draft.title, concern.listing_id)
    letter = replace(letter, council_code=concern.council_code)
    for account_id, address in people:
        await mail.queue_letter(address, letter, account_id=account_id)
    if people:
        await repository.put(concern.id, provider_told_at=now)
