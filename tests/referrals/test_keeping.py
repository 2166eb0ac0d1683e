"""What time brings about, on the days before and after; and what stays when somebody goes."""

from datetime import timedelta

import pytest

from marketplace import work
from marketplace.accounts.schemas import Role
from marketplace.accounts.service import end_role
from marketplace.councils import service as councils
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import service as listings
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.answering.schemas import OfferFilter
from marketplace.referrals.holding.service import ReferralHolder
from marketplace.referrals.keeping import service as keeping
from marketplace.referrals.schemas import (
    CaseloadFilter,
    Mode,
    OfferStatus,
    Outcome,
    Reason,
    ReferralStatus,
    ShareWith,
)
from marketplace.referrals.sending import service as sending
from marketplace.referrals.teams import repository as teams
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.listings import suspend
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
from tests.privacy.marks import Marks, places_of
from tests.referrals.conftest import letters, outcomes

DAY = timedelta(days=1)


def ago(days):
    return clock.stopped_at(clock.now() - days * DAY)


async def count(table="referral"):
    async with connection() as raw:
        return await raw.fetchval(f"SELECT count(*) FROM {table}")


async def statuses(referral_id, viewer):
    view = await service.get_referral(referral_id, viewer)
    return view.referral.status, [offer.status for offer in view.offers]


async def test_a_late_answer_is_told_once_and_only_when_it_is_late(robin, listed):
    with ago(6):
        late = await make_sent(robin, [listed[0][0]])
    with ago(4):
        await make_sent(robin, [listed[0][0]])
    assert (await keeping.tell_of_late_answers(), await keeping.tell_of_late_answers()) == (1, 0)
    assert await letters("referral_overdue") == [("robin@council.example", "referral_overdue")]
    assert (await service.list_needs(robin))[0].code == "referrals_overdue"
    version = (await service.get_referral(late, robin)).referral.version
    await service.end_support(late, Outcome.NOT_NEEDED, version, robin)
    assert [need.code for need in await service.list_needs(robin)] == []


async def test_who_left_is_not_written_to_and_the_team_is(robin, listed):
    kim = await make_practitioner(address="kim@council.example")
    team_id = await make_team_of(robin, kim)
    with ago(6):
        await make_sent(robin, [listed[0][0]], team_id=team_id)
    await end_role(robin.account_id, "practitioner", COUNCIL, actor="test")
    await keeping.tell_of_late_answers()
    assert await letters("referral_overdue") == [("kim@council.example", "referral_overdue")]


async def test_a_late_yes_still_counts(robin, listed):
    with ago(20):
        referral_id = await make_sent(robin, [listed[0][0]])
    await keeping.tell_of_late_answers()
    await accept(referral_id, *listed[0], robin)
    assert (await statuses(referral_id, robin))[0] is ReferralStatus.ACCEPTED


@pytest.mark.parametrize("how", ["withdrawn", "suspended", "nobody"])
async def test_a_provider_who_went_is_passed_over_and_the_next_asked(robin, listed, how):
    (first, amina), (second, _), _ = listed
    referral_id = await make_sent(robin, [first, second])
    assert await keeping.pass_over_gone() == 0
    if how == "withdrawn":
        await listings.withdraw_listing(first, actor="test")
    elif how == "suspended":
        await suspend(first)
    else:
        async with connection() as raw:
            await raw.execute("DELETE FROM organization_member WHERE account = $1", amina.account_id)
    assert (await keeping.pass_over_gone(), await keeping.pass_over_gone()) == (1, 0)
    assert (await statuses(referral_id, robin))[1] == [OfferStatus.WITHDRAWN, OfferStatus.SENT]
    assert await letters("referral_answered") == [("robin@council.example", "referral_answered")]


async def test_a_provider_whose_page_is_out_of_sight_cannot_accept(robin, listed):
    listing_id, amina = listed[0]
    referral_id = await make_sent(robin, [listing_id])
    await suspend(listing_id)
    offer = await offer_to(referral_id, listing_id, robin)
    with pytest.raises(ConflictError, match="not shown"):
        await answering.accept_offer(offer.id, offer.version, amina)
    await answering.decline_offer(offer.id, Reason.NO_CAPACITY, "", offer.version, amina)


async def test_a_provider_who_goes_before_being_asked_is_left_out(robin, listed):
    ids = [each for each, _ in listed]
    referral_id = await make_draft(robin, ids)
    await suspend(ids[0])
    await sending.send_referral(referral_id, make_consent(), 2, robin)
    assert (await statuses(referral_id, robin))[1] == [
        OfferStatus.WITHDRAWN,
        OfferStatus.SENT,
        OfferStatus.WAITING,
    ]
    alone = await make_draft(robin, [ids[1]])
    await suspend(ids[1])
    with pytest.raises(ConflictError, match="Choose others"):
        await sending.send_referral(alone, make_consent(), 2, robin)


async def test_the_team_hears_once_that_who_took_it_on_is_gone(robin, listed):
    listing_id, amina = listed[0]
    referral_id = await make_sent(robin, [listing_id])
    await accept(referral_id, listing_id, amina, robin)
    async with connection() as raw:
        await raw.execute("DELETE FROM organization_member WHERE account = $1", amina.account_id)
    assert (await keeping.pass_over_gone(), await keeping.pass_over_gone()) == (1, 0)
    assert (await statuses(referral_id, robin))[0] is ReferralStatus.ACCEPTED


async def test_what_ended_goes_when_its_councils_time_is_over(robin, listed):
    await councils.update_council_settings(COUNCIL, {"referrals_kept_days": 30}, 1, actor="test")
    for days in (31, 29):
        with ago(days):
            referral_id = await make_sent(robin, [listed[0][0]])
            await service.end_support(referral_id, Outcome.NOT_NEEDED, 3, robin)
    assert await count() == 2
    assert (await keeping.drop_old_referrals(), await keeping.drop_old_referrals()) == (1, 0)
    assert (await count(), await count("referral_offer"), await count("referral_consent")) == (1, 1, 1)
    assert len(await outcomes()) == 4


async def test_where_the_council_is_not_in_the_system_the_national_time_holds(db):
    viewer = await make_practitioner("E06000023")
    listing_id, _ = await make_listed()
    with ago(184):
        referral_id = await make_sent(viewer, [listing_id], council_code="E06000023")
        await service.end_support(referral_id, Outcome.NOT_NEEDED, 3, viewer)
    assert await keeping.drop_old_referrals() == 1


async def test_a_draft_goes_four_weeks_after_the_last_touch(robin):
    with ago(29):
        await make_draft(robin)
    with ago(27):
        await make_draft(robin)
    assert await keeping.drop_old_referrals() == 1
    assert await count() == 1


async def test_what_nobody_moves_on_is_warned_of_and_then_ended_and_deleted(robin, listed):
    with ago(338):
        referral_id = await make_sent(robin, [listed[0][0]])
    assert await keeping.drop_old_referrals() == 0
    assert await letters("referral_forgotten") == [("robin@council.example", "referral_forgotten")]
    assert "referrals_to_move_on" in {need.code for need in await service.list_needs(robin)}
    with clock.stopped_at(clock.now() + 27 * DAY):
        assert await keeping.drop_old_referrals() == 0
    with clock.stopped_at(clock.now() + 29 * DAY):
        assert await keeping.drop_old_referrals() == 1
    with pytest.raises(NotFoundError):
        await service.get_referral(referral_id, robin)
    assert ("forgotten", "") in await outcomes()
    assert [kind for _to, kind in await letters("referral_over")] == ["referral_over"]


async def test_a_step_after_the_warning_begins_the_year_anew(robin, listed):
    with ago(338):
        referral_id = await make_sent(robin, [each for each, _ in listed])
    await keeping.drop_old_referrals()
    version = (await service.get_referral(referral_id, robin)).referral.version
    await sending.agree_again(referral_id, make_consent(), version, robin)
    with clock.stopped_at(clock.now() + 40 * DAY):
        assert await keeping.drop_old_referrals() == 0
    with clock.stopped_at(clock.now() + 340 * DAY):
        assert await keeping.drop_old_referrals() == 0
    assert len(await letters("referral_forgotten")) == 2


async def test_nobody_is_deleted_without_a_warning_after_a_year_of_downtime(robin, listed):
    with ago(800):
        await make_sent(robin, [listed[0][0]])
    assert await keeping.drop_old_referrals() == 0
    assert len(await letters("referral_forgotten")) == 1
    with clock.stopped_at(clock.now() + 29 * DAY):
        assert await keeping.drop_old_referrals() == 1


async def test_what_has_no_reader_any_more_waits_four_weeks_and_goes(robin, listed):
    referral_id = await make_sent(robin, [listed[0][0]])
    await end_role(robin.account_id, "practitioner", COUNCIL, actor="test")
    assert await keeping.drop_old_referrals() == 0
    with clock.stopped_at(clock.now() + 29 * DAY):
        assert await keeping.drop_old_referrals() == 1
    assert await count() == 0
    assert referral_id


async def test_a_reader_who_comes_back_finds_everything(robin, listed):
    from marketplace.accounts.service import grant_role

    await make_sent(robin, [listed[0][0]])
    await end_role(robin.account_id, "practitioner", COUNCIL, actor="test")
    await keeping.drop_old_referrals()
    await grant_role(robin.account_id, "practitioner", COUNCIL, actor="test")
    with clock.stopped_at(clock.now() + 29 * DAY):
        assert await keeping.drop_old_referrals() == 0
    assert await count() == 1


async def test_who_works_there_no_more_is_out_of_the_team_and_stays_out(robin, listed):
    from marketplace.accounts.service import grant_role

    kim = await make_practitioner()
    team_id = await make_team_of(robin, kim)
    referral_id = await make_draft(kim, team_id=team_id)
    await end_role(kim.account_id, "practitioner", COUNCIL, actor="test")
    await keeping.drop_old_referrals()
    await grant_role(kim.account_id, "practitioner", COUNCIL, actor="test")
    with pytest.raises(NotFoundError):
        await service.get_referral(referral_id, kim)
    assert await service.get_referral(referral_id, robin)
    assert len(await teams.list_members(team_id)) == 1


@pytest.mark.parametrize("how", ["role", "account"])
async def test_administrators_hear_that_a_team_has_nobody_and_not_what_it_has(robin, listed, how):
    address = "admin@council.example"
    await make_account(Role.ADMINISTRATOR, COUNCIL, address=address)
    await make_account(Role.ADMINISTRATOR, "E06000023", address="admin@other.example")
    kim = await make_practitioner()
    team_id = await make_team_of(robin, kim)
    await make_sent(robin, [listed[0][0]], team_id=team_id)
    for left, told in ((robin, []), (kim, [(address, "team_empty")])):
        if how == "role":
            await end_role(left.account_id, "practitioner", COUNCIL, actor="test")
            await keeping.drop_old_referrals()
        else:
            await ReferralHolder().erase(left.account_id)
        assert await letters("team_empty") == told
    await keeping.drop_old_referrals()
    assert await letters("team_empty") == [(address, "team_empty")]
    assert await count() == 1
    async with connection() as raw:
        parts = str(await raw.fetchval("SELECT parts FROM letter WHERE kind = 'team_empty'"))
    assert str(team_id) in parts
    assert "LAS-" not in parts


async def test_the_timed_work_is_done_by_the_worker():
    runs = {each.run for each in work.TIMED_WORK}
    assert {keeping.tell_of_late_answers, keeping.pass_over_gone, keeping.drop_old_referrals} <= runs


async def lead_a_life(mark, robin, provider, listing_id):
    """A referral with an unmistakable word in every field that takes words, accepted and given back."""
    referral_id = await make_draft(
        robin, [listing_id], Mode.AT_ONCE, reference=f"{mark('reference')}1", words=f"Likes {mark('words')}."
    )
    consent = make_consent(
        first_name=mark("name"), contact_way=f"Ring {mark('contact')}", share_with=ShareWith.NAMED
    )
    await sending.send_referral(referral_id, consent, 2, robin)
    await accept(referral_id, listing_id, provider, robin)
    offer = await offer_to(referral_id, listing_id, robin)
    await answering.give_back(offer.id, Reason.OTHER, f"No, {mark('answer')}.", offer.version, provider)
    return referral_id


async def test_of_what_is_withdrawn_no_word_stays_anywhere(robin, listed):
    mark = Marks("Zyx")
    referral_id = await lead_a_life(mark, robin, listed[0][1], listed[0][0])
    assert set(await places_of(mark.words.values())) == {
        "referral.reference", "referral.words", "referral.first_name", "referral.contact_way",
        "referral_offer.words",
    }  # fmt: skip
    await service.withdraw_consent(referral_id, robin)
    assert await places_of(mark.words.values()) == {}
    assert len(await outcomes()) == 3


async def test_whoever_took_it_on_is_told_that_consent_is_withdrawn(robin, listed):
    (first, amina), (second, bo), (third, cem) = listed
    referral_id = await make_sent(robin, [first, second, third])
    given_back = await accept(referral_id, first, amina, robin)
    offer = await offer_to(referral_id, first, robin)
    await answering.give_back(offer.id, Reason.HOURS, "", offer.version, amina)
    taken_back = await accept(referral_id, second, bo, robin)
    version = (await service.get_referral(referral_id, robin)).referral.version
    await service.take_provider_back(referral_id, version, robin)
    offer = await offer_to(referral_id, third, robin)
    await answering.decline_offer(offer.id, Reason.PRICE, "", offer.version, cem)
    before = await letters("referral_over")
    await service.withdraw_consent(referral_id, robin)
    assert len(await letters("referral_over")) == len(before) + 2
    async with connection() as raw:
        parts = await raw.fetch(
            "SELECT parts FROM letter WHERE kind = 'referral_over' ORDER BY queued_at, id"
        )
    told = [text for row in parts if "delete what you noted" in (text := str(row["parts"]))]
    assert [str(given_back) in part for part in told].count(True) == 1
    assert [str(taken_back) in part for part in told].count(True) == 2
    for offer_id, provider in ((given_back, amina), (taken_back, bo)):
        seen = await answering.get_offer(offer_id, provider)
        assert (seen.is_consent_withdrawn, seen.first_name, seen.reference) == (True, "", "")
    assert not (await answering.get_offer(offer.id, cem)).is_consent_withdrawn


async def test_of_what_is_deleted_nothing_stays_but_that_there_was_something(robin, listed):
    mark = Marks("Zyx")
    referral_id = await lead_a_life(mark, robin, listed[0][1], listed[0][0])
    view = await service.get_referral(referral_id, robin)
    await service.end_support(referral_id, Outcome.NONE_FOUND, view.referral.version, robin)
    ids = [str(referral_id), *(str(offer.id) for offer in view.offers)]
    with clock.stopped_at(clock.now() + 184 * DAY):
        assert await keeping.drop_old_referrals() == 1
    assert await places_of(mark.words.values()) == {}
    assert set(await places_of(ids)) <= {"audit_entry.record_id", "letter.parts"}
    async with connection() as raw:
        details = await raw.fetch(
            """SELECT d.* FROM audit_detail d JOIN audit_entry e ON e.id = d.entry
            WHERE e.record_type = 'referral'"""
        )
        with_council = await raw.fetchval(
            "SELECT count(*) FROM audit_entry WHERE record_type = 'referral' AND council IS NOT NULL"
        )
    assert (details, with_council) == ([], 0)


async def test_no_letter_says_anything_of_the_need_or_the_person(robin, listed):
    mark = Marks("Zyx")
    referral_id = await lead_a_life(mark, robin, listed[0][1], listed[0][0])
    await service.withdraw_consent(referral_id, robin)
    async with connection() as raw:
        text = "\n".join(
            f"{row['subject']} {row['parts']}" for row in await raw.fetch("SELECT subject, parts FROM letter")
        ).lower()
    assert "referrals/" in text
    for word in (*mark.words.values(), "ba14", "shopping", "swimming", "older", "tuesday", "robin", "amina"):
        assert word.lower() not in text, word


async def test_who_deletes_the_account_leaves_the_team_and_nothing_alone(robin, listed):
    kim = await make_practitioner(address="kim@council.example")
    team_id = await make_team_of(robin, kim)
    kept = await make_sent(robin, [listed[0][0]], team_id=team_id)
    await make_sent(robin, [listed[1][0]], reference="ALONE-1")
    await make_draft(robin, reference="ALONE-2")
    for holder in DATA_HOLDERS.all:
        await holder.erase(robin.account_id)
    assert [item.id for item in (await service.list_caseload(kim, CaseloadFilter())).items] == [kept]
    assert await places_of(["alone-"]) == {}
    assert [each.account_id for each in await teams.list_members(team_id)] == [kim.account_id]
    assert len(await letters("referral_over")) == 1


async def test_what_is_handed_over_is_about_the_account_and_not_about_the_person(robin, listed):
    mark = Marks("Zyx")
    await make_team_of(robin)
    referral_id = await lead_a_life(mark, robin, listed[0][1], listed[0][0])
    holder = ReferralHolder()
    own = str(await holder.export(robin.account_id))
    assert str(referral_id) in own
    assert not [word for word in mark.words.values() if word in own]
    answered = str(await holder.export(listed[0][1].account_id))
    assert mark.words["answer"] in answered
    assert not [word for what, word in mark.words.items() if what != "answer" and word in answered]
    await holder.erase(listed[0][1].account_id)
    assert "referral_offer.words" not in await places_of([mark.words["answer"]])


async def test_a_provider_reads_its_own_offers_and_no_others(robin, listed):
    (first, amina), (_, bo), _ = listed
    referral_id = await make_sent(robin, [first])
    offer = await offer_to(referral_id, first, robin)
    for work_ in (
        answering.get_offer(offer.id, bo),
        answering.see_offer(offer.id, bo),
        answering.accept_offer(offer.id, offer.version, bo),
        answering.decline_offer(offer.id, Reason.HOURS, "", offer.version, bo),
        answering.give_back(offer.id, Reason.HOURS, "", offer.version, bo),
        answering.say_started(offer.id, offer.version, bo),
        answering.get_offer(offer.id, robin),
        answering.get_offer(referral_id, amina),
    ):
        with pytest.raises(NotFoundError):
            await work_
    assert (await answering.list_offers(bo, OfferFilter())).total == 0
    assert (await answering.list_offers(amina, OfferFilter(only_open=True))).total == 1
    assert [need.code for need in await service.list_needs(amina)] == ["referrals_to_answer"]


@pytest.mark.parametrize("role", ["administrator", "steward", "commissioner", "practitioner", "person"])
async def test_nobody_else_of_the_council_reads_one(robin, listed, role):
    team_id = await make_team_of(robin)
    referral_id = await make_sent(robin, [listed[0][0]], team_id=team_id)
    stranger = await viewer_of(await make_account(role))
    for work_ in (
        service.get_referral(referral_id, stranger),
        service.withdraw_consent(referral_id, stranger),
        service.end_support(referral_id, Outcome.NOT_NEEDED, 3, stranger),
        sending.ask_next(referral_id, 3, stranger),
        service.hand_over(referral_id, team_id, 3, stranger),
    ):
        with pytest.raises(NotFoundError):
            await work_
    assert (await service.list_caseload(stranger, CaseloadFilter())).total == 0
    assert await service.find_by_reference("LAS-20417", stranger) is None
    assert await service.list_needs(stranger) == []


async def test_a_practitioner_without_second_factor_reads_nothing(robin, listed):
    from msgspec.structs import replace

    referral_id = await make_sent(robin, [listed[0][0]])
    with pytest.raises(NotFoundError):
        await service.get_referral(referral_id, replace(robin, has_second_factor=False))
