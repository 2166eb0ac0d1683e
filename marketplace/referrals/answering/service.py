"""The door of the referrals room for providers. Another's offer, and one never sent, is not there.

A provider sees the need while it is asked; name, contact, reference and practitioner once it said yes, as far
as the person agreed; afterwards no more than that there was something.
"""

from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_addresses, list_names
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.referrals import repository as referrals
from marketplace.referrals.answering import repository, rules
from marketplace.referrals.answering.schemas import (
    AskedListing,
    OfferFilter,
    OfferItem,
    OfferView,
    Practitioner,
)
from marketplace.referrals.checking import rules as checking
from marketplace.referrals.letters import rules as letters
from marketplace.referrals.moving import repository as offers
from marketplace.referrals.moving import rules as moving
from marketplace.referrals.moving.schemas import Held, State
from marketplace.referrals.moving.service import (
    account_of,
    hold,
    index_of,
    list_in_charge,
    not_found,
    state_of,
    take_step,
    tell_team,
)
from marketplace.referrals.schemas import OfferStatus, Outcome, Reason

PER_PAGE = 25
MOST_PRACTITIONERS = 3
MOST_LISTINGS = 100
"""To choose from in a filter."""


async def get_offer(offer_id: UUID, viewer: Viewer) -> OfferView:
    """What the viewer, as one of the provider's people, may read of it now. Changes nothing.

    Raises:
        NotFoundError: there is none, it is another provider's, or it was never sent.
    """
    found = await repository.find(offer_id, account_of(viewer))
    if found is None:
        raise not_found()
    view, referral_id = found
    if view.is_own:
        view = replace(view, practitioners=await _practitioners(referral_id))
    return rules.for_provider(view)


async def _practitioners(referral_id: UUID) -> tuple[Practitioner, ...]:
    """Whom a provider may ask about it: who made it, or some of the team when they left."""
    referral = await referrals.find(referral_id)
    if referral is None:
        raise not_found()
    addresses = await list_addresses(await list_in_charge(referral))
    names = await list_names(addresses)
    people = [Practitioner(name=names[each], address=address) for each, address in addresses.items()]
    return tuple(sorted(people, key=lambda each: each.name)[:MOST_PRACTITIONERS])


async def open_offer(offer_id: UUID, viewer: Viewer) -> OfferView:
    """The same, and note the first time that the provider looked at it."""
    view = await get_offer(offer_id, viewer)
    if view.status is not OfferStatus.SENT:
        return view
    await see_offer(offer_id, viewer)
    return await get_offer(offer_id, viewer)


async def list_asked_listings(viewer: Viewer) -> list[AskedListing]:
    """Listings of the viewer's organisations that were ever asked, to choose from."""
    return await repository.list_listings(account_of(viewer), MOST_LISTINGS)


async def list_offers(viewer: Viewer, wanted: OfferFilter, page: int = 1) -> Page[OfferItem]:
    """What the viewer's organisations were asked: to be answered first, the longest waiting before others."""
    items, total = await repository.list_of(
        account_of(viewer), wanted, clock.now(), limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    shown = tuple(item if _is_told(item) else replace(item, outcode="") for item in items)
    return Page(items=shown, total=total, page=page, per_page=PER_PAGE)


async def see_offer(offer_id: UUID, viewer: Viewer) -> None:
    """Note that the provider looked at it, the first time. What is over stays as it is."""
    async with transaction():
        held, index = await _hold(offer_id, viewer)
        if held.offers[index].status is OfferStatus.SENT:
            await take_step(held, moving.see(state_of(held), index), "see", viewer.actor)


async def accept_offer(offer_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Take it on. Of two at once one has it, and the other is told that it is taken.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: another was quicker, it was taken back, or the listing is out of sight.
    """
    async with transaction():
        held, index = await _hold(offer_id, viewer)
        after = moving.accept(state_of(held), index)
        _check_version(held, index, expected_version)
        if not held.offers[index].can_be_asked:
            raise ConflictError(
                _("Your page is not shown at the moment, so you cannot take this on. Show it again first.")
            )
        await _answer(held, after, index, "accept", viewer)


async def decline_offer(
    offer_id: UUID, reason: Reason, words: str, expected_version: int, viewer: Viewer
) -> None:
    """Say no, with a reason: where providers are asked in order, the next is asked by itself.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: another was quicker, or it was taken back.
        InvalidError: the words are too long.
    """
    await _say_no(offer_id, reason, words, expected_version, viewer, is_back=False)


async def give_back(
    offer_id: UUID, reason: Reason, words: str, expected_version: int, viewer: Viewer
) -> None:
    """Say that it does not work after all, before it started: others can be asked. As `decline_offer`."""
    await _say_no(offer_id, reason, words, expected_version, viewer, is_back=True)


async def say_started(offer_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Note that the support has begun, as the provider who took it on.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: the viewer does not have it any more, or it began already.
    """
    async with transaction():
        held, index = await _hold(offer_id, viewer)
        _check_own(held, index)
        after = moving.start(state_of(held))
        _check_version(held, index, expected_version)
        await take_step(held, after, "start", viewer.actor)


async def say_ended(offer_id: UUID, outcome: Outcome, expected_version: int, viewer: Viewer) -> None:
    """Note that the support is over, as the provider who took it on; the team is told.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: the viewer does not have it any more, or it has not started.
        InvalidError: this outcome is not for a provider to say.
    """
    if outcome not in rules.OUTCOMES:
        raise InvalidError([Problem(field="outcome", message=_("Choose what came of it."))])
    async with transaction():
        held, index = await _hold(offer_id, viewer)
        _check_own(held, index)
        after = moving.end(state_of(held), outcome)
        _check_version(held, index, expected_version)
        await take_step(held, after, "end", viewer.actor, outcome=outcome)
        await tell_team(held.referral, letters.noted_over(held.referral.id))


async def _say_no(
    offer_id: UUID, reason: Reason, words: str, expected_version: int, viewer: Viewer, *, is_back: bool
) -> None:
    if problems := [*checking.check_answer(words), *_check_reason(reason, words)]:
        raise InvalidError(problems)
    act = moving.give_back if is_back else moving.decline
    async with transaction():
        held, index = await _hold(offer_id, viewer)
        after = act(state_of(held), index)
        _check_version(held, index, expected_version)
        action = "give_back" if is_back else "decline"
        await _answer(held, after, index, action, viewer, reason=reason.value, words=words)


async def _answer(held: Held, after: State, index: int, action: str, viewer: Viewer, **said: object) -> None:
    offer = held.offers[index]
    answer = {offer.id: {"answered_by": account_of(viewer), **said}}
    await take_step(held, after, action, viewer.actor, said=answer)
    is_stuck = OfferStatus.ACCEPTED not in after.offers and not after.is_asked
    letter = letters.answered(
        held.referral.id, is_stuck=is_stuck, needs_consent=is_stuck and after.waits_for_consent
    )
    await tell_team(held.referral, letter)


async def _hold(offer_id: UUID, viewer: Viewer) -> tuple[Held, int]:
    """The referral, held, and where the viewer's offer stands in it."""
    referral_id = await offers.find_referral_of(offer_id, account_of(viewer))
    if referral_id is None:
        raise not_found()
    held = await hold(referral_id)
    return held, index_of(held, offer_id)


def _check_own(held: Held, index: int) -> None:
    if held.offers[index].status is not OfferStatus.ACCEPTED:
        raise ConflictError(_("You do not have this referral any more."))


def _check_version(held: Held, index: int, expected_version: int) -> None:
    if held.offers[index].version != expected_version:
        raise ConflictError(_("Something changed while you were at it. Look at it as it is now."))


def _check_reason(reason: Reason, words: str) -> list[Problem]:
    if reason is Reason.OTHER and not words:
        return [Problem(field="words", message=_("Say in a few words why not."))]
    return []


def _is_told(item: OfferItem) -> bool:
    """Whether the provider may still know where it is."""
    return rules.may_read_need(item.status, item.referral_status)
