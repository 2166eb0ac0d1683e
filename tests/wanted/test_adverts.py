"""From the first words of an advert to providers, and who sees what on the way."""

from datetime import date
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.councils.service import add_council
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import EndReason, Side
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.needs import Need
from marketplace.listings.organizations.service import remove_member
from marketplace.listings.schemas import Check, ListingKind
from marketplace.places.rules import distance_miles
from marketplace.wanted import service
from marketplace.wanted.alerts import service as alerts
from marketplace.wanted.matching import service as matching
from marketplace.wanted.schemas import AdvertKind, AdvertStatus, GenderReason, RejectReason, ReportReason
from search.documents import Point
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import add_colleague, make_offer
from tests.factories.listings import (
    EXETER,
    FEW_PLACES,
    LEEDS,
    MELKSHAM,
    TROWBRIDGE,
    make_activity,
    make_enterprise,
    make_organization,
    make_personal_assistant,
    point_of,
    suspend,
)
from tests.factories.wanted import (
    WORDS,
    make_advert,
    make_published,
    make_steward,
    make_submitted,
    make_wish,
)

WILTSHIRE, DEVON = "E06000054", "E10000008"
CHECKS = tuple(
    Check(kind=kind, checked_on=date(2025, 5, 1))
    for kind in ("dbs", "identity", "right_to_work", "references")
)


async def checked_offer(**draft):
    """A personal assistant of Melksham whose checks are in order."""
    return await make_offer(make_personal_assistant(**{"checks": CHECKS} | draft))


async def ids_seen_by(viewer):
    return [shown.id for shown in (await service.list_shown(viewer)).items]


async def test_nobody_sees_an_advert_that_was_not_handed_in(db):
    posted, offer = await make_advert(), await checked_offer()
    assert await ids_seen_by(offer.viewer) == []
    with pytest.raises(NotFoundError):
        await service.get_shown(posted.id, offer.viewer)
    with pytest.raises(NotFoundError):
        await service.get_check(posted.id, await make_steward("national"))


async def test_an_approved_advert_is_shown_by_district_and_whole_miles(db):
    posted, offer = await make_published(), await checked_offer()
    (shown,) = (await service.list_shown(offer.viewer)).items
    assert (shown.id, shown.outcode, shown.distance_miles) == (posted.id, "SN12", 1)
    assert shown.wish.words == WORDS
    assert not {"account_id", "latitude", "longitude", "area"} & set(shown.__struct_fields__)


@pytest.mark.parametrize("missing", ["dbs", "identity", "right_to_work", "references"])
async def test_whose_checks_do_not_reach_the_first_tier_sees_nothing(db, missing):
    posted = await make_published()
    offer = await checked_offer(checks=tuple(check for check in CHECKS if check.kind != missing))
    assert await service.list_seers(offer.viewer) == ()
    assert await ids_seen_by(offer.viewer) == []
    with pytest.raises(NotFoundError):
        await service.get_shown(posted.id, offer.viewer)
    with pytest.raises(NotFoundError):
        await service.answer(posted.id, "Let me in.", offer.viewer)


async def test_whose_check_ran_out_sees_nothing(db):
    posted = await make_published()
    old = Check(kind="dbs", checked_on=date(2020, 1, 1), expires_on=date(2021, 1, 1))
    offer = await checked_offer(checks=(old, *CHECKS[1:]))
    with pytest.raises(NotFoundError):
        await service.get_shown(posted.id, offer.viewer)


async def test_an_organisation_with_a_suspended_listing_sees_nothing_by_its_others(db):
    await make_published()
    offer = await checked_offer()
    other = await checked_offer()
    colleague = await add_colleague(offer)
    assert await ids_seen_by(colleague) != []
    await suspend(offer.listing)
    assert await ids_seen_by(offer.viewer) == []
    assert await ids_seen_by(colleague) == []
    assert await ids_seen_by(other.viewer) != []


async def test_visitors_people_and_staff_see_no_adverts(db):
    posted = await make_published()
    viewers = [ANONYMOUS, posted.viewer, await make_steward(), await viewer_of(await make_account("person"))]
    for viewer in viewers:
        assert await ids_seen_by(viewer) == []
        with pytest.raises(NotFoundError):
            await service.get_shown(posted.id, viewer)


async def test_whoever_left_the_organisation_sees_no_adverts(db):
    await make_published()
    offer = await checked_offer()
    colleague = await add_colleague(offer)
    assert await ids_seen_by(colleague) != []
    await remove_member(offer.organization, colleague.account_id, offer.viewer)
    assert await ids_seen_by(colleague) == []


async def test_nobody_sees_what_a_colleague_looks_for(db):
    offer = await checked_offer()
    await make_published(account=offer.account)
    colleague = await add_colleague(offer)
    assert await ids_seen_by(colleague) == []
    assert await ids_seen_by((await checked_offer()).viewer) != []


async def test_an_advert_far_away_is_not_shown(db):
    far = await make_published(place=LEEDS)
    offer = await checked_offer()
    assert await ids_seen_by(offer.viewer) == []
    with pytest.raises(NotFoundError):
        await service.get_shown(far.id, offer.viewer)


async def test_an_advert_for_activities_is_shown_to_groups_and_not_to_assistants(db):
    wish = make_wish(AdvertKind.ACTIVITY, support_types=("arts_crafts",))
    posted = await make_published(wish, place=TROWBRIDGE)
    group = await make_offer(make_activity(checks=(Check(kind="insurance", checked_on=date(2026, 1, 1)),)))
    assert await ids_seen_by(group.viewer) == [posted.id]
    assert await ids_seen_by((await checked_offer()).viewer) == []


async def test_who_was_blocked_does_not_see_the_advert(db):
    posted, offer = await make_published(), await checked_offer()
    made = await service.answer(posted.id, "I would love to.", offer.viewer)
    await enquiries.block(made, posted.viewer)
    assert await ids_seen_by(offer.viewer) == []


async def test_an_answer_begins_a_conversation_in_which_nobody_has_a_name_yet(db):
    posted, offer = await make_published(), await checked_offer()
    made = await service.answer(posted.id, "I would love to.", offer.viewer)
    seen = await enquiries.get_conversation(made, offer.viewer, side=Side.PROVIDER)
    assert (seen.conversation.advert_id, seen.conversation.person_name) == (posted.id, "")
    assert seen.conversation.area == seen.conversation.outcode == "SN12"


async def test_an_organisation_answers_an_advert_once_whatever_came_of_it(db):
    posted, offer = await make_published(), await checked_offer()
    made = await service.answer(posted.id, "I would love to.", offer.viewer)
    colleague = await add_colleague(offer)
    for viewer in (offer.viewer, colleague):
        with pytest.raises(ConflictError):
            await service.answer(posted.id, "And again.", viewer)
    await enquiries.end(made, EndReason.NOT_RIGHT, None, posted.viewer, words="")
    with pytest.raises(ConflictError):
        await service.answer(posted.id, "Please!", offer.viewer)


async def test_of_a_postcode_nothing_is_kept_but_the_district_and_the_middle_of_a_square(db):
    posted = await make_advert(place=MELKSHAM)
    area = (await posted.seen()).advert.area
    home = Point(*point_of(MELKSHAM))
    moved = distance_miles(home, Point(area.latitude, area.longitude))
    assert 0 < moved < 0.5
    assert area.outcode == "SN12"
    rows = await db.run_ddl(f"SELECT row_to_json(a)::text FROM wanted_advert a WHERE id = '{posted.id}'")
    assert "6AD" not in rows[0][0].upper()
    assert str(home.latitude) not in rows[0][0]


async def test_a_place_that_is_no_postcode_is_refused(db):
    for place in ("", "London", "1 High Street, Melksham", "ZZ99 9ZZ"):
        with pytest.raises(InvalidError, match="place"):
            await make_advert(place=place)


async def test_another_persons_advert_is_not_there(db):
    posted, other = await make_published(), await viewer_of(await make_account("person"))
    version = await posted.version()
    for doing in (
        service.get_advert(posted.id, other),
        service.save_advert(posted.id, make_wish(), "", version, other, FEW_PLACES),
        service.hand_in(posted.id, version, other),
        service.take_back(posted.id, version, other),
        service.renew_advert(posted.id, version, other),
        service.fill_advert(posted.id, version, other, found_here=True),
        service.withdraw_advert(posted.id, version, other),
        service.discard(posted.id, version, other),
        service.get_advert(uuid4(), other),
    ):
        with pytest.raises(NotFoundError):
            await doing
    assert (await posted.seen()).advert.status is AdvertStatus.PUBLISHED


async def test_a_change_goes_to_a_steward_and_the_published_advert_stays_as_it_was(db):
    posted, offer, steward = await make_published(), await checked_offer(), await make_steward("national")
    wish = make_wish(words="Somebody quiet to read with.")
    change = await service.save_advert(
        posted.id, wish, TROWBRIDGE, await posted.version(), posted.viewer, FEW_PLACES
    )
    assert change != posted.id
    assert (await service.get_shown(posted.id, offer.viewer)).wish.words == WORDS
    own = (await posted.seen()).change
    await service.hand_in(change, own.version, posted.viewer)
    assert (await service.get_shown(posted.id, offer.viewer)).wish.words == WORDS
    with pytest.raises(NotFoundError):
        await service.get_shown(change, offer.viewer)
    (item,) = (await service.list_queue(steward)).items
    assert (item.id, item.is_change) == (change, True)
    check = await service.get_check(change, steward)
    assert check.shown.wish.words == WORDS
    await service.approve(change, check.advert.version, steward)
    shown = await service.get_shown(posted.id, offer.viewer)
    assert (shown.wish.words, shown.outcode) == ("Somebody quiet to read with.", "BA14")
    assert (await posted.seen()).change is None
    with pytest.raises(NotFoundError):
        await service.get_advert(change, posted.viewer)


async def test_a_rejected_change_leaves_the_published_advert_and_a_new_one_takes_its_place(db):
    posted, steward = await make_published(), await make_steward("national")
    version = await posted.version()
    change = await service.save_advert(
        posted.id, make_wish(skills="Hoist"), "", version, posted.viewer, FEW_PLACES
    )
    with pytest.raises(ConflictError):
        await service.save_advert(posted.id, make_wish(), "", version, posted.viewer, FEW_PLACES)
    await service.hand_in(change, 1, posted.viewer)
    await service.reject(change, 2, RejectReason.NOT_SAFE, "", steward)
    own = await posted.seen()
    assert (own.advert.status, own.change.status) == (AdvertStatus.PUBLISHED, AdvertStatus.REJECTED)
    again = await service.save_advert(
        posted.id, make_wish(skills="Swims"), "", version, posted.viewer, FEW_PLACES
    )
    assert (await posted.seen()).change.id == again != change


async def test_taking_an_advert_down_takes_its_change_from_the_steward(db):
    posted, steward = await make_published(), await make_steward("national")
    change = await service.save_advert(
        posted.id, make_wish(skills="Hoist"), "", await posted.version(), posted.viewer, FEW_PLACES
    )
    await service.hand_in(change, 1, posted.viewer)
    await service.withdraw_advert(posted.id, await posted.version(), posted.viewer)
    with pytest.raises(NotFoundError):
        await service.approve(change, 2, steward)
    assert (await service.list_queue(steward)).items == ()


async def test_only_stewards_of_the_councils_own_decide(db):
    await add_council(DEVON, actor="test")
    posted = await make_submitted(place=EXETER)
    strangers = [await make_steward(), await make_steward("national"), posted.viewer]
    for stranger in strangers:
        assert (await service.list_queue(stranger)).items == ()
        for doing in (
            service.get_check(posted.id, stranger),
            service.approve(posted.id, 2, stranger),
            service.ask_for_changes(posted.id, 2, "Please say more of it.", stranger),
            service.reject(posted.id, 2, RejectReason.NOT_SAFE, "", stranger),
        ):
            with pytest.raises(NotFoundError):
                await doing
    own = await make_steward(DEVON)
    assert [item.id for item in (await service.list_queue(own)).items] == [posted.id]
    await service.approve(posted.id, 2, own)


async def test_a_steward_does_not_decide_on_their_own_advert(db):
    account = await make_account(Role.STEWARD, "national")
    posted = await make_submitted(account=account)
    steward = await viewer_of(account)
    assert (await service.get_check(posted.id, steward)).is_own
    with pytest.raises(ConflictError):
        await service.approve(posted.id, 2, steward)
    assert await service.list_needs(steward) == []


async def test_a_returned_advert_is_written_again_and_the_note_is_read_by_its_owner(db, letters):
    posted, steward = await make_submitted(), await make_steward("national")
    with pytest.raises(InvalidError):
        await service.ask_for_changes(posted.id, 2, "No.", steward)
    await service.ask_for_changes(posted.id, 2, "Please leave your street out.", steward)
    own = await posted.seen()
    assert (own.advert.status, own.advert.note) == (AdvertStatus.RETURNED, "Please leave your street out.")
    assert [need.code for need in await service.list_needs(posted.viewer)] == ["adverts_returned"]
    (letter,) = await letters("advert_returned")
    assert "street" not in str(dict(letter))
    await service.save_advert(posted.id, make_wish(words="Shorter."), "", 3, posted.viewer, FEW_PLACES)
    await service.hand_in(posted.id, 4, posted.viewer)
    (need,) = await service.list_needs(steward)
    assert isinstance(need, Need)
    assert (need.code, need.count) == ("adverts_to_check", 1)


async def test_no_letter_says_what_somebody_looks_for(db, letters):
    posted = await make_published(make_wish(words="Secretly learning to tango."))
    await service.fill_advert(posted.id, await posted.version(), posted.viewer, found_here=False)
    written = str([dict(letter) for letter in await letters()])
    assert "tango" not in written
    assert "SN12" not in written


async def test_gender_needs_a_reason_in_the_work(db):
    for changes in (
        {"gender": "female"},
        {"gender": "female", "gender_reason": GenderReason.OTHER},
        {"gender_reason": GenderReason.INTIMATE_CARE},
        {"gender": "tall", "gender_reason": GenderReason.INTIMATE_CARE},
        {"kind": AdvertKind.ACTIVITY, "gender": "female", "gender_reason": GenderReason.INTIMATE_CARE},
    ):
        with pytest.raises(InvalidError, match="gender"):
            await make_advert(make_wish(**changes))
    lawful = make_wish(
        gender="female", gender_reason=GenderReason.OTHER, gender_words="They share my bedroom at night."
    )
    posted, offer = await make_published(lawful), await checked_offer()
    shown = await service.get_shown(posted.id, offer.viewer)
    assert (shown.wish.gender, shown.wish.gender_words) == ("female", "")


async def test_what_a_steward_should_look_at_is_marked(db):
    wish = make_wish(
        words="Hello, I am Example, at 12 Acacia Avenue, and want a young British lady. Text me!",
        gender="female",
        gender_reason=GenderReason.INTIMATE_CARE,
        rate_from_pence=9_00,
        rate_to_pence=10_00,
    )
    posted = await make_submitted(wish)
    risks = (await posted.seen()).advert.risks
    assert risks == ("contact", "surname", "street", "gender", "gender_unexplained", "unfair", "low_rate")
    assert (await make_submitted(account=posted.account)).id
    (_first, second) = (await service.list_queue(await make_steward("national"))).items
    assert second.risks == ()


@pytest.mark.parametrize(
    "words",
    [
        "My insta is the same as my name",
        "@sunnyswimmer is me",
        "robin at example dot com",
        "robin [at] example [dot] com",
        "oh seven seven double oh nine hundred, one two three four five six",
        "I live in B A 1 2 6 A A",
        "call me on 7 7 0 0 9 0 0 1 2 3",
        "WhatsApp",
    ],
)
async def test_a_way_round_the_messages_is_marked(db, words):
    posted = await make_submitted(make_wish(words=words))
    assert "contact" in (await posted.seen()).advert.risks


@pytest.mark.parametrize(
    "words",
    [
        "Swimming on Tuesdays from 9 to 12, 4 hours a week, at the pool near the station.",
        "One to three hours, two days a week. I have a dog and like the cinema.",
        "I use a hoist and need help with buttons. I am 34 and love music from the 80s.",
    ],
    ids=["times", "numbers", "about"],
)
async def test_ordinary_words_have_no_mark(db, words):
    posted = await make_submitted(make_wish(words=words))
    assert (await posted.seen()).advert.risks == ()


async def test_one_account_has_five_open_adverts_at_most(db):
    account = await make_account("person")
    for _number in range(5):
        await make_advert(account=account)
    with pytest.raises(InvalidError, match="5"):
        await make_advert(account=account)


async def test_no_council_reads_in_the_trail_who_looks_for_support(db):
    posted = await make_published()
    await service.withdraw_advert(posted.id, await posted.version(), posted.viewer)
    rows = await db.run_ddl(
        "SELECT action, actor, council FROM audit_entry WHERE record_type = 'wanted_advert'"
    )
    assert {row[0] for row in rows} == {"begin", "submit", "publish", "withdrawn"}
    own = [row for row in rows if row[1] == str(posted.account.id)]
    assert {row[2] for row in own} == {None}


async def test_a_support_organisation_sees_no_adverts(db):
    await make_published(make_wish(AdvertKind.ACTIVITY))
    seen = [
        Check(kind="insurance", checked_on=date(2026, 1, 1)),
        Check(kind="data_protection", checked_on=date(2026, 1, 1)),
    ]
    draft = make_activity(kind=ListingKind.SUPPORT_ORGANIZATION, checks=tuple(seen))
    assert await service.list_seers((await make_offer(draft)).viewer) == ()


EVERY_CHECK = tuple(
    Check(kind=kind, checked_on=date(2025, 5, 1))
    for kind in (
        "dbs", "identity", "right_to_work", "references", "insurance", "safeguarding_training",
        "data_protection",
    )
)  # fmt: skip
HELP = ("swimming", "cleaning")


def offer_of(kind):
    """Somebody near the adverts of these tests, of a kind, who does what they want and has every check."""
    makers = {
        ListingKind.PERSONAL_ASSISTANT: make_personal_assistant,
        ListingKind.COMMUNITY_ACTIVITY: make_activity,
        ListingKind.SUPPORT_ORGANIZATION: make_activity,
    }
    make = makers.get(kind, make_enterprise)
    name = "Zoe K." if kind is ListingKind.PERSONAL_ASSISTANT else f"Those of {kind}"
    draft = make(kind=kind, support_types=HELP, checks=EVERY_CHECK, organization=make_organization(name))
    return make_offer(draft)


@pytest.mark.parametrize(
    ("wanted", "seen_by"),
    [
        (AdvertKind.PERSONAL_ASSISTANT, {"personal_assistant"}),
        (AdvertKind.ACTIVITY, {"community_activity", "micro_enterprise", "co_operative"}),
    ],
    ids=["an assistant", "something to do"],
)
async def test_of_checked_providers_only_those_of_the_right_kinds_see_an_advert(db, wanted, seen_by):
    offers = {kind: await offer_of(kind) for kind in ListingKind}
    wish = make_wish(wanted, support_types=HELP, times=(), rate_from_pence=None, rate_to_pence=None)
    posted = await make_published(wish)
    sees = {kind for kind, offer in offers.items() if await ids_seen_by(offer.viewer)}
    assert sees == seen_by
    matched = {
        kind for kind, offer in offers.items() if (await matching.list_adverts_for(offer.viewer)).total
    }
    assert matched == seen_by
    suiting = await matching.list_matches_for_advert(posted.id, posted.viewer)
    assert {found.card.kind for found in suiting.items} == seen_by
    await alerts.send_alerts(no_hits)
    for kind, offer in offers.items():
        assert bool(await alerts.list_needs(offer.viewer)) == (kind in seen_by)
        if kind in seen_by:
            await service.answer(posted.id, "I would love to.", offer.viewer)
            continue
        for doing in (
            service.get_shown(posted.id, offer.viewer),
            service.answer(posted.id, "Let me in.", offer.viewer),
            service.report(posted.id, ReportReason.OTHER, offer.viewer),
        ):
            with pytest.raises(NotFoundError):
                await doing


async def no_hits(_query):
    """No saved search finds anything."""
    return frozenset()
