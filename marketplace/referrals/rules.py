"""Decisions about referrals as pure functions: what is late, when it is deleted, the words of codes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.checking.rules import is_recent
from marketplace.referrals.schemas import (
    ASKED,
    GivenBy,
    GivenHow,
    Mode,
    Offer,
    OfferStatus,
    Outcome,
    Reason,
    Referral,
    ReferralStatus,
    ShareWith,
)

DRAFTS_KEPT = timedelta(days=28)
"""A referral that was never sent is deleted so long after the last touch."""
IDLE_KEPT = timedelta(days=365)
"""One that never ended is deleted so long after its last step …"""
WARNED_BEFORE = timedelta(days=28)
"""… and the team is told so long before."""
START_WITHIN = timedelta(days=14)
"""So long after a provider accepted, the practitioner is asked what came of it."""


def answer_by(offer: Offer, answer_within_days: int) -> datetime | None:
    """Until when an answer is awaited; None when none is."""
    if offer.status not in ASKED or offer.sent_at is None:
        return None
    return offer.sent_at + timedelta(days=answer_within_days)


def overdue(offers: Iterable[Offer], answer_within_days: int, now: datetime) -> list[Offer]:
    """Offers that should have been answered by now."""
    return [
        offer for offer in offers if (due := answer_by(offer, answer_within_days)) is not None and due <= now
    ]


def lapsed(referral: Referral, offers: Iterable[Offer], today: date) -> frozenset[UUID]:
    """Offers of an open referral that wait, and of which consent is too old to ask them."""
    if referral.status is not ReferralStatus.OPEN:
        return frozenset()
    waiting = (offer for offer in offers if offer.status is OfferStatus.WAITING and offer.can_be_asked)
    return frozenset(offer.id for offer in waiting if not is_recent(offer.agreed_on, today))


def deleted_on(referral: Referral, kept_days: int) -> date | None:
    """When it will be deleted, if nothing more happens with it."""
    if referral.ended_at is not None:
        return (referral.ended_at + timedelta(days=kept_days)).date()
    if referral.status is ReferralStatus.DRAFT:
        return (referral.moved_at + DRAFTS_KEPT).date()
    return max(
        referral.moved_at + IDLE_KEPT, (referral.warned_at or referral.moved_at) + WARNED_BEFORE
    ).date()


def reason_words(reason: Reason) -> str:
    """Why not, as a provider says it."""
    return {
        Reason.NO_CAPACITY: _("We have no room at the moment"),
        Reason.TOO_FAR: _("It is too far for us"),
        Reason.NOT_WHAT_WE_DO: _("This is not what we do"),
        Reason.PRICE: _("We cannot do it for the money there is"),
        Reason.HOURS: _("We cannot do these days or hours"),
        Reason.OTHER: _("Something else"),
    }[reason]


def outcome_words(outcome: Outcome) -> str:
    """How it ended, as the team says it."""
    return {
        Outcome.CONTINUES: _("It works well, and goes on without us"),
        Outcome.FINISHED: _("It did what it was for, and is over"),
        Outcome.STOPPED: _("It stopped earlier than planned"),
        Outcome.NEVER_STARTED: _("It never started"),
        Outcome.NONE_FOUND: _("Nobody could take it on"),
        Outcome.NOT_NEEDED: _("Something else was found, or it is not needed any more"),
        Outcome.FORGOTTEN: _("Nobody said what came of it"),
    }[outcome]


def status_words(status: ReferralStatus) -> str:
    """Where it is, in a word or two."""
    return {
        ReferralStatus.DRAFT: _("Not sent yet"),
        ReferralStatus.OPEN: _("Providers are asked"),
        ReferralStatus.ACCEPTED: _("Accepted"),
        ReferralStatus.STARTED: _("Started"),
        ReferralStatus.ENDED: _("Ended"),
        ReferralStatus.WITHDRAWN: _("Consent withdrawn"),
    }[status]


def offer_words(status: OfferStatus) -> str:
    """Where a provider is with it, as the team reads it."""
    return {
        OfferStatus.WAITING: _("Not asked yet"),
        OfferStatus.SENT: _("Asked"),
        OfferStatus.SEEN: _("Has looked at it"),
        OfferStatus.ACCEPTED: _("Said yes"),
        OfferStatus.DECLINED: _("Said no"),
        OfferStatus.WITHDRAWN: _("Not asked any more"),
        OfferStatus.TAKEN: _("Another was quicker"),
    }[status]


def mode_words(mode: Mode) -> str:
    """How providers are asked."""
    return {
        Mode.IN_ORDER: _("One after the other: the next one when one says no"),
        Mode.AT_ONCE: _("All at once: the first who says yes has it"),
    }[mode]


def given_by_words(given_by: GivenBy) -> str:
    """Who agreed."""
    return {
        GivenBy.PERSON: _("The person"),
        GivenBy.ATTORNEY: _("Their attorney, under a lasting power of attorney"),
        GivenBy.DEPUTY: _("Their deputy, appointed by the Court of Protection"),
        GivenBy.BEST_INTERESTS: _("Nobody could agree: it was decided in their best interests"),
    }[given_by]


def given_how_words(how: GivenHow) -> str:
    """How they agreed."""
    return {
        GivenHow.IN_PERSON: _("Face to face"),
        GivenHow.PHONE: _("By phone"),
        GivenHow.VIDEO: _("By video call"),
        GivenHow.WRITING: _("In writing"),
        GivenHow.OTHER_WAY: _("In another way, such as signs, pictures or with an interpreter"),
    }[how]


def share_with_words(share_with: ShareWith) -> str:
    """Who may know."""
    return {
        ShareWith.NAMED: _("Only the providers that we chose together"),
        ShareWith.SUITABLE: _("Any provider that my team finds suitable"),
    }[share_with]
