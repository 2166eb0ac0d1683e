"""What of a referral a provider may read, as pure functions."""

from msgspec.structs import replace

from marketplace.referrals.answering.schemas import OfferView
from marketplace.referrals.schemas import ASKED, FINAL, OfferStatus, Outcome, ReferralStatus

OUTCOMES = (Outcome.FINISHED, Outcome.STOPPED)
"""How a provider may end what has started. Whether it goes on without the team is for the team to say."""


def may_read_need(status: OfferStatus, referral_status: ReferralStatus) -> bool:
    """Whether a provider may read what is needed: while asked, and while it has it."""
    return status in ASKED or (status is OfferStatus.ACCEPTED and referral_status not in FINAL)


def for_provider(view: OfferView) -> OfferView:
    """What of it a provider may read now.

    Everything while it is theirs, the need while they are asked, and afterwards that there was something.
    """
    if view.is_own:
        return view
    unnamed = replace(
        view,
        reference="",
        first_name="",
        contact_way="",
        practitioners=(),
        team_name="",
        is_best_interests=False,
        is_consent_withdrawn=view.is_consent_withdrawn and view.had_it,
    )
    if view.is_open:
        return unnamed
    return replace(unnamed, hours_per_week=None, days=(), languages=(), words="", care_group="", outcode="")
