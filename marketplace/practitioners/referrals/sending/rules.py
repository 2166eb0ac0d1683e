"""From what was typed to a consent."""

from marketplace.practitioners.referrals.sending.schemas import ConsentForm
from marketplace.referrals.schemas import GivenBy, GivenHow, NewConsent, ShareWith


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
