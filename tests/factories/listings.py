"""Listings for tests, through the services only: nothing impossible is in the database.

`FEW_PLACES` answers like the gazetteer for five real postcodes, so that most tests need no places pack.
"""

import math
from datetime import date, time
from uuid import UUID, uuid4, uuid5

from marketplace.listings import service
from marketplace.listings.schemas import (
    Capacity,
    Check,
    CostOption,
    CostUnit,
    HiddenReason,
    ListingDraft,
    ListingKind,
    Organization,
    Schedule,
    ServiceArea,
    Venue,
)
from marketplace.places.schemas import Place, PlaceAnswer, PlaceKind, UnknownPlace

ACTOR = "test"
MELKSHAM = "SN12 6AD"
TROWBRIDGE = "BA14 8EA"
MERE = "BA12 6AA"
EXETER = "EX1 1EE"
LEEDS = "LS1 1UR"

_POINTS = {
    MELKSHAM: (51.35537, -2.13991, "E06000054", "Wiltshire"),
    TROWBRIDGE: (51.32178, -2.20549, "E06000054", "Wiltshire"),
    MERE: (51.07177, -2.22273, "E06000054", "Wiltshire"),
    EXETER: (50.72034, -3.53019, "E10000008", "Devon"),
    LEEDS: (53.80216, -1.54852, "E08000035", "Leeds"),
}


class FewPlaces:
    """Knows five postcodes and their districts."""

    def find_place(self, text: str) -> PlaceAnswer:
        asked = text.strip().upper()
        for postcode, (latitude, longitude, code, name) in _POINTS.items():
            district = postcode.split()[0]
            if asked.replace(" ", "") in {postcode.replace(" ", ""), district}:
                is_whole = asked != district
                return Place(
                    label=postcode if is_whole else district,
                    kind=PlaceKind.POSTCODE if is_whole else PlaceKind.DISTRICT,
                    latitude=latitude,
                    longitude=longitude,
                    council_code=code,
                    council_name=name,
                    nation_code="E92000001",
                    district=district,
                )
        return UnknownPlace(asked=text, message=f"We know no postcode {text}.")

    def place_at(self, latitude: float, longitude: float) -> Place | None:
        nearest = min(_POINTS, key=lambda name: math.dist(_POINTS[name][:2], (latitude, longitude)))
        place = self.find_place(nearest)
        assert isinstance(place, Place)
        return place


FEW_PLACES = FewPlaces()


def point_of(postcode: str) -> tuple[float, float]:
    """Latitude and longitude of one of the few postcodes."""
    return _POINTS[postcode][:2]


def make_organization(name: str = "Amina K.", **changes) -> Organization:
    return Organization(**{"id": uuid4(), "name": name} | changes)


def make_personal_assistant(**changes) -> ListingDraft:
    """A PA in Melksham who travels eight miles."""
    values = {
        "organization": make_organization(),
        "kind": ListingKind.PERSONAL_ASSISTANT,
        "title": "Swimming and getting out with you",
        "summary": "I help people with a learning disability to swim, shop and see friends.",
        "description": "Ten years of support in and around town.",
        "easy_read": ("I help people.", "I have a car."),
        "care_groups": ("learning_disability", "autism"),
        "support_types": ("swimming", "getting_out", "shopping"),
        "languages": ("english", "makaton"),
        "cultures": ("somali_culture",),
        "genders": ("female",),
        "transport": ("driver", "own_car"),
        "funding": ("direct_payment", "self_funded"),
        "area": ServiceArea(base_postcode=MELKSHAM, miles=8.0),
        "capacity": Capacity(hours_per_week=6.5, as_of=date(2026, 1, 12)),
        "schedule": (
            Schedule(day="mon", opens_at=time(9), closes_at=time(13)),
            Schedule(day="tue", opens_at=time(9), closes_at=time(13)),
            Schedule(day="sat", opens_at=time(18), closes_at=time(21)),
        ),
        "costs": (CostOption(unit=CostUnit.HOUR, amount_pence=1450, amount_to_pence=1700),),
        "checks": (
            Check(kind="dbs", level="enhanced", checked_on=date(2025, 5, 1), expires_on=date(2060, 5, 1)),
            Check(kind="first_aid", checked_on=date(2025, 3, 1)),
        ),
        "minimum_age": 16,
    }
    return ListingDraft(**values | changes)


def make_activity(**changes) -> ListingDraft:
    """A weekly art group in Trowbridge."""
    latitude, longitude = point_of(TROWBRIDGE)
    values = {
        "organization": make_organization("Trowbridge Makers"),
        "kind": ListingKind.COMMUNITY_ACTIVITY,
        "title": "Tuesday art group",
        "summary": "A friendly group that paints and makes pots every Tuesday.",
        "care_groups": ("older_people", "dementia"),
        "support_types": ("arts_crafts", "social_group"),
        "languages": ("english", "bsl"),
        "access": ("step_free", "accessible_toilet"),
        "funding": ("direct_payment",),
        "venue": Venue(
            name="The Old Hall",
            address="1 High Street",
            town="Trowbridge",
            postcode=TROWBRIDGE,
            latitude=latitude,
            longitude=longitude,
        ),
        "capacity": Capacity(places=4, as_of=date(2026, 1, 12)),
        "schedule": (Schedule(day="tue", opens_at=time(14), closes_at=time(16)),),
        "costs": (CostOption(unit=CostUnit.SESSION, amount_pence=800),),
    }
    return ListingDraft(**values | changes)


def make_enterprise(**changes) -> ListingDraft:
    """A micro-enterprise that serves two districts round Melksham."""
    values = {
        "organization": make_organization("Avon Home Help"),
        "kind": ListingKind.MICRO_ENTERPRISE,
        "title": "Cleaning, cooking and company",
        "summary": "Three neighbours who help at home, from an hour a week.",
        "support_types": ("cleaning", "cooking_meals", "companionship"),
        "languages": ("english",),
        "funding": ("direct_payment", "self_funded"),
        "area": ServiceArea(named=("SN12", "BA14")),
        "costs": (CostOption(unit=CostUnit.HOUR, amount_pence=2000),),
        "workers": 3,
    }
    return ListingDraft(**values | changes)


async def create(draft: ListingDraft) -> UUID:
    """Keep it as a draft."""
    return await service.create_listing(draft, gazetteer=FEW_PLACES, actor=ACTOR)


async def publish(draft: ListingDraft) -> UUID:
    """Take it all the way to the public."""
    listing_id = await create(draft)
    await service.submit_listing(listing_id, actor=ACTOR)
    await service.publish_listing(listing_id, actor=ACTOR)
    return listing_id


def make_many(number: int) -> list[ListingDraft]:
    """Drafts with ids that are the same each time."""
    kinds = (make_personal_assistant, make_activity, make_enterprise)
    namespace = UUID("5b3b9c0e-8f0e-4b7e-9f4c-2f7c4f5a6d10")
    drafts = []
    for count in range(number):
        make = kinds[count % len(kinds)]
        name = "Amina K." if make is make_personal_assistant else f"Provider {count}"
        drafts.append(
            make(
                id=uuid5(namespace, f"listing {count}"),
                organization=Organization(id=uuid5(namespace, f"organization {count}"), name=name),
                title=f"Listing number {count}",
            )
        )
    return drafts


async def suspend(listing_id: UUID, *, actor: str = ACTOR) -> None:
    """Take a listing out of sight."""
    await service.hide_listing(listing_id, HiddenReason.SUSPENDED, actor=actor)


async def show_again(listing_id: UUID, *, actor: str = ACTOR) -> None:
    """Bring a suspended listing back."""
    await service.show_listing(listing_id, HiddenReason.SUSPENDED, actor=actor)
