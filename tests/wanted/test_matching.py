"""Which adverts and listings suit each other: the rules by themselves, and the lists of both sides."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import NewEnquiry, Side
from marketplace.kernel.errors import NotFoundError
from marketplace.listings.schemas import Capacity, CostOption, CostUnit, ListingKind, ServiceArea
from marketplace.places.rules import distance_miles
from marketplace.wanted.matching import repository, rules
from marketplace.wanted.matching.saying.rules import reason_words, why
from marketplace.wanted.matching.schemas import Offer, Reason, ReasonCode
from marketplace.wanted.matching.schemas import Side as Reader
from marketplace.wanted.matching.service import (
    find_reasons,
    list_adverts_for,
    list_matches_for_advert,
    moment,
    settle,
)
from marketplace.wanted.rules import SEEN_BY
from marketplace.wanted.schemas import AdvertKind, Area, GenderReason, Wish
from search.documents import Point
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import make_offer
from tests.factories.listings import (
    EXETER,
    MELKSHAM,
    MERE,
    TROWBRIDGE,
    make_activity,
    make_enterprise,
    make_organization,
    make_personal_assistant,
    suspend,
)
from tests.factories.wanted import make_advert, make_published, make_wish

HERE = Area(
    outcode="SN12", council_code="E06000054", nation_code="E92000001", latitude=51.355, longitude=-2.14
)
ANYBODY = Wish(kind=AdvertKind.PERSONAL_ASSISTANT)
SOMEBODY = Offer(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    kind=ListingKind.PERSONAL_ASSISTANT,
    council_code="E06000054",
    latitude=51.36,
    longitude=-2.15,
    miles=5.0,
)
_codes = st.lists(st.sampled_from("abcd"), max_size=3, unique=True).map(tuple)
_pence = st.none() | st.integers(0, 30)
_times = st.lists(st.sampled_from(("mon.morning", "mon.night", "tue.morning", "sun.evening")), unique=True)
_near = st.floats(-0.4, 0.4)
wishes = st.builds(
    Wish,
    kind=st.sampled_from(AdvertKind),
    support_types=_codes,
    languages=_codes,
    gender=st.sampled_from(("", "a", "b")),
    needs_driver=st.booleans(),
    hours_per_week=st.none() | st.floats(1, 20),
    times=_times.map(tuple),
    rate_from_pence=_pence,
    rate_to_pence=_pence,
)
offers = st.builds(
    Offer,
    id=st.uuids(),
    organization_id=st.uuids(),
    kind=st.sampled_from(ListingKind),
    council_code=st.just("E06000054"),
    support_types=_codes,
    languages=_codes,
    genders=_codes,
    transport=st.lists(st.sampled_from(("driver", "own_car", "public_transport")), unique=True).map(tuple),
    times=_times.map(tuple),
    hours_free=st.none() | st.floats(0, 20),
    places_free=st.none() | st.integers(0, 5),
    hour_pence=_pence,
    session_pence=_pence,
    latitude=_near.map(lambda shift: HERE.latitude + shift),
    longitude=_near.map(lambda shift: HERE.longitude + shift),
    is_venue=st.booleans(),
    miles=st.sampled_from((0.0, 3.0, 20.0)),
    named=st.lists(st.sampled_from(("SN12", "BA14", "E92000001")), unique=True).map(tuple),
)


def _failures(wish: Wish, offer: Offer) -> set[str]:
    """What is in the way, written down as plainly as it can be: each line is one filter."""
    miles = distance_miles(Point(offer.latitude, offer.longitude), Point(HERE.latitude, HERE.longitude))
    comes = bool({"SN12", "E06000054", "E92000001"} & set(offer.named)) or 0 < offer.miles >= miles
    most = wish.rate_to_pence if wish.rate_to_pence is not None else wish.rate_from_pence
    price = offer.session_pence if wish.kind == "activity" else offer.hour_pence
    free = [number for number in (offer.hours_free, offer.places_free) if number is not None]
    stands_in_the_way = {
        "kind": offer.kind not in SEEN_BY[wish.kind],
        "place": not comes and not (offer.is_venue and miles <= 10),
        "tasks": bool(wish.support_types) and not set(wish.support_types) & set(offer.support_types),
        "languages": bool(wish.languages) and not set(wish.languages) & set(offer.languages),
        "gender": bool(wish.gender) and wish.gender not in offer.genders,
        "driver": wish.needs_driver and not {"driver", "own_car"} & set(offer.transport),
        "times": bool(wish.times and offer.times) and not set(wish.times) & set(offer.times),
        "full": bool(free) and sum(free) == 0,
        "rate": most is not None and price is not None and price > most,
    }
    return {name for name, fails in stands_in_the_way.items() if fails}


@given(wishes, offers)
def test_a_pair_matches_exactly_when_nothing_stands_in_the_way(wish, offer):
    assert (rules.match(wish, HERE, offer) is None) == bool(_failures(wish, offer))


@given(wishes, offers)
def test_every_reason_is_true_and_reads_for_both_sides(wish, offer):
    found = rules.match(wish, HERE, offer)
    for reason in found.reasons if found else ():
        for side in Reader:
            assert reason_words(reason, side)
        if reason.code is ReasonCode.LANGUAGES:
            assert set(reason.codes) <= set(wish.languages) & set(offer.languages)
        if reason.code is ReasonCode.TASKS:
            assert set(reason.codes) <= set(wish.support_types) & set(offer.support_types)
        if reason.code is ReasonCode.TIMES:
            shared = set(wish.times) & set(offer.times)
            assert set(reason.codes) == {each.partition(".")[0] for each in shared}


@given(wishes, offers, st.sampled_from(("support_types", "languages", "times")))
def test_wanting_nothing_in_particular_never_loses_a_match(wish, offer, less):
    if rules.match(wish, HERE, offer) is not None:
        assert rules.match(replace(wish, **{less: ()}), HERE, offer) is not None


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ({"support_types": ("swimming",)}, {"support_types": ("shopping",)}),
        ({"languages": ("somali",)}, {"languages": ("english",)}),
        ({"gender": "female"}, {"genders": ("male",)}),
        ({"gender": "female"}, {"genders": ()}),
        ({"needs_driver": True}, {"transport": ("public_transport",)}),
        ({"times": ("tue.morning",)}, {"times": ("tue.evening",)}),
        ({"rate_to_pence": 1400}, {"hour_pence": 1401}),
        ({"hours_per_week": 1.0}, {"hours_free": 0.0}),
        ({}, {"kind": ListingKind.COMMUNITY_ACTIVITY}),
        ({}, {"latitude": 51.6}),
        ({}, {"miles": 0.0}),
    ],
    ids=[
        "other help", "other language", "other gender", "gender not said", "no driver", "other time of day",
        "too dear", "full", "an activity", "too far", "does not travel",
    ],
)  # fmt: skip
def test_one_thing_that_does_not_fit_is_enough(wanted, offered):
    assert rules.match(ANYBODY, HERE, SOMEBODY) is not None
    assert rules.match(replace(ANYBODY, **wanted), HERE, replace(SOMEBODY, **offered)) is None


def test_reasons_are_short_words_for_either_side():
    reasons = (
        Reason(code=ReasonCode.COVERS),
        Reason(code=ReasonCode.TIMES, codes=("tue",)),
        Reason(code=ReasonCode.LANGUAGES, codes=("somali",)),
    )
    assert why(reasons, Reader.PERSON) == "covers your area · free Tuesdays · speaks Somali"
    assert why(reasons, Reader.PROVIDER) == "in the area that you cover · wants Tuesdays · speaks Somali"


def test_long_lists_are_cut_and_nobody_speaks_a_sign_language():
    tasks = ("swimming", "shopping", "cleaning", "companionship", "getting_out")
    said = reason_words(Reason(code=ReasonCode.TASKS, codes=tasks), Reader.PERSON)
    assert said.endswith("and 2 more")
    assert (
        reason_words(Reason(code=ReasonCode.LANGUAGES, codes=("makaton",)), Reader.PERSON) == "uses Makaton"
    )


def _drafts():
    """Listings that differ in all that decides a match."""
    hour = CostUnit.HOUR
    yield make_personal_assistant()
    yield make_personal_assistant(organization=make_organization("Ben O."), languages=("english", "somali"))
    yield make_personal_assistant(organization=make_organization("Cy P."), genders=("male",), transport=())
    yield make_personal_assistant(
        organization=make_organization("Di Q."), area=ServiceArea(base_postcode=EXETER, miles=9.0)
    )
    yield make_personal_assistant(organization=make_organization("Ed R."), schedule=())
    yield make_personal_assistant(
        organization=make_organization("Flo S."), costs=(CostOption(unit=hour, amount_pence=2500),)
    )
    yield make_personal_assistant(
        organization=make_organization("Gus T."),
        capacity=Capacity(hours_per_week=0.0, as_of=date(2026, 1, 12)),
    )
    yield make_personal_assistant(
        organization=make_organization("Hal U."), area=ServiceArea(named=("E92000001",))
    )
    yield make_enterprise()
    yield make_enterprise(
        organization=make_organization("Far Home Help"), area=ServiceArea(base_postcode=MERE, miles=19.0)
    )
    yield make_activity()
    yield make_activity(organization=make_organization("Other Makers"), support_types=("swimming",))


def _wanted():
    yield make_wish()
    yield make_wish(times=(), rate_from_pence=None, rate_to_pence=None)
    yield make_wish(languages=("somali",))
    yield make_wish(gender="male", gender_reason=GenderReason.INTIMATE_CARE)
    yield make_wish(needs_driver=True)
    yield make_wish(
        support_types=("cleaning", "companionship"), times=(), rate_from_pence=1200, rate_to_pence=2000
    )
    yield make_wish(AdvertKind.ACTIVITY, support_types=("arts_crafts", "swimming"), times=(), gender="")
    yield make_wish(rate_from_pence=1000, rate_to_pence=None)


@pytest.fixture
def unchecked(monkeypatch):
    """Every listing counts as checked: what matches is what is looked at here."""
    monkeypatch.setattr(rules, "is_checked", lambda *_: True)


async def test_both_sides_see_the_same_pairs_and_the_sieve_loses_none(db, unchecked):
    offers = [await make_offer(draft) for draft in _drafts()]
    places = (MELKSHAM, TROWBRIDGE, EXETER)
    posted = [await make_published(wish, place=places[number % 3]) for number, wish in enumerate(_wanted())]
    today = moment()
    of_adverts = {
        (one.pair.advert_id, one.pair.offer.id)
        for advert in posted
        for one in await settle(await repository.list_of_advert(advert.id, today))
    }
    of_listings = {
        (one.pair.advert_id, one.pair.offer.id)
        for offer in offers
        for one in await settle(await repository.list_of_organizations([offer.organization], today))
    }
    everything = await repository._list("true", today)
    assert of_adverts == of_listings
    assert len(of_adverts) > len(posted)
    assert {(pair.advert_id, pair.offer.id) for pair in everything} >= of_adverts
    # The sieve against all pairs there are, each judged by the rules alone.
    wanted = {pair.advert_id: pair for pair in everything}
    offered = {pair.offer.id: pair.offer for pair in everything}
    assert of_adverts == {
        (advert_id, offer_id)
        for advert_id, pair in wanted.items()
        for offer_id, offer in offered.items()
        if rules.match(pair.wish, pair.area, offer) is not None
    }


async def test_a_person_sees_who_suits_their_advert_and_why(db, unchecked):
    offer = await make_offer()
    await make_offer(make_personal_assistant(support_types=("shopping",)))
    posted = await make_published(make_wish(languages=("makaton",)))
    found = await list_matches_for_advert(posted.id, posted.viewer)
    assert [one.card.id for one in found.items] == [offer.listing]
    assert found.items[0].why == (
        "covers your area · free Tuesdays · uses Makaton · helps with Swimming"
        " · has 6 hours a week free · from £14.50"
    )
    assert found.items[0].miles == 1


async def test_a_provider_sees_what_suits_their_listing_without_its_owner(db, unchecked):
    offer = await make_offer()
    posted = await make_published()
    (found,) = (await list_adverts_for(offer.viewer)).items
    assert (found.advert_id, found.listing_id, found.outcode) == (posted.id, offer.listing, "SN12")
    assert found.why.startswith("in the area that you cover · wants Tuesdays · wants Swimming")
    assert str(posted.account.id) not in repr(found)
    assert list(await find_reasons([posted.id], offer.viewer)) == [posted.id]


async def test_without_the_checks_of_the_council_neither_sees_the_other(db):
    offer = await make_offer()
    posted = await make_published()
    assert (await list_adverts_for(offer.viewer)).total == 0
    assert (await list_matches_for_advert(posted.id, posted.viewer)).total == 0


async def test_what_is_not_published_or_is_suspended_or_blocked_matches_nothing(db, unchecked):
    offer = await make_offer()
    written = await make_advert()
    assert (await list_matches_for_advert(written.id, written.viewer)).total == 0
    posted = await make_published()
    assert (await list_adverts_for(offer.viewer)).total == 1
    await suspend(offer.listing)
    assert (await list_adverts_for(offer.viewer)).total == 0
    other = await make_offer(make_personal_assistant(organization=make_organization("Ben O.")))
    (talk,) = await enquiries.ask([other.listing], NewEnquiry(words="Hello"), posted.viewer)
    await enquiries.block(talk, posted.viewer, side=Side.PERSON)
    assert (await list_matches_for_advert(posted.id, posted.viewer)).total == 0
    assert (await list_adverts_for(other.viewer)).total == 0


async def test_another_persons_advert_is_not_there(db):
    posted = await make_published()
    stranger = await viewer_of(await make_account("person"))
    with pytest.raises(NotFoundError):
        await list_matches_for_advert(posted.id, stranger)
    assert (await list_adverts_for(stranger)).total == 0


@pytest.mark.parametrize("number", [1, 4])
async def test_lists_take_the_same_few_statements_however_long(db, unchecked, statements, number):
    organization = make_organization()
    first = await make_offer(make_personal_assistant(organization=organization))
    for count in range(number):
        await make_offer(make_personal_assistant(organization=make_organization(f"Olu {'ABCD'[count]}.")))
    posted = [await make_published() for _count in range(number)]
    async with statements() as run:
        await list_matches_for_advert(posted[0].id, posted[0].viewer)
    assert len(run) == 4
    async with statements() as run:
        await list_adverts_for(first.viewer)
    assert len(run) == 3
