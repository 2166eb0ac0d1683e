"""Consent is for six months: afterwards nobody else is told, until it is recorded anew for them."""

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.keeping import service as keeping
from marketplace.referrals.piccolo_migrations import referrals_2026_11_22t13_10_00_000000 as migration
from marketplace.referrals.schemas import CaseloadFilter, Mode, OfferStatus, Reason, ShareWith
from marketplace.referrals.sending import service as sending
from tests.factories.listings import suspend
from tests.factories.referrals import accept, make_consent, make_practitioner, make_sent, offer_to

OLD, RECENT = 184, 183
ASKED_AGAIN = [OfferStatus.DECLINED, OfferStatus.SENT, OfferStatus.WAITING]
STUCK = [OfferStatus.DECLINED, OfferStatus.WAITING, OfferStatus.WAITING]


def ago(days):
    return clock.stopped_at(clock.now() - timedelta(days=days))


async def sent_to_all(robin, listed, days, **options):
    with ago(days):
        return await make_sent(robin, [each for each, _ in listed], **options)


async def statuses(referral_id, robin):
    return [offer.status for offer in (await service.get_referral(referral_id, robin)).offers]


async def version_of(referral_id, robin):
    return (await service.get_referral(referral_id, robin)).referral.version


async def say_no(referral_id, listed, robin):
    listing_id, provider = listed
    offer = await offer_to(referral_id, listing_id, robin)
    await answering.decline_offer(offer.id, Reason.PRICE, "", offer.version, provider)


async def needs(robin):
    return {need.code: need.count for need in await service.list_needs(robin)}


@pytest.mark.parametrize("share_with", ShareWith)
async def test_a_no_asks_the_next_within_six_months_only(robin, listed, share_with):
    consent = {"share_with": share_with}
    for days, after in ((OLD, STUCK), (RECENT, ASKED_AGAIN)):
        with ago(days):
            made = make_consent(**consent)
        referral_id = await sent_to_all(robin, listed, days, consent=made)
        await say_no(referral_id, listed[0], robin)
        assert await statuses(referral_id, robin) == after


async def test_the_next_is_not_asked_by_hand_nor_when_one_is_asked_no_longer_nor_when_one_went(robin, listed):
    referral_id = await sent_to_all(robin, listed, OLD)
    version = await version_of(referral_id, robin)
    with pytest.raises(ConflictError, match="Ask for their consent again"):
        await sending.ask_next(referral_id, version, robin)
    offer = await offer_to(referral_id, listed[0][0], robin)
    await sending.stop_asking(referral_id, offer.id, version, robin)
    assert (await statuses(referral_id, robin))[1:] == STUCK[1:]
    other = await sent_to_all(robin, listed, OLD)
    await suspend(listed[0][0])
    await keeping.pass_over_gone()
    assert (await statuses(other, robin))[1:] == STUCK[1:]


async def test_what_is_given_back_after_six_months_waits(robin, listed):
    referral_id = await sent_to_all(robin, listed, OLD)
    with ago(OLD - 1):
        offer_id = await accept(referral_id, *listed[0], robin)
    offer = await offer_to(referral_id, listed[0][0], robin)
    await answering.give_back(offer_id, Reason.HOURS, "", offer.version, listed[0][1])
    assert await statuses(referral_id, robin) == STUCK


async def test_it_comes_up_for_the_team_and_the_letter_says_why(robin, listed):
    referral_id = await sent_to_all(robin, listed, OLD)
    assert "referrals_to_agree_again" not in await needs(robin)
    await say_no(referral_id, listed[0], robin)
    assert await needs(robin) == {"referrals_to_agree_again": 1}
    (item,) = (await service.list_caseload(robin, CaseloadFilter())).items
    assert (item.is_stuck, item.needs_consent) == (True, True)
    async with connection() as raw:
        parts = await raw.fetchval("SELECT parts FROM letter WHERE kind = 'referral_answered'")
    assert "ask for their consent again" in str(parts)
    await sending.agree_again(referral_id, make_consent(), await version_of(referral_id, robin), robin)
    assert await statuses(referral_id, robin) == ASKED_AGAIN
    assert await needs(robin) == {}
    (item,) = (await service.list_caseload(robin, CaseloadFilter())).items
    assert (item.is_stuck, item.needs_consent) == (False, False)


async def test_a_new_consent_is_as_whole_as_the_first_and_of_the_team(robin, listed):
    referral_id = await sent_to_all(robin, listed, OLD)
    version = await version_of(referral_id, robin)
    with ago(OLD):
        old = make_consent()
    with pytest.raises(InvalidError):
        await sending.agree_again(referral_id, old, version, robin)
    with pytest.raises(ConflictError):
        await sending.agree_again(referral_id, make_consent(), version - 1, robin)
    with pytest.raises(NotFoundError):
        await sending.agree_again(referral_id, make_consent(), version, await make_practitioner())
    assert len((await service.get_referral(referral_id, robin)).consents) == 1


async def test_where_nobody_waits_there_is_nothing_to_agree_to_again(robin, listed):
    with ago(OLD):
        referral_id = await make_sent(robin, [listed[0][0]])
    with pytest.raises(ConflictError, match="Nobody waits"):
        await sending.agree_again(referral_id, make_consent(), await version_of(referral_id, robin), robin)
    await accept(referral_id, *listed[0], robin)
    with pytest.raises(ConflictError):
        await sending.agree_again(referral_id, make_consent(), await version_of(referral_id, robin), robin)


async def test_who_takes_it_on_after_a_new_consent_is_told_what_it_shares(robin, listed):
    referral_id = await sent_to_all(robin, listed, OLD)
    await say_no(referral_id, listed[0], robin)
    shared = make_consent(first_name="Edie", contact_way="")
    await sending.agree_again(referral_id, shared, await version_of(referral_id, robin), robin)
    offer_id = await accept(referral_id, *listed[1], robin)
    told = await answering.get_offer(offer_id, listed[1][1])
    assert (told.first_name, told.contact_way) == ("Edie", "")


async def covered(referral_id, robin, listed):
    """By consent, the latest first: which listings it covers, and whether they were asked with it."""
    view = await service.get_referral(referral_id, robin)
    names = dict(zip([each for each, _ in listed], ("Amina K.", "Bo L.", "Cem M."), strict=True))
    titles = {offer.id: names[offer.listing_id] for offer in view.offers}
    return [
        {titles[each.offer_id]: each.asked_at is not None for each in consent.covers}
        for consent in view.consents
    ]


async def test_which_consent_is_whose_is_on_record(robin, listed):
    (first, _), (second, _), (third, _) = listed
    with ago(2):
        named = make_consent(share_with=ShareWith.NAMED)
        referral_id = await make_sent(robin, [first, second], consent=named)
    assert await covered(referral_id, robin, listed) == [{"Amina K.": True, "Bo L.": False}]
    with pytest.raises(InvalidError):
        await sending.add_providers(referral_id, [third], await version_of(referral_id, robin), robin)
    await sending.add_providers(
        referral_id, [third], await version_of(referral_id, robin), robin, consent=make_consent()
    )
    assert await covered(referral_id, robin, listed) == [
        {"Cem M.": False},
        {"Amina K.": True, "Bo L.": False},
    ]
    await say_no(referral_id, listed[0], robin)
    await say_no(referral_id, listed[1], robin)
    assert await covered(referral_id, robin, listed) == [{"Cem M.": True}, {"Amina K.": True, "Bo L.": True}]


async def test_who_is_added_under_a_consent_for_all_is_covered_by_it(robin, listed):
    (first, _), (second, _), _ = listed
    referral_id = await make_sent(robin, [first], Mode.AT_ONCE)
    await sending.add_providers(referral_id, [second], await version_of(referral_id, robin), robin)
    assert await covered(referral_id, robin, listed) == [{"Amina K.": True, "Bo L.": True}]


async def test_who_is_added_with_a_new_consent_goes_after_those_who_wait_with_an_old_one(robin, listed):
    (first, _), (second, _), (third, _) = listed
    with ago(OLD):
        referral_id = await make_sent(robin, [first, second])
    await sending.add_providers(
        referral_id, [third], await version_of(referral_id, robin), robin, consent=make_consent()
    )
    assert await covered(referral_id, robin, listed) == [
        {"Bo L.": False, "Cem M.": False},
        {"Amina K.": True, "Bo L.": False},
    ]
    await say_no(referral_id, listed[0], robin)
    assert await statuses(referral_id, robin) == ASKED_AGAIN
    assert (await covered(referral_id, robin, listed))[0] == {"Bo L.": True, "Cem M.": False}


async def test_who_was_asked_twice_is_on_record_with_both_consents(robin, listed):
    (first, _), (second, _), _ = listed
    with ago(OLD):
        referral_id = await make_sent(robin, [first, second], Mode.AT_ONCE)
        await accept(referral_id, *listed[0], robin)
        await service.take_provider_back(referral_id, await version_of(referral_id, robin), robin)
    version = await version_of(referral_id, robin)
    await sending.add_providers(referral_id, [second], version, robin, consent=make_consent())
    assert await covered(referral_id, robin, listed) == [{"Bo L.": True}, {"Amina K.": True, "Bo L.": True}]


async def test_of_a_consent_that_was_withdrawn_it_stays_on_record_whom_it_covered(robin, listed):
    referral_id = await sent_to_all(robin, listed, 1)
    await service.withdraw_consent(referral_id, robin)
    (only,) = await covered(referral_id, robin, listed)
    assert only == {"Amina K.": True, "Bo L.": False, "Cem M.": False}


async def test_what_was_sent_before_this_was_kept_is_covered_by_the_consent_of_that_moment(robin, listed):
    (first, _), (second, _), (third, _) = listed
    with ago(5):
        named = make_consent(share_with=ShareWith.NAMED)
        referral_id = await make_sent(robin, [first, second], consent=named)
    with ago(4):
        version = await version_of(referral_id, robin)
        await sending.add_providers(referral_id, [third], version, robin, consent=make_consent())
    await say_no(referral_id, listed[0], robin)
    before = migration.STATEMENTS[1]
    async with connection() as raw:
        await raw.execute("DELETE FROM referral_reach")
        await raw.execute(before)
    assert await covered(referral_id, robin, listed) == [
        {"Bo L.": True},
        {"Amina K.": True, "Cem M.": False},
    ]
