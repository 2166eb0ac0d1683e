"""One example of every answer. People and providers in them are made up; the places are real."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from marketplace.finder.answers.schemas import (
    FacetCount,
    FieldProblem,
    ListingAnswer,
    PlaceFound,
    PlacesAnswer,
    ProblemAnswer,
    SearchAnswer,
    SearchHit,
    SuggestAnswer,
    SuggestionAnswer,
    TakenWords,
    UnderstoodText,
)
from marketplace.finder.schemas import CheckWords, DayTimes, ListingWords, SuggestionKind
from marketplace.listings.schemas import (
    Capacity,
    Check,
    CostOption,
    CostUnit,
    CqcStatus,
    Listing,
    ListingKind,
    Organization,
    PublicArea,
    Schedule,
)
from marketplace.places.schemas import DirectPaymentSupport, PlaceKind

_ID = UUID("0d9a7d61-5a1c-4f6e-9a51-27d1c6a3f1b2")
_PROVIDER_ID = UUID("5b0c1b0e-7a0f-4b0b-9c53-5a2d3c8e9f10")
_AS_OF = date(2026, 11, 3)
_WILTSHIRE, _ENGLAND = "E06000054", "E92000001"
_TITLE = "Personal assistant who loves swimming"
_SUMMARY = "I help people to get to the pool, into the water and home again."
_COSTS = (CostOption(unit=CostUnit.HOUR, amount_pence=1450),)
_CAPACITY = Capacity(hours_per_week=6.0, as_of=_AS_OF)
_AREA = PublicArea(latitude=51.3795, longitude=-2.1405, near="SN12", miles=10.0)
_AVAILABILITY = "6 hours a week free (as of 3 November 2026)"

MELKSHAM = PlaceFound(
    label="SN12 6LX",
    kind=PlaceKind.POSTCODE,
    latitude=51.3731,
    longitude=-2.1375,
    council_code=_WILTSHIRE,
    council_name="Wiltshire",
    county="Wiltshire",
    district="SN12",
    nation_code=_ENGLAND,
)
_MERES = tuple(
    PlaceFound(
        label=f"Mere, {county}",
        kind=PlaceKind.TOWN,
        latitude=latitude,
        longitude=longitude,
        council_code=code,
        council_name=council,
        county=county,
        district=district,
        nation_code=_ENGLAND,
    )
    for county, latitude, longitude, code, council, district in (
        ("Wiltshire", 51.0898, -2.2662, _WILTSHIRE, "Wiltshire", "BA12"),
        ("Cheshire", 53.3353, -2.4096, "E06000049", "Cheshire East", "WA16"),
    )
)
_SUPPORT = DirectPaymentSupport(
    name="Example direct payment support",
    description="Help to set up and run a direct payment and to employ a personal assistant.",
    phone="01225 000000",
    url="https://support.example/",
    source="https://council.example/direct-payments",
    as_of=_AS_OF,
)
_HIT = SearchHit(
    id=_ID,
    title=_TITLE,
    kind=ListingKind.PERSONAL_ASSISTANT,
    summary=_SUMMARY,
    provider="Maya T.",
    distance_miles=0.46,
    covers_place=True,
    url=f"/listings/{_ID}",
    where="Travels to you · based less than a mile away",
    town=None,
    latitude=51.3795,
    longitude=-2.1405,
    is_venue=False,
    area=_AREA,
    price="£14.50 an hour",
    costs=_COSTS,
    availability=_AVAILABILITY,
    capacity=_CAPACITY,
    care_groups=("learning_disability",),
    support_types=("swimming", "driving"),
    languages=("english", "makaton"),
    checks=("DBS check",),
    cqc_status=CqcStatus.NOT_NEEDED,
    council_code=_WILTSHIRE,
    confirmed_on=_AS_OF,
)
SEARCH_EXAMPLE = SearchAnswer(
    total=1,
    total_is_exact=True,
    page=1,
    pages=1,
    per_page=20,
    place=MELKSHAM,
    understood=UnderstoodText(
        sentence="Showing swimming near SN12 6LX.",
        q="swimming",
        taken=(TakenWords(words="near SN12 6LX", parameter="near", value="SN12 6LX"),),
        other_places=(),
        literal="/api/search?q=swimming+near+SN12+6LX&literal=1&kind=personal_assistant",
    ),
    place_offered=None,
    hits=(_HIT,),
    facets={
        "kind": (
            FacetCount(value="personal_assistant", label="Personal assistant", count=1),
            FacetCount(value="community_activity", label="Community activity", count=3),
        ),
        "reach": (
            FacetCount(value="come_to_me", label="Can come to me", count=1),
            FacetCount(value="i_go", label="I can go there", count=0),
        ),
    },
    support=_SUPPORT,
    loosenings=(),
    words_ignored=(),
    notices=(),
    degraded=False,
    self="/api/search?q=swimming&near=SN12+6LX&kind=personal_assistant",
    next=None,
    previous=None,
)
LISTING_EXAMPLE = ListingAnswer(
    listing=Listing(
        id=_ID,
        version=3,
        kind=ListingKind.PERSONAL_ASSISTANT,
        title=_TITLE,
        summary=_SUMMARY,
        provider="Maya T.",
        town=None,
        latitude=51.3795,
        longitude=-2.1405,
        is_venue=False,
        area=_AREA,
        care_groups=("learning_disability",),
        support_types=("swimming", "driving"),
        languages=("english", "makaton"),
        costs=_COSTS,
        checks=(Check(kind="dbs", level="enhanced", checked_on=date(2026, 5, 3)),),
        capacity=_CAPACITY,
        council_code=_WILTSHIRE,
        cqc_status=CqcStatus.NOT_NEEDED,
        confirmed_on=_AS_OF,
        organization=Organization(id=_PROVIDER_ID, name="Maya T."),
        description="I have worked with adults with a learning disability for six years.",
        easy_read=("I am Maya.", "I can take you swimming.", "I have a car."),
        cultures=(),
        genders=("female",),
        transport=("driver", "own_car"),
        access=(),
        funding=("direct_payment",),
        venue=None,
        schedule=(Schedule(day="mon", opens_at=time(9), closes_at=time(12)),),
        times=(("mon", "morning"),),
        photos=(),
        cqc_location_id=None,
        minimum_age=18,
        maximum_age=None,
        updated_at=datetime(2026, 11, 3, 10, 30, tzinfo=UTC),
        is_demonstration=True,
    ),
    words=ListingWords(
        kind="Personal assistant",
        where=("Travels up to 10 miles from near SN12",),
        prices=("£14.50 an hour",),
        availability=_AVAILABILITY,
        has_room=True,
        week=(DayTimes(day="Monday", times=("9am to midday",)),),
        support_types=("Swimming", "Driving and lifts"),
        care_groups=("Learning disability",),
        languages=("English", "Makaton"),
        cultures=(),
        genders=("Woman",),
        transport=("Can drive", "Has a car"),
        access=(),
        funding=("Direct payment",),
        checks=(CheckWords(label="DBS check (enhanced)", details=("checked on 3 May 2026",)),),
        cqc="Gives no personal care, so need not register with the Care Quality Commission",
        ages="18 and over",
        confirmed="Details confirmed on 3 November 2026",
    ),
    support=_SUPPORT,
    similar=(),
    url=f"/listings/{_ID}",
)
PLACES_EXAMPLE = PlacesAnswer(
    q="Mere",
    exact=False,
    message="Several places are called “Mere”. Choose one.",
    hints=(),
    places=_MERES,
)
SUGGEST_EXAMPLE = SuggestAnswer(
    q="swim",
    suggestions=(
        SuggestionAnswer(
            kind=SuggestionKind.SUPPORT_TYPE,
            label="Swimming",
            value="swimming",
            url="/search?near=SN12+6LX&support_type=swimming",
        ),
        SuggestionAnswer(
            kind=SuggestionKind.LISTING,
            label=_TITLE,
            value=str(_ID),
            url=f"/listings/{_ID}",
            distance_miles=0.46,
        ),
    ),
)
PROBLEM_EXAMPLE = ProblemAnswer(
    title="We could not understand the search",
    status=400,
    detail="within: Give the distance as a number of miles from ¼ to 50, for example 5. "
    "knid: We do not know “knid”. Did you mean “kind”?",
    problems=(
        FieldProblem(
            field="within",
            message="Give the distance as a number of miles from ¼ to 50, for example 5.",
            value="5000",
            choices=("0.25", "0.5", "1", "2", "3", "5", "10", "15", "20", "30", "40", "50"),
        ),
        FieldProblem(
            field="knid",
            message="We do not know “knid”. Did you mean “kind”?",
            value="co_operative",
            choices=("kind",),
        ),
    ),
)
_TWO_MERES = "Several places are called “Mere”. Give the label of one of them."
PLACE_EXAMPLE = ProblemAnswer(
    title="We could not understand the place",
    status=400,
    detail=_TWO_MERES,
    problems=(
        FieldProblem(
            field="near", message=_TWO_MERES, value="Mere", choices=tuple(place.label for place in _MERES)
        ),
    ),
    choices=_MERES,
)
UNKNOWN_EXAMPLE = ProblemAnswer(title="Not found", status=404, detail="We have no listing with this address.")
DOWN_EXAMPLE = ProblemAnswer(
    title="Search is not working at this moment", status=503, detail="Please try again in a few minutes."
)
