"""Listings written by hand, to be found among thousands that are not: a small town, and a few other places.

Most are in and around Melksham. Each is a draft as a provider would write it, with the choices of the lists.
Half of them have time free, and they were confirmed at different dates, as in life.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from marketplace.listings.schemas import (
    Capacity,
    CqcStatus,
    ListingDraft,
    ListingKind,
    Organization,
    ServiceArea,
    Venue,
)

_TODAY = date(2026, 11, 22)
_ENGLAND = "E92000001"
_PLACES = {
    "melksham": ("SN12 6HB", 51.37075, -2.13816), "trowbridge": ("BA14 8EG", 51.32002, -2.20802),
    "devizes": ("SN10 1DU", 51.35336, -1.99592), "corsham": ("SN13 0AP", 51.43422, -2.18532),
    "chippenham": ("SN15 1ET", 51.46084, -2.11910), "bath": ("BA1 1NJ", 51.38110, -2.35871),
    "bradford on avon": ("BA15 1NB", 51.34740, -2.25139), "mere": ("BA12 6DN", 51.08932, -2.26757),
    "bristol": ("BS5 6BH", 51.46537, -2.56042), "peckham": ("SE15 5RS", 51.47381, -0.06938),
    "whitby": ("YO21 1BD", 54.48640, -0.61368), "leeds": ("LS1 3DA", 53.80106, -1.54946),
}  # fmt: skip
"""Postcode and point of each."""
_CODES = ("support_types", "care_groups", "languages", "cultures", "genders", "transport")


@cache
def planted_listings() -> dict[str, ListingDraft]:
    """Every planted listing by its name."""
    source = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: _draft(number, listing) for number, (name, listing) in enumerate(source.items(), 1)}


@cache
def planted_ids() -> dict[str, UUID]:
    """The id of every planted listing by its name."""
    return {name: draft.id for name, draft in planted_listings().items()}


def _draft(number: int, listing: dict) -> ListingDraft:
    kind, title = ListingKind(listing["kind"]), listing["title"]
    return ListingDraft(
        id=UUID(int=number),
        organization=Organization(id=UUID(int=1_000 + number), name=title),
        kind=kind,
        title=title,
        summary=listing["summary"],
        **{field: tuple(listing.get(field, ())) for field in _CODES},
        **_where(listing["place"], listing.get("miles", 0)),
        capacity=Capacity(hours_per_week=5.0 if number % 2 else 0.0, as_of=_TODAY),
        confirmed_on=_TODAY - timedelta(days=20 * len(title)),
        cqc_status=CqcStatus.EXEMPT if kind is ListingKind.PERSONAL_ASSISTANT else CqcStatus.REGISTERED,
        cqc_location_id=None if kind is ListingKind.PERSONAL_ASSISTANT else f"1-{number:09}",
    )


def _where(place: str, miles: float) -> dict:
    """A venue where nobody travels; a radius round the place; or all of England."""
    if place == "nation":
        return {"area": ServiceArea(named=(_ENGLAND,))}
    postcode, latitude, longitude = _PLACES[place]
    if miles:
        return {"area": ServiceArea(base_postcode=postcode, miles=float(miles))}
    venue = Venue(
        address="1 High Street",
        town=place.capitalize(),
        postcode=postcode,
        latitude=latitude,
        longitude=longitude,
    )
    return {"venue": venue}
