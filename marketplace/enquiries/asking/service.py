"""Begins conversations. `enquiries.service` hands these on."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import ENQUIRIES
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_acting_for
from marketplace.councils.service import responsible_council
from marketplace.enquiries import repository as conversations
from marketplace.enquiries import rules as messages
from marketplace.enquiries.asking import repository, rules
from marketplace.enquiries.asking.repository import Kept
from marketplace.enquiries.letters import rules as letters
from marketplace.enquiries.parties import service as parties
from marketplace.enquiries.schemas import Askable, Message, NewEnquiry, Side
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.organizations.service import addresses_of
from marketplace.listings.records.service import PlaceFinder
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.places.schemas import Place
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


async def list_askable(listing_ids: Sequence[UUID], viewer: Viewer) -> list[Askable]:
    """Those of these listings that are public, each with what may stand in the way of asking it."""
    return await repository.list_askable(_unique(listing_ids), parties.account_of(viewer))


async def list_reachable(listing_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these listings that somebody looks after and reads messages for."""
    return await repository.list_reachable(listing_ids) if listing_ids else frozenset()


async def is_blocked(account_id: UUID, organization_id: UUID) -> bool:
    """Whether a person or an organisation wants nothing from the other."""
    return await repository.is_blocked(account_id, organization_id)


async def ask(
    listing_ids: Sequence[UUID], new: NewEnquiry, viewer: Viewer, *, gazetteer: PlaceFinder | None = None
) -> list[UUID]:
    """Send what somebody wants to one or a few listings; return the ids of the conversations, in order.

    All are asked or none. With a gazetteer it is also kept in which council's area the help is wanted.

    Raises:
        InvalidError: something is missing; or a listing is gone, is the viewer's own, has nobody who reads
            messages, was asked already, or one side has blocked the other.
        NotFoundError: the account was deleted meanwhile.
        TooManyError: the account asked very many within a day.
    """
    account_id = parties.account_of(viewer)
    ids = _unique(listing_ids)
    message = rules.message_of(
        new, [taxonomies.label(Taxonomy.SUPPORT_TYPE, code) for code in new.support_types]
    )
    relation, problems = await _relation_of(new, account_id)
    problems += [*rules.check_new(new, message), *_check_support_types(new)]
    found = await _find_askable(ids, account_id, problems)
    for _each in ids:
        await limits.check(ENQUIRIES, str(account_id))
    organizations = sorted({each.organization_id for each in found})
    told = {each for each in organizations if await parties.may_write_to(each)}
    async with transaction():
        await _begin(account_id)
        found, now = await _find_askable(ids, account_id), clock.now()
        outcode, council_code = _place_of(new.where, gazetteer)
        kept = Kept(
            account_id=account_id,
            council_code=council_code or found[0].council_code,
            support_types=new.support_types,
            area=rules.area_words(new.where),
            outcode=outcode,
            person_name=new.name.strip() or messages.first_name(viewer.name),
            relation=relation,
            acting_for=new.acting_for,
        )
        enquiry_id = await repository.add_enquiry(kept, now)
        made = [
            await _start(enquiry_id, account_id, each, Side.PERSON, message, viewer, now) for each in found
        ]
        await _tell(dict(zip(made, found, strict=True)), told)
    return made


async def start_from_advert(
    advert_id: UUID,
    person_account: UUID,
    listing_id: UUID,
    words: str,
    viewer: Viewer,
    *,
    hold_advert: Callable[[], Awaitable[object]] | None = None,
    support_types: tuple[str, ...] = (),
    area: str = "",
    outcode: str | None = None,
    council_code: str | None = None,
    acting_for: UUID | None = None,
    relation: str = "",
) -> UUID:
    """Begin a conversation from a provider's answer to somebody's advert; return its id.

    With `acting_for` the advert is for somebody for whom its owner acts, to whom they are `relation`: the
    provider reads the latter only. The person stays without a name until they write.

    Who may see the advert is the caller's to check: once nobody else can begin anything with the person,
    `hold_advert` keeps the advert as it is until the conversation is there, or raises.

    Raises:
        NotFoundError: the listing is not public, or the viewer is not one of its people; the person is gone.
        InvalidError: there are no words, or too many.
        ConflictError: it is the viewer's own advert, they are in touch already, or one blocked the other.
        TooManyError: the account wrote to very many within a day.
    """
    account_id = parties.account_of(viewer)
    if problems := list(messages.check_message(words)):
        raise InvalidError(problems)
    await limits.check(ENQUIRIES, str(account_id))
    is_told = await parties.may_write_to(person_account)
    async with transaction():
        await _begin(person_account)
        if not await conversations.hold_account(account_id):
            raise parties.not_found()
        if hold_advert is not None:
            await hold_advert()
        listing, now = await _own_listing(listing_id, person_account, viewer), clock.now()
        kept = Kept(
            account_id=person_account,
            council_code=council_code or listing.council_code,
            advert_id=advert_id,
            support_types=support_types,
            area=rules.area_words(area),
            outcode=outcode,
            relation=relation,
            acting_for=acting_for,
        )
        enquiry_id = await repository.add_enquiry(kept, now)
        made = await _start(enquiry_id, person_account, listing, Side.PROVIDER, words, viewer, now)
        if is_told:
            found = await conversations.find_for(made, person_account)
            if found is not None:
                await parties.tell(found[0], Side.PERSON, letters.for_person_asked(made))
    return made


async def _begin(person_account: UUID) -> None:
    """One at a time for a person, who is there until the end of the transaction."""
    await conversations.take_turn(person_account)
    if not await conversations.hold_account(person_account):
        raise NotFoundError(_("This account is not here any more."))


async def _find_askable(
    ids: Sequence[UUID], account_id: UUID, problems: Sequence[Problem] = ()
) -> list[Askable]:
    """The listings, if all of them can be asked and there are no other problems; else InvalidError."""
    found = await repository.list_askable(ids[: messages.MOST_LISTINGS], account_id)
    own = list(rules.check_number(len(ids), len(found))) or list(rules.check_listings(found))
    if all_problems := [*own, *problems]:
        raise InvalidError(all_problems)
    return found


def _check_support_types(new: NewEnquiry) -> list[Problem]:
    known = taxonomies.codes(Taxonomy.SUPPORT_TYPE)
    is_known = set(new.support_types) <= known and len(new.support_types) <= rules.MOST_SUPPORT_TYPES
    return [] if is_known else [Problem(field="support_types", message=_("Choose from the list."))]


async def _relation_of(new: NewEnquiry, account_id: UUID) -> tuple[str, list[Problem]]:
    """What the account is to whom it writes for; a problem when it does not act for them."""
    if new.acting_for is None:
        return "", []
    for each in await list_acting_for(account_id):
        if each.id == new.acting_for and each.ended_at is None:
            return each.relation.value, []
    return "", [Problem(field="acting_for", message=_("Choose whom you write for."))]


def _place_of(where: str, gazetteer: PlaceFinder | None) -> tuple[str | None, str | None]:
    """First half of the postcode, and council, of where somebody wants help, as far as it can be told."""
    outcode = rules.find_outcode(where)
    if gazetteer is None or not where:
        return outcode, None
    place = gazetteer.find_place(outcode or where)
    # What only looks like a postcode, "flat A5", is none.
    return (place.district or outcode, place.council_code) if isinstance(place, Place) else (None, None)


async def _own_listing(listing_id: UUID, person_account: UUID, viewer: Viewer) -> Askable:
    own = await repository.list_askable([listing_id], parties.account_of(viewer))
    if not own or not own[0].is_own:
        raise NotFoundError(_("This listing is not here. It may have been taken down."))
    (listing,) = await repository.list_askable([listing_id], person_account)
    if listing.is_own:
        raise ConflictError(_("This advert is by one of your own people."))
    if listing.open_conversation is not None:
        raise ConflictError(_("You are in touch with this person already: see your messages."))
    if listing.is_blocked or listing.is_blocked_by_own:
        raise ConflictError(_("You cannot write to this person."))
    return listing


async def _start(
    enquiry_id: UUID,
    account_id: UUID,
    listing: Askable,
    side: Side,
    words: str,
    viewer: Viewer,
    now: datetime,
) -> UUID:
    council_code = await responsible_council(listing.council_code)
    made = await repository.add_conversation(enquiry_id, account_id, listing, council_code, side, now)
    message = Message(id=uuid4(), side=side, words=words.strip(), sent_at=now, account_id=viewer.account_id)
    await conversations.add_message(message, made)
    await parties.record("start", made, viewer.actor)
    return made


async def _tell(made: dict[UUID, Askable], told: Collection[UUID]) -> None:
    """One letter to each person of each organisation, however many listings of it were asked."""
    written: list[tuple[str, Letter, UUID | None]] = []
    done: set[UUID] = set()
    signed_by = {
        code: await responsible_council(code) for code in {each.council_code for each in made.values()}
    }
    for conversation_id, listing in made.items():
        if listing.organization_id not in told:
            continue
        letter = replace(
            letters.for_provider_asked(conversation_id), council_code=signed_by[listing.council_code]
        )
        for account_id, address in await addresses_of(listing.organization_id):
            if account_id not in done:
                done.add(account_id)
                written.append((address, letter, account_id))
    if written:
        await mail.queue_letters(written)


def _unique(listing_ids: Sequence[UUID]) -> list[UUID]:
    return list(dict.fromkeys(listing_ids))
