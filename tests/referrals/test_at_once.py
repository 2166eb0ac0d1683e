"""Several at once, on connections of their own: one gets it, and the others are told."""

import asyncio
from datetime import timedelta

from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.schemas import Mode, OfferStatus, Outcome, Reason, ReferralStatus
from marketplace.referrals.sending import service as sending
from marketplace.referrals.teams import service as teams
from tests.factories.referrals import (
    accept,
    make_consent,
    make_draft,
    make_listed,
    make_practitioner,
    make_sent,
    make_team_of,
    offer_to,
)


async def attempt(work):
    """None when it was done, else what was said."""
    try:
        await work
    except (ConflictError, NotFoundError) as error:
        return str(error)
    return None


async def begin(number=4, mode=Mode.AT_ONCE):
    """A practitioner, providers that are asked, and the referral."""
    robin = await make_practitioner()
    listed = [await make_listed(f"Provider {letter}") for letter in "ABCDEF"[:number]]
    referral_id = await make_sent(robin, [each for each, _ in listed], mode)
    return robin, listed, referral_id


async def test_of_four_who_accept_at_once_one_has_it_and_the_others_are_told(committed_db):
    robin, listed, referral_id = await begin()
    offers = [await offer_to(referral_id, each, robin) for each, _ in listed]
    said = await asyncio.gather(
        *(
            attempt(answering.accept_offer(offer.id, offer.version, provider))
            for offer, (_, provider) in zip(offers, listed, strict=True)
        )
    )
    assert said.count(None) == 1
    assert [each for each in said if each] == [
        "Another provider was quicker this time. Thank you for looking at it."
    ] * 3
    view = await service.get_referral(referral_id, robin)
    assert sorted(offer.status for offer in view.offers) == [OfferStatus.ACCEPTED] + [OfferStatus.TAKEN] * 3
    assert view.offers[said.index(None)].status is OfferStatus.ACCEPTED
    async with connection() as raw:
        kept = await raw.fetch("SELECT kind, count(*) FROM letter GROUP BY kind")
    counts = {row["kind"]: row["count"] for row in kept}
    assert (counts["referral_over"], counts["referral_answered"]) == (3, 1)


async def test_who_presses_the_button_of_a_new_need_thrice_has_one_draft(committed_db):
    robin = await make_practitioner()
    begun = await asyncio.gather(*(make_draft(robin) for _ in range(3)))
    assert len(set(begun)) == 1
    assert await make_draft(robin) == begun[0]
    assert await make_draft(robin, words="Likes football only.") != begun[0]
    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        assert await make_draft(robin) != begun[0]


async def test_who_accepts_while_consent_is_withdrawn_gets_it_or_nothing_and_nothing_stays(committed_db):
    for _ in range(5):
        robin, listed, referral_id = await begin(1)
        (listing_id, provider) = listed[0]
        offer = await offer_to(referral_id, listing_id, robin)
        await asyncio.gather(
            attempt(answering.accept_offer(offer.id, offer.version, provider)),
            attempt(service.withdraw_consent(referral_id, robin)),
        )
        view = await service.get_referral(referral_id, robin)
        assert view.referral.status is ReferralStatus.WITHDRAWN
        assert [offer.status for offer in view.offers] == [OfferStatus.WITHDRAWN]
        assert not any((view.referral.first_name, view.referral.contact_way, view.referral.words))
        seen = await answering.get_offer(offer.id, provider)
        assert not any((seen.first_name, seen.contact_way, seen.words, seen.reference))


async def test_a_yes_and_a_no_of_two_people_of_one_provider_at_once_count_once(committed_db):
    robin, listed, referral_id = await begin(1)
    (listing_id, provider) = listed[0]
    offer = await offer_to(referral_id, listing_id, robin)
    said = await asyncio.gather(
        attempt(answering.accept_offer(offer.id, offer.version, provider)),
        attempt(answering.decline_offer(offer.id, Reason.HOURS, "", offer.version, provider)),
    )
    assert said.count(None) == 1
    view = await service.get_referral(referral_id, robin)
    assert view.offers[0].status is (OfferStatus.ACCEPTED if said[0] is None else OfferStatus.DECLINED)


async def test_two_who_decline_at_once_have_the_next_two_asked(committed_db):
    robin, listed, referral_id = await begin(4, Mode.IN_ORDER)
    version = (await service.get_referral(referral_id, robin)).referral.version
    await sending.ask_next(referral_id, version, robin)
    asked = [(await offer_to(referral_id, each, robin), provider) for each, provider in listed[:2]]
    said = await asyncio.gather(
        *(
            attempt(answering.decline_offer(offer.id, Reason.HOURS, "", offer.version, provider))
            for offer, provider in asked
        )
    )
    assert said == [None, None]
    view = await service.get_referral(referral_id, robin)
    assert [offer.status for offer in view.offers] == [OfferStatus.DECLINED] * 2 + [OfferStatus.SENT] * 2


async def test_of_two_colleagues_who_change_it_at_once_one_is_told(committed_db):
    robin, kim = await make_practitioner(), await make_practitioner()
    team_id = await make_team_of(robin, kim)
    listing_id, _ = await make_listed()
    referral_id = await make_draft(robin, [listing_id], team_id=team_id)
    said = await asyncio.gather(
        *(
            attempt(sending.send_referral(referral_id, make_consent(), 2, viewer))
            for viewer in (robin, kim, robin, kim)
        )
    )
    assert said.count(None) == 1
    view = await service.get_referral(referral_id, kim)
    assert len(view.consents) == 1
    ended = await asyncio.gather(
        *(
            attempt(service.end_support(referral_id, Outcome.NOT_NEEDED, view.referral.version, viewer))
            for viewer in (robin, kim)
        )
    )
    assert ended.count(None) == 1


async def test_who_takes_it_back_while_the_provider_gives_it_back_is_told(committed_db):
    robin, listed, referral_id = await begin(1)
    listing_id, provider = listed[0]
    offer_id = await accept(referral_id, listing_id, provider, robin)
    view = await service.get_referral(referral_id, robin)
    said = await asyncio.gather(
        attempt(service.take_provider_back(referral_id, view.referral.version, robin)),
        attempt(answering.give_back(offer_id, Reason.HOURS, "", view.offers[0].version, provider)),
    )
    assert said.count(None) == 1
    assert (await service.get_referral(referral_id, robin)).referral.status is ReferralStatus.OPEN


async def test_an_account_that_is_deleted_during_an_answer_leaves_no_half_work(committed_db):
    from marketplace.holders import DATA_HOLDERS
    from marketplace.referrals.holding.service import ReferralHolder

    assert any(isinstance(holder, ReferralHolder) for holder in DATA_HOLDERS.all)
    robin, listed, referral_id = await begin(1)
    listing_id, provider = listed[0]
    offer = await offer_to(referral_id, listing_id, robin)
    await asyncio.gather(
        attempt(answering.accept_offer(offer.id, offer.version, provider)),
        ReferralHolder().erase(robin.account_id),
    )
    async with connection() as raw:
        for table in ("referral", "referral_offer", "referral_consent"):
            assert await raw.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await attempt(answering.accept_offer(offer.id, offer.version, provider))


async def test_a_link_into_a_team_is_used_once(committed_db):
    from marketplace.links.service import make_link
    from marketplace.referrals.teams import repository

    robin = await make_practitioner()
    team_id = await make_team_of(robin)
    await teams.invite_to_team(team_id, "kim@council.example", robin)
    (invite,) = await repository.list_invites(team_id)
    token = await make_link(teams.PURPOSE, record_id=invite.id, expires_at=invite.expires_at)
    others = [await make_practitioner() for _ in range(3)]
    said = await asyncio.gather(*(attempt(teams.accept_team_invite(token, each)) for each in others))
    assert said.count(None) == 1
    assert len(await repository.list_members(team_id)) == 2


async def test_of_two_who_call_a_team_the_same_at_once_one_is_told(committed_db):
    from marketplace.kernel.errors import InvalidError

    robin, kim = await make_practitioner(), await make_practitioner()
    made = await asyncio.gather(
        make_team_of(robin, name="Night team"),
        make_team_of(kim, name="night TEAM"),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, InvalidError) for each in made) == [False, True]
    first = next(each for each in made if not isinstance(each, InvalidError))
    owner = robin if made[0] == first else kim
    second = await make_team_of(owner, name="Day team")
    renamed = await asyncio.gather(
        teams.rename_team(first, "Same", owner),
        teams.rename_team(second, "same", owner),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, InvalidError) for each in renamed) == [False, True]


async def test_two_last_people_who_leave_at_once_do_not_leave_its_referrals_alone(committed_db):
    robin, kim = await make_practitioner(), await make_practitioner()
    team_id = await make_team_of(robin, kim)
    await make_draft(robin, team_id=team_id)
    said = await asyncio.gather(
        *(attempt(teams.remove_member(team_id, each.account_id, each)) for each in (robin, kim))
    )
    assert said.count(None) == 1
