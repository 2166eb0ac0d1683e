"""Chooses providers and asks them. Nobody is asked without a consent that reaches them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.limits.service import check_limit
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals import repository
from marketplace.referrals.agreeing import repository as agreeing
from marketplace.referrals.checking import rules as checking
from marketplace.referrals.moving import repository as offers
from marketplace.referrals.moving import rules as moving
from marketplace.referrals.moving.schemas import Held
from marketplace.referrals.moving.service import (
    RECORD_TYPE,
    account_of,
    hold_own,
    index_of,
    state_of,
    take_step,
)
from marketplace.referrals.schemas import Mode, NewConsent, Offer, OfferStatus, ReferralStatus
from marketplace.referrals.sending.rules import MOST_SENT, SENT_PER

_LIMIT = "referral"


async def choose_providers(
    referral_id: UUID,
    listing_ids: Sequence[UUID],
    mode: Mode,
    answer_within_days: int,
    expected_version: int,
    viewer: Viewer,
) -> None:
    """Say whom a draft will go to, in this order, in place of who was chosen before.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or was sent.
        InvalidError: nobody or very many were chosen, or one cannot be asked.
    """
    wanted = list(dict.fromkeys(listing_ids))
    problems = [*_check_number(len(wanted)), *checking.check_answer_days(answer_within_days)]
    if problems:
        raise InvalidError(problems)
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        if held.referral.status is not ReferralStatus.DRAFT:
            raise ConflictError(_("It has been sent. You can add more providers."))
        organizations = await _askable(wanted)
        await offers.drop_waiting(referral_id)
        for position, listing_id in enumerate(wanted, 1):
            await offers.add(referral_id, listing_id, organizations[listing_id], position)
        await repository.put(
            referral_id,
            version=held.referral.version + 1,
            moved_at=clock.now(),
            mode=mode.value,
            answer_within_days=answer_within_days,
        )
        await audit.record("choose_providers", RECORD_TYPE, referral_id, viewer.actor)


async def send_referral(
    referral_id: UUID, consent: NewConsent, expected_version: int, viewer: Viewer
) -> None:
    """Record what was agreed, and ask the first provider or all.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, was sent already, or nobody can be asked.
        InvalidError: something is wrong with the consent.
        TooManyError: the viewer sent very many today.
    """
    await check_limit(_LIMIT, str(account_of(viewer)), most=MOST_SENT, per=SENT_PER)
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        held = await _agreed(held, consent, held.offers, viewer)
        after = moving.send(state_of(held))
        await take_step(held, after, "send", viewer.actor, columns=_shared(consent))


async def add_providers(
    referral_id: UUID,
    listing_ids: Sequence[UUID],
    expected_version: int,
    viewer: Viewer,
    *,
    consent: NewConsent | None = None,
) -> None:
    """Ask more providers, after those who were chosen before; who was not quick enough can be asked again.

    `consent` is needed where they agreed to the first providers only, or long ago. It covers those who are
    added, and those who wait with one that is too old; what the next provider is told of the person is by it.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or nobody is asked any more.
        InvalidError: nobody or very many were chosen, one cannot be asked or said no, or consent is needed.
        TooManyError: the viewer sent very many today.
    """
    wanted = list(dict.fromkeys(listing_ids))
    await check_limit(_LIMIT, str(account_of(viewer)), most=MOST_SENT, per=SENT_PER)
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        if held.referral.status is not ReferralStatus.OPEN:
            raise ConflictError(_("Nobody is asked at the moment, so nobody can be added."))
        latest = (await agreeing.list_of(referral_id))[0]
        if problems := list(checking.check_added(latest, consent, clock.today())):
            raise InvalidError(problems)
        organizations = await _askable(wanted)
        held = await _with_added(held, wanted, organizations)
        chosen = [offer for offer in held.offers if offer.listing_id in wanted]
        if consent is None:
            held = await _covered(held, latest.id, chosen)
        else:
            held = await _agreed(held, consent, [*chosen, *_lapsed(held)], viewer)
        after = moving.ask_more(
            state_of(held), [index for index, offer in enumerate(held.offers) if offer.listing_id in wanted]
        )
        columns = {} if consent is None else _shared(consent)
        await take_step(held, after, "add_providers", viewer.actor, columns=columns)


async def agree_again(referral_id: UUID, consent: NewConsent, expected_version: int, viewer: Viewer) -> None:
    """Record consent anew for all who wait, and go on: nobody new is told with one of long ago.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, nobody is asked any more, or nobody waits.
        InvalidError: something is wrong with the consent.
        TooManyError: the viewer sent very many today.
    """
    await check_limit(_LIMIT, str(account_of(viewer)), most=MOST_SENT, per=SENT_PER)
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        waiting = [offer for offer in held.offers if offer.status is OfferStatus.WAITING]
        held = await _agreed(held, consent, waiting, viewer)
        after = moving.agree_again(state_of(held))
        await take_step(held, after, "agree_again", viewer.actor, columns=_shared(consent))


async def ask_next(referral_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Ask the next one now, although somebody may still answer."""
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        await take_step(held, moving.ask_next(state_of(held)), "ask_next", viewer.actor)


async def stop_asking(referral_id: UUID, offer_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Ask one provider no longer; when nobody is left who may answer, the next one is asked."""
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        after = moving.stop_asking(state_of(held), [index_of(held, offer_id)])
        await take_step(held, after, "stop_asking", viewer.actor)


async def list_askable(listing_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these listings that everybody can see and somebody looks after."""
    return frozenset(await offers.list_askable(listing_ids))


def _check_number(number: int) -> list[Problem]:
    if 1 <= number <= checking.MOST_PROVIDERS:
        return []
    message = _("Choose from one to %(num)s providers.", num=checking.MOST_PROVIDERS)
    return [Problem(field="listing", message=message)]


async def _askable(listing_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The organisation of each listing. InvalidError when one cannot be asked."""
    organizations = await offers.list_askable(listing_ids)
    if len(organizations) < len(listing_ids):
        message = _(
            "One of these providers cannot be asked here: its page is not shown any more, or nobody of "
            "theirs reads this website. Choose others, or ring them."
        )
        raise InvalidError([Problem(field="listing", message=message)])
    return organizations


async def _with_added(held: Held, wanted: Sequence[UUID], organizations: dict[UUID, UUID]) -> Held:
    """The referral with offers for who is new. InvalidError when there would be very many."""
    known = {offer.listing_id for offer in held.offers}
    new = [listing_id for listing_id in wanted if listing_id not in known]
    problems = _check_number(len(wanted)) or _check_number(len(known) + len(new))
    if problems:
        raise InvalidError(problems)
    last = max((offer.position for offer in held.offers), default=0)
    for position, listing_id in enumerate(new, last + 1):
        await offers.add(held.referral.id, listing_id, organizations[listing_id], position)
    return replace(held, offers=tuple(await offers.list_of(held.referral.id)))


async def _agreed(held: Held, consent: NewConsent, offers_of: Iterable[Offer], viewer: Viewer) -> Held:
    """The referral with a new consent on record that covers these. InvalidError when it cannot be taken."""
    if problems := list(checking.check_consent(consent, held.referral.words, clock.today())):
        raise InvalidError(problems)
    consent_id = await agreeing.add(held.referral.id, consent, account_of(viewer), clock.now())
    return await _covered(held, consent_id, offers_of)


async def _covered(held: Held, consent_id: UUID, offers_of: Iterable[Offer]) -> Held:
    """The referral with these providers covered by a consent."""
    await agreeing.cover(consent_id, [offer.id for offer in offers_of])
    return replace(held, offers=tuple(await offers.list_of(held.referral.id)))


def _lapsed(held: Held) -> list[Offer]:
    """Those who wait and whose consent is too old."""
    lapsed = state_of(held).lapsed
    return [
        offer
        for index, offer in enumerate(held.offers)
        if index in lapsed and offer.status is OfferStatus.WAITING
    ]


def _shared(consent: NewConsent) -> dict[str, object]:
    """What the provider is told who takes it on."""
    return {"first_name": consent.first_name, "contact_way": consent.contact_way}
