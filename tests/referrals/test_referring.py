"""A referral from the first word to the end, as each side sees it."""

import pytest

from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.answering.schemas import OfferFilter
from marketplace.referrals.schemas import (
    CaseloadFilter,
    Mode,
    OfferStatus,
    Outcome,
    Reason,
    ReferralStatus,
)
from marketplace.referrals.sending import service as sending
from tests.factories.referrals import accept, make_draft, make_practitioner, make_sent, offer_to
from tests.referrals.conftest import letters, outcomes


async def statuses(referral_id, viewer):
    view = await service.get_referral(referral_id, viewer)
    return view.referral.status, [offer.status for offer in view.offers]


async def test_from_the_first_word_to_the_end(robin, listed):
    (first, amina), (second, bo), _ = listed
    referral_id = await make_sent(robin, [first, second])
    assert await statuses(referral_id, robin) == (
        ReferralStatus.OPEN,
        [OfferStatus.SENT, OfferStatus.WAITING],
    )
    offer = await offer_to(referral_id, first, robin)
    await answering.see_offer(offer.id, amina)
    await answering.decline_offer(offer.id, Reason.HOURS, "Tuesdays are full.", offer.version + 1, amina)
    assert await statuses(referral_id, robin) == (
        ReferralStatus.OPEN,
        [OfferStatus.DECLINED, OfferStatus.SENT],
    )
    await accept(referral_id, second, bo, robin)
    version = (await service.get_referral(referral_id, robin)).referral.version
    await service.start_support(referral_id, version, robin)
    await service.end_support(referral_id, Outcome.FINISHED, version + 1, robin)
    view = await service.get_referral(referral_id, robin)
    assert (view.referral.status, view.referral.outcome) == (ReferralStatus.ENDED, Outcome.FINISHED)
    assert await outcomes() == [("accepted", ""), ("declined", "hours"), ("finished", "")]


async def test_who_is_asked_sees_the_need_and_not_who_it_is(robin, listed):
    listing_id, amina = listed[0]
    referral_id = await make_sent(robin, [listing_id])
    offer = await offer_to(referral_id, listing_id, robin)
    asked = await answering.get_offer(offer.id, amina)
    assert (asked.words, asked.outcode, asked.hours_per_week) == ("Likes gardens and football.", "BA14", 3.5)
    assert not any((asked.first_name, asked.contact_way, asked.reference, asked.practitioners))
    await answering.accept_offer(offer.id, offer.version, amina)
    own = await answering.get_offer(offer.id, amina)
    assert (own.first_name, own.reference) == ("Edith", "LAS-20417")
    (practitioner,) = own.practitioners
    assert (practitioner.name, practitioner.address) == ("Robin Practitioner", "robin@council.example")
    assert own.contact_way == "Ring her daughter after 2 pm."


async def test_of_those_asked_at_once_the_first_who_says_yes_has_it(robin, listed):
    referral_id = await make_sent(robin, [each for each, _ in listed], Mode.AT_ONCE)
    await accept(referral_id, listed[1][0], listed[1][1], robin)
    assert (await statuses(referral_id, robin))[1] == [
        OfferStatus.TAKEN,
        OfferStatus.ACCEPTED,
        OfferStatus.TAKEN,
    ]
    offer = await offer_to(referral_id, listed[0][0], robin)
    with pytest.raises(ConflictError, match="quicker"):
        await answering.accept_offer(offer.id, offer.version, listed[0][1])
    late = await answering.get_offer(offer.id, listed[0][1])
    assert not any((late.words, late.outcode, late.care_group, late.days, late.hours_per_week))
    assert len(await letters("referral_asked")) == 3
    assert len(await letters("referral_over")) == 2
    assert await letters("referral_answered") == [("robin@council.example", "referral_answered")]


async def test_a_provider_sees_nothing_before_it_is_asked(robin, listed):
    (first, _), (second, bo), _ = listed
    referral_id = await make_sent(robin, [first, second])
    offer = await offer_to(referral_id, second, robin)
    with pytest.raises(NotFoundError):
        await answering.get_offer(offer.id, bo)
    with pytest.raises(NotFoundError):
        await answering.accept_offer(offer.id, offer.version, bo)
    assert (await answering.list_offers(bo, OfferFilter())).total == 0
    version = (await service.get_referral(referral_id, robin)).referral.version
    await sending.ask_next(referral_id, version, robin)
    assert (await answering.get_offer(offer.id, bo)).is_open


async def test_the_caseload_shows_what_needs_something_first(robin, listed):
    await make_draft(robin, reference="A-1")
    (first, amina), *_ = listed
    referral_id = await make_sent(robin, [first], reference="B-2")
    offer = await offer_to(referral_id, first, robin)
    await answering.decline_offer(offer.id, Reason.PRICE, "", offer.version, amina)
    page = await service.list_caseload(robin, CaseloadFilter())
    assert [(item.reference, item.is_stuck) for item in page.items] == [("B-2", True), ("A-1", False)]
    assert [need.code for need in await service.list_needs(robin)] == ["referrals_to_move_on"]
    drafts = await service.list_caseload(robin, CaseloadFilter(status=ReferralStatus.DRAFT))
    assert [item.reference for item in drafts.items] == ["A-1"]


async def test_a_referral_is_found_by_its_reference_with_others_of_the_same_person(robin, listed):
    first = await make_sent(robin, [listed[0][0]], reference="LAS-1")
    version = (await service.get_referral(first, robin)).referral.version
    await service.end_support(first, Outcome.NOT_NEEDED, version, robin)
    second = await make_draft(robin, reference="las-1")
    await make_draft(robin, reference="LAS-11")
    assert await service.find_by_reference("Las-1", robin) == second
    assert await service.find_by_reference("LAS", robin) is None
    alike = await service.list_caseload(robin, CaseloadFilter(like=first))
    assert {item.id for item in alike.items} == {first, second}
    kim = await make_practitioner()
    await make_draft(kim, reference="LAS-1")
    assert (await service.list_caseload(kim, CaseloadFilter(like=first))).total == 0
    assert await service.find_by_reference("LAS-11", kim) is None
