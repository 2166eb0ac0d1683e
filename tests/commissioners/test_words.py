"""Every way in which something can end is said in words."""

import pytest

from marketplace.commissioners import rules
from marketplace.enquiries.schemas import EndReason
from marketplace.enquiries.schemas import Status as EnquiryStatus
from marketplace.gaps.unmet.schemas import EndingCount, UnmetKind
from marketplace.referrals.schemas import OfferStatus, Outcome, Reason
from marketplace.signals.counts.rules import MET, NOT_A_GAP, UNMET
from marketplace.signals.schemas import SignalKind
from marketplace.wanted.schemas import AdvertStatus

OUTCOMES = {
    *(each.value for each in (EnquiryStatus.AGREED, EnquiryStatus.NOT_TAKEN_UP)),
    *(each.value for each in (OfferStatus.DECLINED, OfferStatus.WITHDRAWN, OfferStatus.TAKEN)),
    *(each.value for each in (AdvertStatus.FILLED, AdvertStatus.EXPIRED, AdvertStatus.WITHDRAWN)),
    *(each.value for each in Outcome),
    *("nothing_there", "nobody_found", "started", "ended"),
}
"""The last are of pools."""
REASONS = {each.value for each in (*EndReason, *Reason)} - {EndReason.BLOCKED.value} | {
    "by_members", "before_start", "no_members",
}  # fmt: skip
"""Of who was blocked nobody is told: it is kept as "other"."""


@pytest.mark.parametrize("code", sorted(OUTCOMES))
def test_an_outcome_has_words_of_its_own(code):
    assert code in rules.outcomes()


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_has_words_of_its_own(code):
    assert code in rules.reasons()


@pytest.mark.parametrize("kind", list(SignalKind))
def test_what_ended_has_words_of_its_own(kind):
    assert rules.kind_words(kind.value) != kind.value


def test_what_counts_as_found_or_not_found_is_an_outcome_that_there_is():
    assert {*MET, *UNMET} <= OUTCOMES | {"accepted"}
    assert set(NOT_A_GAP) <= REASONS | {"blocked"}


@pytest.mark.parametrize(
    ("outcome", "reason", "words"),
    [
        ("declined", "too_far", "Referral: declined (too far)"),
        ("declined", "", "Referral: declined (no reason given)"),
        ("accepted", "", "Referral: accepted"),
        ("sent_to_the_moon", "no_rocket", "Referral: sent to the moon (no rocket)"),
    ],
)
def test_how_it_ended_reads_as_one_line(outcome, reason, words):
    count = EndingCount(kind=UnmetKind.REFERRAL, outcome=outcome, reason=reason, people=5)
    assert rules.ending_words(count) == words
