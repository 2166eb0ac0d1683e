"""From what was typed to a consent, and whom it is for."""

from marketplace.practitioners.referrals.sending.schemas import ConsentForm
from marketplace.referrals.schemas import (
    GivenBy,
    GivenHow,
    NewConsent,
    Offer,
    OfferStatus,
    ReferralStatus,
    ReferralView,
    ShareWith,
)


def read_consent(form: ConsentForm) -> NewConsent:
    """The consent that a valid form says."""
    return NewConsent(
        given_by=GivenBy(form.given_by.data),
        how=GivenHow(form.how.data),
        given_on=form.given_on.data,
        share_with=ShareWith(form.share_with.data),
        first_name=form.first_name.data,
        contact_way=form.contact_way.data,
    )


def waiting(view: ReferralView) -> tuple[Offer, ...]:
    """The providers of an open referral who are still to be asked."""
    if view.referral.status is not ReferralStatus.OPEN:
        return ()
    return tuple(offer for offer in view.offers if offer.status is OfferStatus.WAITING)
