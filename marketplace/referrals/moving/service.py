"""Takes a step: holds a referral, lets a rule say what is next, and writes down and tells what changed.

Of two at once the second waits for the first, and then gets the rule's answer to what the first left. Every
function is to be called inside a transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.organizations.service import addresses_of
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.referrals import repository
from marketplace.referrals.agreeing import repository as agreeing
from marketplace.referrals.checking import rules as checking
from marketplace.referrals.letters import rules as letters
from marketplace.referrals.moving import repository as offers
from marketplace.referrals.moving import rules
from marketplace.referrals.moving.schemas import Held, State
from marketplace.referrals.schemas import (
    ASKED,
    FINAL,
    Offer,
    OfferStatus,
    Outcome,
    Referral,
    ReferralStatus,
)
from marketplace.referrals.teams import repository as teams
from marketplace.signals.schemas import OutcomeSignal, SignalKind
from marketplace.signals.service import note_outcome

RECORD_TYPE = "referral"
_KNEW = ASKED | {OfferStatus.ACCEPTED}


async def hold_own(referral_id: UUID, viewer: Viewer, expected_version: int | None = None) -> Held:
    """Hold a referral that the viewer may read as a practitioner.

    Raises:
        NotFoundError: there is none, or it is another team's.
        ConflictError: it changed since `expected_version`.
    """
    referral = await repository.find_readable(
        referral_id, viewer.councils(Role.PRACTITIONER), account_of(viewer), lock=True
    )
    if referral is None:
        raise not_found()
    if expected_version is not None and referral.version != expected_version:
        raise ConflictError(
            _("Something changed while you were at it: somebody of your team, or a provider, was quicker.")
        )
    return await _held(referral)


async def hold(referral_id: UUID) -> Held:
    """Hold a referral, whoever may read it: for a provider's answer, and for timed work."""
    referral = await repository.find(referral_id, lock=True)
    if referral is None:
        raise not_found()
    return await _held(referral)


async def _held(referral: Referral) -> Held:
    return Held(referral=referral, offers=tuple(await offers.list_of(referral.id)))


def state_of(held: Held) -> State:
    """Where it is, as far as steps are concerned."""
    today = clock.today()
    return State(
        status=held.referral.status,
        mode=held.referral.mode,
        offers=tuple(offer.status for offer in held.offers),
        gone=frozenset(index for index, offer in enumerate(held.offers) if not offer.can_be_asked),
        lapsed=frozenset(
            index for index, offer in enumerate(held.offers) if not checking.is_recent(offer.agreed_on, today)
        ),
    )


def index_of(held: Held, offer_id: UUID) -> int:
    """Where an offer stands. NotFoundError when it is of another referral."""
    for index, offer in enumerate(held.offers):
        if offer.id == offer_id:
            return index
    raise not_found()


async def take_step(
    held: Held,
    after: State,
    action: str,
    actor: str,
    *,
    outcome: Outcome | None = None,
    said: Mapping[UUID, Mapping[str, Any]] | None = None,
    columns: Mapping[str, object] | None = None,
) -> None:
    """Write down the next state with what else changes, keep how things ended, and tell whom it concerns.

    `said` has columns of offers by their id: why not, who answered. `columns` are those of the referral.
    """
    if broken := rules.check_state(after):
        raise AssertionError(broken)
    referral, now = held.referral, clock.now()
    moves = _moved(referral, after.status, now)
    if outcome is not None:
        moves["outcome"] = outcome.value
    changed = [
        (offer, status)
        for offer, status in zip(held.offers, after.offers, strict=True)
        if offer.status is not status
    ]
    is_looked_at = bool(changed) and all(status is OfferStatus.SEEN for _offer, status in changed)
    # That a provider looks changes nothing that a form of the team holds for.
    version = referral.version if is_looked_at else referral.version + 1
    await repository.put(
        referral.id, version=version, moved_at=now, warned_at=None, **moves | dict(columns or {})
    )
    for offer, status in changed:
        own = (said or {}).get(offer.id, {})
        await offers.put(offer.id, version=offer.version + 1, **_offer_moved(status, now) | dict(own))
        if status is OfferStatus.SENT:
            await agreeing.mark_asked(offer.id, now)
        await _note_offer(referral, offer, status, own.get("reason"), now)
        await _tell_provider(referral, offer, status)
    if after.status in FINAL and referral.status not in FINAL:
        code = outcome.value if outcome else "consent_withdrawn"
        await _note(referral, code, None, referral.sent_at, now)
    # No council is named: its administrators see nothing of a referral, not even that there is one.
    await audit.record(action, RECORD_TYPE, referral.id, actor)


def _moved(referral: Referral, status: ReferralStatus, now: datetime) -> dict[str, Any]:
    """Columns that say when it came to where it is now."""
    if status is referral.status:
        return {}
    times: dict[ReferralStatus, dict[str, Any]] = {
        ReferralStatus.OPEN: {"sent_at": referral.sent_at or now, "accepted_at": None},
        ReferralStatus.ACCEPTED: {"accepted_at": now},
        ReferralStatus.STARTED: {"started_at": now},
        ReferralStatus.ENDED: {"ended_at": now},
        ReferralStatus.WITHDRAWN: {"ended_at": now},
    }
    return {"status": status.value} | times[status]


def _offer_moved(status: OfferStatus, now: datetime) -> dict[str, Any]:
    times: dict[OfferStatus, dict[str, Any]] = {
        OfferStatus.SENT: {"sent_at": now, "seen_at": None, "answered_at": None, "told_at": None},
        OfferStatus.SEEN: {"seen_at": now},
        OfferStatus.ACCEPTED: {"answered_at": now, "taken_on_at": now, "told_at": None},
        OfferStatus.DECLINED: {"answered_at": now},
    }
    return {"status": status.value} | times.get(status, {})


async def _note_offer(
    referral: Referral, offer: Offer, status: OfferStatus, reason: str | None, now: datetime
) -> None:
    """Keep how an offer ended, without the person; of one that nobody was asked there is nothing to keep."""
    if (offer.status in _KNEW and status not in _KNEW) or status is OfferStatus.ACCEPTED:
        await _note(referral, status.value, reason, offer.sent_at, now)


async def _note(
    referral: Referral, outcome: str, reason: str | None, since: datetime | None, now: datetime
) -> None:
    await note_outcome(
        OutcomeSignal(
            kind=SignalKind.REFERRAL,
            council_code=referral.council_code,
            outcode=referral.outcode,
            support_types=referral.support_types,
            care_groups=(referral.care_group,),
            outcome=outcome,
            reason=reason,
            waited_days=(now - since).days if since else None,
            whose=referral.id,
        )
    )


async def _tell_provider(referral: Referral, offer: Offer, status: OfferStatus) -> None:
    """Write to everybody of the provider whom a change concerns who did not make it themselves."""
    knew = offer.status in _KNEW
    letter = None
    if status is OfferStatus.SENT:
        letter = letters.asked(offer.id)
    elif status is OfferStatus.TAKEN:
        letter = letters.taken(offer.id)
    elif status is OfferStatus.WITHDRAWN and knew:
        letter = letters.withdrawn(offer.id, had_it=offer.taken_on_at is not None)
    if letter is not None:
        await _write(referral, offer, letter)


async def tell_accepted(statuses: Sequence[OfferStatus], held: Held, make: Callable[[UUID], Letter]) -> None:
    """Write to the provider who has it, if one has."""
    for offer, status in zip(held.offers, statuses, strict=True):
        if status is OfferStatus.ACCEPTED:
            await _write(held.referral, offer, make(offer.id))


async def tell_who_had_it(held: Held, after: State) -> None:
    """Write to who once said yes, and so knows who it is, where the step to `after` does not tell them."""
    for offer, status in zip(held.offers, after.offers, strict=True):
        is_told = offer.status in _KNEW and status is not offer.status
        if offer.taken_on_at is not None and not is_told:
            await _write(held.referral, offer, letters.withdrawn(offer.id, had_it=True))


async def _write(referral: Referral, offer: Offer, letter: Letter) -> None:
    own = replace(letter, council_code=referral.council_code)
    for account_id, address in await addresses_of(offer.organization_id):
        await mail.queue_letter(address, own, account_id=account_id)


async def tell_team(referral: Referral, letter: Letter) -> int:
    """Write to the practitioner who made it; to the team when they do not work there any more."""
    addresses = await accounts.list_addresses(await list_in_charge(referral))
    own = replace(letter, council_code=referral.council_code)
    for account_id, address in addresses.items():
        await mail.queue_letter(address, own, account_id=account_id)
    return len(addresses)


async def list_in_charge(referral: Referral) -> list[UUID]:
    """Who made it; all of the team when they do not work there any more."""
    readers = await list_readers(referral)
    return [referral.created_by] if referral.created_by in readers else readers


async def list_readers(referral: Referral) -> list[UUID]:
    """Accounts that may read it as practitioners now."""
    working = await accounts.list_with_role(Role.PRACTITIONER, referral.council_code)
    if referral.team_id is None:
        return [account_id for account_id in working if account_id == referral.created_by]
    members = {member.account_id for member in await teams.list_members(referral.team_id)}
    return [account_id for account_id in working if account_id in members]


def account_of(viewer: Viewer) -> UUID:
    """The signed-in account; nobody else has referrals."""
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


def not_found() -> NotFoundError:
    """The same for what is another's and for what does not exist."""
    return NotFoundError(_("This referral is not here. It may have been deleted."))
