"""Parts that listings of every kind are made of."""

from random import Random
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import (
    Capacity,
    Check,
    CostOption,
    CqcStatus,
    Organization,
    Photo,
    Schedule,
    ServiceArea,
    Venue,
)
from seed.demo.gaps import shortage_in
from seed.demo.photos import photos
from seed.demo.phrases import draw, pick
from seed.demo.support import service_name
from seed.demo.terrain import Spot

PERSONAL_CARE = frozenset(
    {"personal_care", "eating_drinking", "peg_feeding", "catheter_stoma", "complex_care"}
)
"""Personal care as the rules of listings mean it; a test holds the two together."""


class Text(Struct, frozen=True):
    """The words of a listing."""

    title: str
    summary: str
    description: str
    easy_read: tuple[str, ...]


class Content(Struct, kw_only=True):
    """What a made-up listing says; the generator adds its kind, ids and dates."""

    organization: Organization
    text: Text
    care_groups: tuple[str, ...]
    support_types: tuple[str, ...]
    languages: tuple[str, ...] = ()
    """Besides English."""
    cultures: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    transport: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    venue: Venue | None = None
    area: ServiceArea | None = None
    capacity: Capacity | None = None
    schedule: tuple[Schedule, ...] = ()
    costs: tuple[CostOption, ...] = ()
    checks: tuple[Check, ...] = ()
    photos: tuple[Photo, ...] = ()
    cqc_status: CqcStatus = CqcStatus.NOT_NEEDED
    cqc_location_id: str | None = None
    workers: int | None = None
    ages: tuple[int, int] = (0, 0)
    """Youngest and oldest; 0 = no limit."""


def make_id(random: Random) -> UUID:
    """A random id that is the same for the same draw."""
    return UUID(int=random.getrandbits(128), version=4)


def grow_codes(
    random: Random, spot: Spot, core: tuple[str, ...], more: tuple[str, ...], count: int
) -> tuple[str, ...]:
    """All the core codes and some more, but none that a gap of the council withholds."""
    withheld = shortage_in(spot.council_code).withheld
    extra = [code for code in more if code not in withheld] if withheld else more
    drawn = draw(random, extra, count)
    return tuple(dict.fromkeys((*core, *drawn)))


def checked_by(spot: Spot) -> str:
    """Who looked at the papers: the made-up support service of the council."""
    return service_name(spot.council_name)


def draw_photos(random: Random, subject: str, chance: float) -> tuple[Photo, ...]:
    """The drawing of a subject, for some."""
    return (photos()[subject].photo,) if random.random() < chance else ()


def draw_miles(random: Random, spot: Spot) -> int:
    """How far somebody travels: 2 to 25 miles."""
    if spot.is_london:
        return pick(random, (2, 2, 3, 3, 4, 5, 6, 8))
    return pick(
        random, (5, 8, 10, 10, 12, 15, 20, 25) if spot.is_rural else (2, 3, 4, 5, 5, 6, 8, 10, 12, 15)
    )
